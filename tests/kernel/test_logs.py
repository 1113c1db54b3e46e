"""Logs hold ids and never a person."""

import json
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.kernel import ids
from beside.kernel.logs.lines import JsonLines
from beside.kernel.logs.mask import masked
from beside.kernel.logs.requests import RouteNotPath
from beside.kernel.logs.rotation import open_log

digits = st.text("0123456789", min_size=3, max_size=3)
area, exchange = st.integers(201, 989), st.integers(200, 999)
line = st.integers(0, 9999).map("{:04d}".format)
words = st.text("abcdefghij ,.;:\n", max_size=12).map(lambda text: f" {text} ")
street = st.sampled_from(
    ["Main Street", "N Elm St.", "Old Town Branch Rd", "Chestnut ave", "Calle"]
)


@st.composite
def phones(draw):
    form = draw(st.sampled_from(["{}-{}-{}", "({}) {}-{}", "{}.{}.{}", "+1 {} {} {}", "+1{}{}{}",
                                 "1-{}-{}-{}", "{}{}{}"]))  # fmt: skip
    return form.format(draw(area), draw(exchange), draw(line))


@given(words, phones(), words)
def test_phone_numbers_are_blackened(before, phone, after):
    said = masked(before + phone + after)

    assert not re.search(r"\d{4}", said)


@given(words, st.from_regex(r"[a-z0-9._+-]{1,12}@[a-z0-9-]{1,9}\.(org|com|co\.uk)", fullmatch=True))
def test_mail_addresses_are_blackened(before, address):
    assert "@" not in masked(before + address)


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), words)
def test_addresses_of_machines_are_blackened(a, b, c, after):
    assert f"{a}.{b}.{c}" not in masked(f"from {a}.{b}.{c}.7{after}")
    assert "2001:db8" not in masked(f"from 2001:db8:{a:x}::{b:x}:{c:x}{after}")


@given(st.floats(24, 49), st.floats(-125, -67), st.sampled_from([", ", ",", " "]))
def test_coordinates_are_blackened(lat, lon, between):
    said = masked(f"near {lat:.4f}{between}{lon:.4f} and lat={lat:.1f}")

    assert not re.search(r"\d\.\d", said)


@given(st.integers(1, 99999), street)
def test_street_addresses_are_blackened(number, name):
    if name == "Calle":
        name = "Calle Ocho street"
    assert str(number) not in masked(f"left at {number} {name} today").replace("[address]", "")


@given(st.integers(10000, 99999))
def test_a_search_is_blackened(zip_code):
    assert str(zip_code) not in masked(f"GET /en/find/?q={zip_code}&what=naloxone")
    assert str(zip_code) not in masked(f"zip: {zip_code}")


@given(st.uuids(), st.integers(0, 999_999_999))
def test_ids_stay_readable(name, number):
    text = f"act {number} on parcel {name} failed after 1250 ms"

    assert masked(text) == text


def test_times_and_new_ids_stay_readable():
    text = f"2026-11-21T03:04:05.123+00:00 {ids.uuid7()} port 8000 status 503"

    assert masked(text) == text


def record_of(error):
    try:
        raise error
    except type(error):
        import sys

        return logging.LogRecord("x", 40, "f", 1, "it failed for %s", ("a@b.org",), sys.exc_info())


def test_a_traceback_tells_where_but_not_what_was_said():
    text = JsonLines().format(record_of(ValueError("Tasha Smith, 40405")))

    told = json.loads(text)
    assert told["error"]["type"] == "builtins.ValueError"
    assert "test_logs.py" in told["error"]["frames"][0]
    assert "Tasha" not in text
    assert told["message"] == "it failed for [e-mail]"


def test_extras_are_masked_too():
    record = logging.makeLogRecord({"msg": "sent", "to": "606-555-0147", "count": 3})

    told = json.loads(JsonLines().format(record))
    assert (told["to"], told["count"]) == ("[phone]", 3)


@pytest.mark.parametrize(("status", "is_kept"), [(404, False), (403, False), (500, True)])
def test_django_names_the_route_and_not_the_path(rf, status, is_kept):
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/en/find/40405",)})
    record.status_code, record.request = status, rf.get("/en/find/40405")
    record.exc_info = record_of(ValueError("x")).exc_info

    assert RouteNotPath().filter(record) is is_kept
    if is_kept:
        assert "40405" not in JsonLines().format(record)


def test_the_log_is_turned_over_and_private(tmp_path, monkeypatch):
    monkeypatch.setattr("beside.kernel.logs.rotation.PIECE_BYTES", 200)
    log = open_log(tmp_path / "logs" / "beside.jsonl")
    for number in range(20):
        log.write(f"line {number:03d} {'x' * 30}")
    log.close()

    pieces = sorted((tmp_path / "logs").iterdir())
    assert 2 < len(pieces) <= 10
    assert all(piece.stat().st_mode & 0o077 == 0 for piece in pieces)
    assert "line 019" in (tmp_path / "logs" / "beside.jsonl").read_text()

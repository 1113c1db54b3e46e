"""Overdose now: complete, light, and the same for everyone."""

import brotli
import pytest

from beside.design import offline
from beside.directory import slots

pytestmark = pytest.mark.django_db

ORDER = ("Wake them", "Call 911", "Give naloxone", "Breathe for them", "Again", "Roll", "Stay")


def test_the_steps_stand_in_order(client):
    body = client.get("/en/now/").content.decode().partition('class="steps"')[2]

    places = [body.index(step) for step in ORDER]

    assert places == sorted(places)
    assert 'href="tel:911"' in body


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_weighs_less_than_ten_kilobytes_and_asks_for_nothing_else(client, language):
    answer = client.get(f"/{language}/now/")
    body = answer.content

    assert len(brotli.compress(body, quality=5)) <= 10_000
    for asks in (b"<img", b'<link rel="stylesheet"', b"src=", b"@import", b"url("):
        assert asks not in body.replace(b'rel="icon"', b"")
    assert not answer.cookies


def test_the_same_bytes_for_everyone_so_that_a_phone_can_keep_it(client):
    assert client.get("/en/now/").content == client.get("/en/now/").content
    assert {"/en/now/", "/es/now/"} <= set(offline.paths())


@pytest.fixture
def empty_slots(monkeypatch):
    """As if no room upstairs had anything to say."""
    monkeypatch.setattr(slots, "_filled", {})


@pytest.mark.usefixtures("empty_slots")
def test_an_empty_slot_draws_nothing_and_a_filled_one_a_link(client):
    assert "Afterwards" not in client.get("/en/now/").content.decode()
    slots.fill("after_use", "used", "We used it", url_name="directory:find")
    assert "We used it" in client.get("/en/now/").content.decode()


@pytest.mark.usefixtures("empty_slots")
def test_a_slot_whose_page_is_missing_draws_nothing(client):
    slots.fill("the_law", "law", "The law of nowhere", url_name="nowhere:law")
    body = client.get("/en/now/").content.decode()
    assert "<h2>The law here</h2>" not in body
    assert "The law of nowhere" not in body

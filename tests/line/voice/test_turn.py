"""The relay: passes that run out, a secret of the house alone, and nobody else behind it."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beside.kernel.serve.programs import Begin, Leave
from beside.line.voice import relay, turn

AT = datetime(2026, 11, 21, 6, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URLS", "SECRET", "ADDRESS", "PORT", "LOOPBACK"):
        monkeypatch.delenv(f"BESIDE_TURN_{name}", raising=False)


def test_a_pass_is_what_the_relay_computes_and_says_nothing_of_anybody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BESIDE_TURN_SECRET", "north")
    monkeypatch.setenv("BESIDE_TURN_URLS", "turn:203.0.113.9:3478?transport=udp")
    given = turn.issue(at=AT, home=tmp_path)
    until, _, rest = given.username.partition(":")
    assert int(until) - int(AT.timestamp()) == 3600
    assert len(rest) == 12
    expected = hmac.new(b"north", given.username.encode(), hashlib.sha1).digest()
    assert given.credential == base64.b64encode(expected).decode()
    assert given.as_words()["urls"] == ["turn:203.0.113.9:3478?transport=udp"]
    assert given.credential not in repr(given)


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    made = turn.secret(tmp_path)
    assert turn.secret(tmp_path) == made
    assert len(made) == 64
    assert [path.name for path in (tmp_path / "turn").iterdir()] == ["secret"]
    assert (tmp_path / "turn" / "secret").stat().st_mode & 0o777 == 0o600


def test_without_a_relay_voice_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not turn.is_offered()
    monkeypatch.setenv("BESIDE_TURN_URLS", "turn:203.0.113.9:3478")
    assert turn.is_offered()


def test_where_coturn_is_not_installed_the_house_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(relay.shutil, "which", lambda name: None)
    answer = relay.prepare(tmp_path)
    assert isinstance(answer, Leave)
    assert "apt install coturn" in answer.why


def test_a_relay_outside_is_left_to_whoever_runs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BESIDE_TURN_URLS", "turn:relay.example.org")
    assert relay.prepare(tmp_path) == Leave()


def test_loopback_is_for_tests_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(relay.shutil, "which", lambda name: "/usr/bin/turnserver")
    monkeypatch.setenv("BESIDE_TURN_ADDRESS", "127.0.0.1")
    assert isinstance(relay.prepare(tmp_path), Leave)
    monkeypatch.setenv("BESIDE_TURN_LOOPBACK", "yes")
    assert isinstance(relay.prepare(tmp_path), Begin)
    assert "allow-loopback-peers" in written(tmp_path)


def written(home: Path) -> list[str]:
    return (home / "turn" / "turnserver.conf").read_text().splitlines()


def test_only_the_relay_itself_may_be_reached_through_it(tmp_path: Path) -> None:
    place = relay.Place("203.0.113.9", "10.0.0.4", 3478)
    path = relay.write(tmp_path, place)
    lines = written(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "denied-peer-ip=0.0.0.0-255.255.255.255" in lines
    assert [line for line in lines if line.startswith("allowed")] == [
        "allowed-peer-ip=10.0.0.4", "allowed-peer-ip=203.0.113.9",
    ]  # fmt: skip
    assert {"no-cli", "no-tcp-relay", "log-file=/dev/null", "use-auth-secret"} <= set(lines)
    assert "external-ip=203.0.113.9/10.0.0.4" in lines
    assert "allow-loopback-peers" not in lines
    assert place.urls[1] == "turn:203.0.113.9:3478?transport=tcp"


def test_a_port_that_is_taken_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESIDE_TURN_ADDRESS", "127.0.0.1")
    monkeypatch.setenv("BESIDE_TURN_LOOPBACK", "yes")
    monkeypatch.setattr(relay, "_is_free", lambda host, port: False)
    with pytest.raises(relay.NoPlace, match="BESIDE_TURN_PORT"):
        relay.find_place()

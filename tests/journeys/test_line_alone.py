"""Walks 4 and 5: J. uses alone at 1:40 in the night. What J. and the neighbour do, over HTTP."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection

from beside.kernel import clock
from beside.line import digests
from beside.line.caller import throttle
from beside.line.core.session import Outcome, State
from beside.line.models import Count, FollowUp, Rung, Session
from beside.line.services import ending, purging, watching
from beside.privacy.models import Opening, Sealed
from tests import people
from tests.line.caller.shared import Clock, said, session_at
from tests.line.shared import AT

pytestmark = pytest.mark.django_db

TOLD = {
    "place": "12 Elm St, Berea", "zip": "40403", "unit": "4", "door": "side door",
    "door_unlocked": "yes", "callback": "(606) 555-0147", "route": "inject",
    "substance": "fentanyl", "naloxone": "here", "first_kind": "person", "first_name": "Rosa",
    "first_number": "606-555-0148",
}  # fmt: skip
IDENTIFYING = ("Elm St", "6065550147", "6065550148", "Rosa", "side door")
LINK = "/en/line/r/what-the-neighbour-got/"


@pytest.fixture
def night(monkeypatch) -> Clock:
    told = Clock(AT)
    monkeypatch.setattr(clock, "now", told)
    throttle.OPENING.fill()
    return told


def let_pass(url: str, night: Clock) -> Session:
    """The next deadline comes, and the line keeps it."""
    session = session_at(url)
    night.at = session.deadline_at
    watching.miss_deadline(session_id=session.pk, missed=session.deadline_at, at=night.at)
    return session_at(url)


def opens_chat_and_takes_the_timer(client, night: Clock) -> str:
    front = client.get("/en/")
    start = re.search(r'class="card" href="(/en/line/)"', front.text)[1]
    assert 'href="/en/line/chat/"' in client.get(start).text
    url = client.post("/en/line/chat/", TOLD)["Location"]
    assert "You are in line. Nobody watches yet." in said(client.get(url))
    assert let_pass(url, night).state == State.WAITING
    assert night.at == AT + timedelta(seconds=20)
    assert "Nobody is free right now." in said(client.get(url))
    client.post(url, {"do": "timer"})
    session = session_at(url)
    assert (session.state, session.queued_at) == (State.WATCHING, AT)
    return url


def checks_in_twice(client, url: str, night: Clock) -> None:
    for _ in range(2):
        night.at += timedelta(seconds=45)
        client.post(url, {"do": "here"})
        assert session_at(url).heard_at == night.at


def the_neighbour_is_rung(url: str) -> None:
    """What the telephone does: a link is minted and sent."""
    first = session_at(url).rungs.get(position=1)
    Rung.objects.filter(pk=first.pk).update(
        token_digest=digests.digest_of_token("what-the-neighbour-got")
    )


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall() if not row[0].startswith("directory_")]
        words = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            words.append(cursor.fetchone()[0])
    return "\n".join(words)


def test_j_falls_silent_somebody_comes_and_later_nothing_about_j_can_be_found(client, night):
    url = opens_chat_and_takes_the_timer(client, night)
    checks_in_twice(client, url, night)
    silent_since = night.at

    assert [let_pass(url, night).state for _ in range(3)] == [
        State.PROMPTING, State.PROMPTING, State.UNRESPONSIVE,
    ]  # fmt: skip
    assert night.at - silent_since > timedelta(minutes=1)
    assert "Nobody has been told where you are" in said(client.get(url))
    the_neighbour_is_rung(url)
    assert "Elm" not in client.get(LINK).text

    assert let_pass(url, night).state == State.RELEASED
    assert "12 Elm St" in said(client.get(LINK))
    session = let_pass(url, night)  # the neighbour does not answer: whoever is on call is next
    assert (session.state, session.rung) == (State.RELEASED, 2)
    for word in IDENTIFYING:
        assert word not in everything_in_the_database()

    dee = people.person("line_operator")
    client.post(LINK, {"do": "going"})
    assert "Somebody is on the way." in said(client.get(url))
    client.post(LINK, {"do": "there"})
    assert "Somebody is with you." in said(client.get(url))
    ending.close(session_id=session.pk, outcome=Outcome.HELPED, by=dee, at=night.at)
    ended = session_at(url)
    assert FollowUp.objects.filter(session_id=ended.pk).count() == 2
    client.post(url, {"do": "wish", "kits": "on"})

    purging.purge(session_id=ended.pk, at=ended.purge_at)
    assert client.get(url).status_code == 404
    assert "Nothing is kept here" in said(client.get(url))
    assert client.get(LINK).status_code == 404
    assert not Sealed.objects.filter(kind__startswith="line.").exists()
    assert Count.objects.get().was_emergency
    kept = everything_in_the_database()
    for word in IDENTIFYING:
        assert word not in kept


def test_j_was_only_asleep_one_tap_stands_all_down_and_the_place_was_never_shown(client, night):
    url = opens_chat_and_takes_the_timer(client, night)
    checks_in_twice(client, url, night)
    for _ in range(3):
        let_pass(url, night)
    the_neighbour_is_rung(url)
    night.at += timedelta(seconds=12)

    client.post(url, {"do": "here"})

    session = session_at(url)
    assert (session.state, session.released_at, session.rung) == (State.WATCHING, None, 0)
    assert "The clock runs." in said(client.get(url))
    assert "You are not needed now." in said(client.get(LINK))
    assert not Opening.objects.filter(purpose="line.release").exists()

    client.post(url, {"do": "safe"})
    assert session_at(url).purge_at - night.at == timedelta(minutes=15)
    client.post(url, {"do": "destroy"})
    assert not Session.objects.exists()
    assert not FollowUp.objects.exists()


def test_a_tap_at_the_very_moment_of_the_release_is_heard(client, night):
    url = opens_chat_and_takes_the_timer(client, night)
    for _ in range(4):
        let_pass(url, night)
    client.post(url, {"do": "here"})
    session = session_at(url)
    assert session.state == State.WATCHING
    assert isinstance(session.released_at, datetime)  # it was: so it is followed up

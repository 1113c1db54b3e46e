"""Somebody is rung, and comes or cannot."""

from datetime import timedelta

import pytest

from beside.line.core.session import State
from beside.line.digests import digest_of_token
from beside.line.models import Rung
from beside.line.services import watching
from beside.privacy.models import Opening
from tests.line.caller.shared import said
from tests.line.shared import armed, let_deadline_pass

pytestmark = pytest.mark.django_db
LINK = "/en/line/r/the-link-they-got/"


@pytest.fixture
def rung(night):
    session = armed(night.at)
    first = session.rungs.get(position=1)
    Rung.objects.filter(pk=first.pk).update(token_digest=digest_of_token("the-link-they-got"))
    return first


def release(rung, night):
    for _ in range(4):
        rung.session.refresh_from_db()
        night.at = rung.session.deadline_at
        let_deadline_pass(rung.session)


def state(rung):
    rung.session.refresh_from_db()
    return rung.session.state


def test_the_place_is_shown_only_once_it_is_released_and_each_time_recorded(client, rung, night):
    before = client.get(LINK)
    assert "Elm" not in before.text
    assert not Opening.objects.exists()
    release(rung, night)
    after = said(client.get(LINK))
    for words in ("Rosa, somebody needs you now.", "12 Elm St, Berea", "side door", "Unlocked"):
        assert words in after
    assert "6065550147" not in after
    assert Opening.objects.filter(purpose="line.release", by_worker="line").count() == 1


def test_one_tap_says_going_and_one_says_there(client, rung, night):
    release(rung, night)
    client.post(LINK, {"do": "going"})
    client.post(LINK, {"do": "going"})
    assert state(rung) == State.DISPATCHED
    assert "You are on your way." in said(client.get(LINK))
    client.post(LINK, {"do": "there"})
    assert state(rung) == State.HELPED


def test_who_cannot_go_keeps_nobody_waiting(client, rung, night):
    release(rung, night)
    client.post(LINK, {"do": "cannot"})
    assert state(rung) == State.RELEASED
    assert rung.session.rung == 2
    client.post(LINK, {"do": "cannot"})
    assert state(rung) == State.RELEASED
    assert rung.session.rung == 2
    assert "The next one is called" in said(client.get(LINK))


def test_who_turns_back_on_the_way_is_replaced_at_once(client, rung, night):
    release(rung, night)
    client.post(LINK, {"do": "going"})
    client.post(LINK, {"do": "cannot"})
    assert state(rung) == State.RELEASED
    assert rung.session.rung == 2


def test_when_it_is_called_off_the_place_is_gone_from_the_page(client, rung, night):
    release(rung, night)
    watching.check_in(session_id=rung.session_id, at=night.at + timedelta(seconds=5))
    page = client.get(LINK)
    assert "You are not needed now." in said(page)
    assert "Elm" not in page.text
    client.post(LINK, {"do": "going"})
    assert state(rung) == State.WATCHING


def test_who_is_on_the_way_reads_that_the_person_answered(client, rung, night):
    release(rung, night)
    client.post(LINK, {"do": "going"})
    assert "does not answer" in said(client.get(LINK))
    watching.check_in(session_id=rung.session_id, at=night.at + timedelta(seconds=5))
    page = said(client.get(LINK))
    assert "They answered by now." in page
    assert "does not answer" not in page
    assert "12 Elm St, Berea" in page  # a person decides whether they turn back


def test_who_is_there_is_thanked_and_asked_to_stay(client, rung, night):
    release(rung, night)
    client.post(LINK, {"do": "there"})
    page = said(client.get(LINK))
    assert "Stay until they are well" in page
    assert "does not answer" not in page


def test_a_link_nobody_got_leads_nowhere(client):
    assert client.get("/en/line/r/another/").status_code == 404

"""The console over HTTP, without a script."""

import re
from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.kernel.models import Heartbeat
from beside.line.core.ladder import Kind
from beside.line.core.session import State
from beside.line.models import Attempt, Presence, Session
from beside.line.services import going, ladders, presence, queue, watching
from beside.privacy.models import Opening
from tests import people
from tests.line.console.shared import browser_of, center, operator
from tests.line.shared import armed, waiting

pytestmark = pytest.mark.django_db
HOME = "/en/staff/line/"


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def dee():
    return operator()


@pytest.fixture
def client(dee):
    return browser_of(dee)


def at_work(client) -> None:
    client.post(f"{HOME}shift/")


def now(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def do(client, session: Session, what: str, **words: str):
    return client.post(f"{HOME}calls/{session.pk}/do/{what}/", words, follow=True)


def test_a_call_is_answered_heard_begun_and_ended_by_forms_alone(client, dee):
    at_work(client)
    session = waiting(clock.now())
    assert "Answer" in said(client.get(HOME))
    client.post(f"{HOME}calls/{session.pk}/answer/")
    assert now(session).operator == dee
    do(client, session, "began")
    assert now(session).state == State.WATCHING
    do(client, session, "heard")
    do(client, session, "end", outcome="safe", reason="using_alone")
    assert (now(session).state, now(session).outcome, now(session).reason) == (
        State.ENDED, "safe", "using_alone",
    )  # fmt: skip


def test_the_second_of_two_operators_gets_a_clear_answer(client):
    kai = browser_of(operator("Kai"))
    session = waiting(clock.now())
    kai.post(f"{HOME}calls/{session.pk}/answer/")
    answer = client.post(f"{HOME}calls/{session.pk}/answer/", headers={"X-Line": "stay"})
    assert answer.status_code == 409
    assert answer.json()["said"] == "Kai was quicker and stays with them."


def test_where_they_are_is_opened_once_and_recorded_and_never_by_looking_at_the_screen(client, dee):
    at_work(client)
    session = waiting(clock.now())
    client.post(f"{HOME}calls/{session.pk}/answer/")
    assert "Elm St" not in said(client.get(HOME))
    assert not Opening.objects.exists()
    assert "12 Elm St" in said(client.get(f"{HOME}calls/{session.pk}/where/"))
    assert list(Opening.objects.values_list("purpose", "by")) == [("line.answer", dee.pk)]


def test_nobody_opens_the_place_of_somebody_they_do_not_stay_with(client):
    kai = operator("Kai")
    session = waiting(clock.now())
    queue.answer(session_id=session.pk, by=kai, at=clock.now())
    for page in ("where/", "words/", "sheet/", ""):
        assert client.get(f"{HOME}calls/{session.pk}/{page}").status_code == 404
    assert do(client, session, "declare").status_code == 404


def test_not_responding_opens_the_sheet_with_all_that_is_said_aloud(client, dee):
    center(notes="Ask for medical.")
    session = waiting(clock.now())
    client.post(f"{HOME}calls/{session.pk}/answer/")
    do(client, session, "began")
    answer = do(client, session, "declare")
    words = said(answer)
    assert answer.redirect_chain[-1][0] == f"{HOME}calls/{session.pk}/sheet/"
    for each in ("859-555-0111", "12 Elm St, Berea", "unit 4", "side door", "606-555-0147",
                 "medical emergency", "no violence", "door is unlocked", "fentanyl"):  # fmt: skip
        assert each in words
    assert Opening.objects.filter(purpose="line.release", by=dee).exists()


def test_help_that_nobody_could_be_called_for_is_not_said_to_be_called(client, dee):
    session = waiting(clock.now())
    client.post(f"{HOME}calls/{session.pk}/answer/")
    do(client, session, "declare")
    assert "Help is being called" in said(client.get(HOME))
    Attempt.objects.create(
        session=session, target="relay", way="voice", at=clock.now(), result="not_configured"
    )
    page = said(client.get(HOME))
    assert "Nobody could be called. You call." in page
    assert "Help is being called" not in page
    sheet = said(client.get(f"{HOME}calls/{session.pk}/sheet/"))
    assert "Call the number below on your own phone" in sheet
    assert "Try the next number" not in sheet
    Attempt.objects.create(
        session=session, target="psap", way="voice", at=clock.now(), placed_by=dee
    )
    assert "Help is being called" in said(client.get(HOME))


def test_a_center_that_was_called_by_hand_sends_help_and_stands_on_the_timeline(client, dee):
    psap = center()
    session = waiting(clock.now())
    client.post(f"{HOME}calls/{session.pk}/answer/")
    do(client, session, "declare")
    place = f"{HOME}calls/{session.pk}/place/"
    client.post(place, {"to": "psap", "psap": psap.pk, "said": "no_answer"})
    assert now(session).state == State.RELEASED
    client.post(place, {"to": "psap", "psap": psap.pk, "said": "sending"})
    assert now(session).state == State.DISPATCHED
    do(client, session, "arrived")
    timeline = said(client.get(f"{HOME}calls/{session.pk}/"))
    assert "They did not answer" in timeline
    assert "They are sending help" in timeline
    assert "Elm" not in timeline
    export = client.get(f"{HOME}calls/{session.pk}/timeline.csv").content.decode()
    assert "dispatch_sending" in export
    assert "Dee" not in export


def test_the_beat_says_the_servers_time_and_whether_it_is_awake(client):
    at_work(client)
    Heartbeat.objects.create(name="deadlines", at=clock.now() - timedelta(seconds=6))
    told = client.post(f"{HOME}beat/").json()
    assert told["late"]
    assert told["on"]
    assert "does not answer" in said(client.get(HOME))
    Heartbeat.objects.update(at=clock.now())
    assert not client.post(f"{HOME}beat/").json()["late"]


def test_a_console_that_comes_back_is_on_shift_again(client, dee):
    here = presence.come(by=dee, at=clock.now())
    presence.miss_beat(presence_id=here.pk, missed=here.deadline_at, at=clock.now())
    assert client.post(f"{HOME}beat/").json()["on"]
    presence.go(by=dee, at=clock.now())
    assert not client.post(f"{HOME}beat/").json()["on"]
    assert Presence.objects.count() == 2


def test_who_has_not_practised_answers_nobody_but_an_emergency():
    new = people.person("line_operator")
    client = browser_of(new)
    session, silent = waiting(clock.now()), armed(clock.now())
    answer = client.post(f"{HOME}calls/{session.pk}/answer/", follow=True)
    assert "practice call" in said(answer)
    assert now(session).operator is None
    watching.declare_emergency(session_id=silent.pk, by=operator("Mo"), at=clock.now())
    client.post(f"{HOME}calls/{silent.pk}/answer/")
    assert now(silent).operator == new


def test_a_supervisor_lets_somebody_in_joins_and_takes_over(dee):
    new = people.person("line_operator", name="Uma")
    mo = browser_of(operator("Mo", "line_supervisor"))
    assert "Uma" in said(mo.get(f"{HOME}practice/"))
    mo.post(f"{HOME}practice/let-in/{new.pk}/")
    session = waiting(clock.now())
    browser_of(new).post(f"{HOME}calls/{session.pk}/answer/")
    assert now(session).operator == new
    do(mo, session, "join")
    do(mo, session, "take-over")
    assert now(session).operator.name == "Mo"


def test_an_operator_takes_over_nobody(client):
    kai = operator("Kai")
    session = waiting(clock.now())
    queue.answer(session_id=session.pk, by=kai, at=clock.now())
    assert do(client, session, "take-over").status_code == 404


def test_a_call_about_something_else_is_handed_on_by_words(client):
    session = waiting(clock.now())
    client.post(f"{HOME}calls/{session.pk}/answer/")
    assert "988" in said(client.get(f"{HOME}calls/{session.pk}/hand-on/"))
    client.post(f"{HOME}calls/{session.pk}/hand-on/", {"to": "crisis"})
    assert session.attempts.get().target == "service"
    do(client, session, "end", outcome="support", reason="crisis")
    assert now(session).outcome == "support"


def test_what_rings_says_how_the_person_stands(client):
    at_work(client)
    session = waiting(clock.now())
    Session.objects.filter(pk=session.pk).update(state=State.PROMPTING)
    assert "asked, no answer yet" in said(client.get(HOME))
    Session.objects.filter(pk=session.pk).update(is_ahead=True)
    page = said(client.get(HOME))
    assert "Lost their operator" in page
    assert "asked, no answer yet" in page


def test_who_goes_who_cannot_and_that_the_person_answered_stand_on_the_call(client, dee):
    at_work(client)
    session = waiting(clock.now(), chosen=[Kind.PERSON, Kind.RESPONDER])
    client.post(f"{HOME}calls/{session.pk}/answer/")
    do(client, session, "began")
    do(client, session, "declare")
    person, responder = session.rungs.order_by("position")[:2]
    going.decline_rung(rung_id=person.pk, at=clock.now())
    ladders.accept_rung(rung_id=responder.pk, at=clock.now())
    words = said(client.get(HOME))
    assert "cannot go whom they chose" in words
    assert "is going the responder" in words
    assert "They answered after help was called" not in words
    watching.check_in(session_id=session.pk, at=clock.now())
    assert "They answered after help was called" in said(client.get(HOME))

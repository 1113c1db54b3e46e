"""A simulated caller, and nobody rung."""

import re
from datetime import timedelta

import pytest

from beside.kernel import clock, deadlines
from beside.kernel.models import Effect
from beside.line.core.practice import STORIES, Do
from beside.line.core.session import Outcome, State
from beside.line.models import FollowUp, Operator, Practice, Session
from beside.line.services import (
    chatting,
    dispatching,
    ending,
    ladders,
    practising,
    purging,
    queue,
    watching,
)
from beside.line.services.dispatching import Line, Said
from tests import people
from tests.line.console.shared import browser_of, center, operator
from tests.line.shared import AT, waiting

pytestmark = pytest.mark.django_db
PRACTICE = "/en/staff/line/practice/"


def tell(session: Session) -> Practice:
    """The next line falls when it is due."""
    practice = Practice.objects.get(pk=session.pk)
    due = practice.due_at
    practising.tell_next(session_id=session.pk, missed=due, at=due)
    return Practice.objects.get(pk=session.pk)


@pytest.fixture
def dee():
    return people.person("line_operator", name="Dee")


def begun(dee, story: str) -> Session:
    session = practising.begin_practice(story=story, by=dee, at=AT)
    queue.answer(session_id=session.pk, by=dee, at=AT + timedelta(seconds=4))
    return session


@pytest.mark.parametrize("slug", list(STORIES))
def test_every_story_is_told_to_its_end(dee, slug):
    session = begun(dee, slug)
    for _ in STORIES[slug].lines:
        now = Session.objects.get(pk=session.pk)
        practice = Practice.objects.get(pk=session.pk)
        line = STORIES[slug].lines[practice.position]
        if line.waits_for == "dispatch" and now.state != State.DISPATCHED:
            watching.declare_emergency(session_id=session.pk, by=dee, at=practice.due_at)
            dispatching.note_by_hand(
                session_id=session.pk, by=dee, to=Line.RELAY, said=Said.SENDING, at=practice.due_at
            )
        tell(session)
    assert Practice.objects.get().due_at is None
    said = [each.words for each in chatting.read(session_id=session.pk, at=AT, by=dee)]
    assert said == [line.words for line in STORIES[slug].lines if line.words]


def test_a_story_waits_for_an_answer(dee):
    session = practising.begin_practice(story="quiet", by=dee, at=AT)
    assert tell(session).position == 0
    queue.answer(session_id=session.pk, by=dee, at=AT + timedelta(seconds=4))
    assert tell(session).position == 1
    with pytest.raises(deadlines.Overtaken):
        practising.tell_next(session_id=session.pk, missed=AT, at=AT)


def test_practice_never_rings_anybody_and_leaves_nothing(dee):
    session = begun(dee, "silent")
    watching.declare_emergency(session_id=session.pk, by=dee, at=AT)
    attempt = dispatching.place_dispatch(
        session_id=session.pk, by=dee, to=Line.PSAP, psap=center(is_test_mode=True), at=AT
    )
    watching.miss_deadline(session_id=session.pk, missed=Session.objects.get().deadline_at, at=AT)
    ladders.note_arrival(session_id=session.pk, at=AT, by=dee)
    ending.close(session_id=session.pk, outcome=Outcome.HELPED, by=dee, at=AT)
    attempt.refresh_from_db()
    assert attempt.result == "practice"
    rung = Effect.objects.filter(about=f"line.session:{session.pk}", kind__startswith="line.")
    assert not rung.exists()
    assert not FollowUp.objects.exists()
    assert purging.purge(session_id=session.pk, at=AT)


def test_a_practice_call_rings_for_nobody_else(dee):
    kai = browser_of(operator("Kai"))
    session = practising.begin_practice(story="quiet", by=dee, at=clock.now())
    assert str(session.pk) not in kai.get("/en/staff/line/").content.decode()
    kai.post(f"/en/staff/line/calls/{session.pk}/answer/")
    assert Session.objects.get().operator is None
    page = browser_of(dee).get("/en/staff/line/").content.decode()
    assert str(session.pk) in page


def test_beside_a_real_call_the_house_does_not_say_that_nobody_is_rung(dee):
    browser = browser_of(dee)
    begun(dee, "silent")
    page = browser.get("/en/staff/line/").content.decode()
    assert page.count("Practice. Nobody is rung.") == 2  # the whole board, and the call itself
    real = waiting(clock.now())
    page = browser.get("/en/staff/line/").content.decode()
    assert "This is real." in page
    assert page.count("Practice. Nobody is rung.") == 1  # the practice call alone
    Session.objects.filter(pk=real.pk).update(state=State.UNRESPONSIVE)  # else practice keeps it
    queue.answer(session_id=real.pk, by=dee, at=clock.now())
    page = browser.get("/en/staff/line/").content.decode()
    [face] = re.findall(rf'<article class="call[^>]*data-call="{real.pk}".*?</article>', page, re.S)
    assert "Practice" not in face
    assert "This is real." in page


def test_hanging_up_keeps_the_clock(dee):
    session = begun(dee, "hangs_up")
    while Practice.objects.get().due_at:
        tell(session)
    now = Session.objects.get()
    assert STORIES["hangs_up"].lines[-1].do is Do.HANG_UP
    assert now.dropped_at
    assert now.deadline_at


def test_the_checklist_says_what_was_done_and_makes_ready(dee):
    client = browser_of(dee)
    session = begun(dee, "quiet")
    tell(session)
    watching.begin_use(session_id=session.pk, at=AT + timedelta(seconds=12), by=dee)
    ending.close(session_id=session.pk, outcome=Outcome.SAFE, by=dee, at=AT + timedelta(minutes=2))
    page = client.get(f"{PRACTICE}{session.pk}/").content.decode()
    assert page.count("tag good") >= 3
    client.post(f"{PRACTICE}{session.pk}/done/")
    assert Operator.objects.get(user=dee).practised_at


def test_stopping_in_the_middle_counts_for_nothing(dee):
    client = browser_of(dee)
    session = begun(dee, "silent")
    client.post(f"{PRACTICE}{session.pk}/")
    assert Session.objects.get().state == State.ENDED
    assert client.post(f"{PRACTICE}{session.pk}/done/").status_code == 404

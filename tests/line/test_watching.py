"""Somebody uses alone, and the clock is kept."""

from datetime import timedelta

import pytest

from beside.kernel.deadlines import Overtaken
from beside.kernel.models import Effect
from beside.kernel.steps import NotAllowed
from beside.line.core.session import Event, Outcome, State
from beside.line.models import Count, FollowUp, Session
from beside.line.services import ending, ladders, purging, watching
from beside.privacy.models import Sealed
from tests import people
from tests.line.shared import AT, armed, let_deadline_pass, waiting

pytestmark = pytest.mark.django_db


def effects(session: Session) -> list[str]:
    kinds = Effect.objects.filter(about=f"line.session:{session.pk}").order_by("id")
    return list(kinds.values_list("kind", flat=True))


def test_somebody_who_falls_silent_is_asked_twice_then_the_place_is_released() -> None:
    session = armed()
    asked = let_deadline_pass(session)
    assert (asked.state, asked.prompts) == (State.PROMPTING, 1)
    again = let_deadline_pass(session)
    assert (again.state, again.prompts) == (State.PROMPTING, 2)
    veto = let_deadline_pass(session)
    assert veto.state == State.UNRESPONSIVE
    assert veto.deadline_at - asked.deadline_at + timedelta(seconds=30) > timedelta(seconds=60)
    assert veto.released_at is None
    released = let_deadline_pass(session)
    assert (released.state, released.rung) == (State.RELEASED, 1)
    assert effects(session) == [
        "line.prompt", "line.prompt", "line.veto", "line.page", "line.climb",
    ]  # fmt: skip


def test_the_next_rung_never_waits_for_the_last_ones_success() -> None:
    session = armed()
    for _ in range(4):
        let_deadline_pass(session)
    rungs = [let_deadline_pass(session).rung for _ in range(4)]
    assert rungs == [2, 3, 2, 3]  # on call, relay, and round again: nobody is given up


def test_one_tap_during_the_veto_stands_all_down_and_the_place_was_never_shown() -> None:
    session = armed()
    for _ in range(3):
        let_deadline_pass(session)
    watching.check_in(session_id=session.pk, at=AT + timedelta(minutes=3))
    session.refresh_from_db()
    assert (session.state, session.prompts, session.released_at) == (State.WATCHING, 0, None)


def test_a_check_in_that_came_first_wins_over_the_clock() -> None:
    session = armed()
    missed = session.deadline_at
    watching.check_in(session_id=session.pk, at=missed - timedelta(seconds=1))
    with pytest.raises(Overtaken):
        watching.miss_deadline(session_id=session.pk, missed=missed, at=missed)


def test_a_check_in_after_the_end_is_refused_and_changes_nothing() -> None:
    session = armed()
    ending.say_safe(session_id=session.pk, at=AT)
    with pytest.raises(NotAllowed):
        watching.check_in(session_id=session.pk, at=AT)
    assert Session.objects.get(pk=session.pk).state == State.ENDED


def test_a_dropped_line_keeps_the_clock_and_starts_a_call_back() -> None:
    session = waiting()
    due = session.deadline_at
    watching.drop_line(session_id=session.pk, at=AT + timedelta(seconds=3))
    session.refresh_from_db()
    assert session.deadline_at == due
    assert effects(session) == ["line.call_back"]


def test_an_operator_declares_an_emergency_and_no_veto_runs() -> None:
    session, dee = armed(), people.person("line_operator")
    watching.declare_emergency(session_id=session.pk, by=dee, at=AT)
    session.refresh_from_db()
    assert session.state == State.RELEASED
    assert session.declared_by == dee


def test_help_that_does_not_arrive_in_time_is_not_taken_for_help() -> None:
    session = armed()
    for _ in range(4):
        let_deadline_pass(session)
    ladders.accept_rung(rung_id=session.rungs.get(position=1).pk, at=AT + timedelta(minutes=4))
    assert let_deadline_pass(session).state == State.RELEASED


def test_after_a_quiet_session_nothing_is_left_but_a_count() -> None:
    session = armed()
    ending.say_safe(session_id=session.pk, at=AT + timedelta(minutes=12))
    ended = Session.objects.get(pk=session.pk)
    assert ended.purge_at - ended.ended_at == timedelta(minutes=15)
    assert purging.purge(session_id=session.pk, at=ended.purge_at)
    assert not purging.purge(session_id=session.pk, at=ended.purge_at)
    assert not Session.objects.exists()
    assert not Sealed.objects.filter(pk=ended.particulars_id).exists()
    count = Count.objects.get()
    assert (count.county_fips, count.minutes, count.outcome, count.sessions) == (
        "21151", 15, Outcome.SAFE, 1,
    )  # fmt: skip


def test_after_an_emergency_somebody_follows_up_and_the_operator_is_asked_how_they_are() -> None:
    session, dee = armed(), people.person("line_operator")
    watching.declare_emergency(session_id=session.pk, by=dee, at=AT)
    ladders.note_arrival(session_id=session.pk, at=AT + timedelta(minutes=9), by=dee)
    ending.close(
        session_id=session.pk, outcome=Outcome.HELPED, by=dee, at=AT + timedelta(minutes=20)
    )
    assert set(FollowUp.objects.values_list("kind", flat=True)) == {"person", "operator"}
    ended = Session.objects.get(pk=session.pk)
    assert ended.purge_at - ended.ended_at == timedelta(days=7)


def test_the_timeline_is_numbered_without_gaps() -> None:
    session = armed()
    let_deadline_pass(session)
    watching.check_in(session_id=session.pk, at=AT + timedelta(minutes=2))
    numbers = list(session.moments.values_list("number", "what"))
    assert [number for number, _ in numbers] == list(range(1, len(numbers) + 1))
    assert numbers[-1][1] == Event.CHECKED_IN.value

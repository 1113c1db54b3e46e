"""Two hands, one call; and a console that falls silent."""

from datetime import timedelta

import pytest

from beside.kernel import deadlines
from beside.kernel.models import Effect
from beside.line import queries
from beside.line.core.session import Outcome, State
from beside.line.models import Company, Operator, Presence, Session
from beside.line.services import ending, presence, queue, watching
from tests import people
from tests.line.shared import AT, armed, let_deadline_pass, waiting

pytestmark = pytest.mark.django_db
S = timedelta(seconds=1)


@pytest.fixture
def dee():
    return people.person("line_operator", name="Dee")


@pytest.fixture
def kai():
    return people.person("line_operator", name="Kai")


def now(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def test_of_two_who_answer_at_once_one_gets_the_call_and_the_other_is_told_who(dee, kai):
    session = waiting()
    queue.answer(session_id=session.pk, by=dee, at=AT + 3 * S)
    with pytest.raises(queue.AlreadyAnswered) as told:
        queue.answer(session_id=session.pk, by=kai, at=AT + 3 * S)

    assert told.value.operator_id == dee.pk
    assert (now(session).state, now(session).operator) == (State.CONNECTED, dee)
    assert now(session).answered_at == AT + 3 * S


def test_answering_what_is_ones_own_changes_nothing(dee):
    session = waiting()
    queue.answer(session_id=session.pk, by=dee, at=AT + S)
    before = now(session).moments.count()
    queue.answer(session_id=session.pk, by=dee, at=AT + 2 * S)
    assert now(session).moments.count() == before


def test_a_call_that_ended_first_is_over(dee):
    session = waiting()
    ending.leave(session_id=session.pk, at=AT + S)
    with pytest.raises(queue.AlreadyOver):
        queue.answer(session_id=session.pk, by=dee, at=AT + 2 * S)


def test_lost_ones_come_first_then_emergencies_then_who_came_first(dee):
    late = waiting(AT + 5 * S)
    early = waiting(AT)
    silent = armed(AT)
    for _ in range(3):
        let_deadline_pass(silent)
    lost = waiting(AT + 9 * S)
    queue.answer(session_id=lost.pk, by=dee, at=AT + 10 * S)
    queue.lose_operator(session_id=lost.pk, at=AT + 20 * S)

    assert [s.pk for s in queries.waiting()] == [lost.pk, silent.pk, early.pk, late.pk]


def test_who_only_uses_the_timer_waits_for_nobody():
    armed()
    assert not queries.waiting().exists()


def test_taking_the_timer_keeps_the_place_in_the_queue(dee):
    first, second = waiting(AT), waiting(AT + S)
    watching.take_timer(session_id=first.pk, at=AT + 20 * S)
    assert [s.pk for s in queries.waiting()] == [first.pk, second.pk]
    due = now(first).deadline_at
    queue.answer(session_id=first.pk, by=dee, at=AT + 30 * S)
    assert (now(first).state, now(first).deadline_at) == (State.WATCHING, due)


def test_full_hands_take_no_other_call_but_an_emergency(dee):
    Operator.objects.create(user=dee, most_at_once=1)
    queue.answer(session_id=waiting().pk, by=dee, at=AT)
    other, silent = waiting(), armed()
    for _ in range(3):
        let_deadline_pass(silent)
    with pytest.raises(queue.HandsFull):
        queue.answer(session_id=other.pk, by=dee, at=AT)
    queue.answer(session_id=silent.pk, by=dee, at=AT + timedelta(minutes=4))
    assert now(silent).operator == dee


def test_after_so_many_emergencies_somebody_rests(dee):
    here = presence.come(by=dee, at=AT)
    assert not queries.needs_rest(dee, here)
    for _ in range(2):
        session = waiting()
        queue.answer(session_id=session.pk, by=dee, at=AT + S)
        watching.declare_emergency(session_id=session.pk, by=dee, at=AT + 2 * S)
        ending.close(session_id=session.pk, outcome=Outcome.HELPED, by=dee, at=AT + 3 * S)
    assert queries.needs_rest(dee, here)


def test_a_console_that_falls_silent_gives_its_people_to_all_ahead_of_the_queue(dee):
    here = presence.come(by=dee, at=AT)
    session, behind = waiting(AT), waiting(AT - timedelta(minutes=1))
    queue.answer(session_id=session.pk, by=dee, at=AT + S)
    due = now(session).deadline_at
    presence.beat(by=dee, at=AT + 2 * S)
    missed = AT + 10 * S
    with pytest.raises(deadlines.Overtaken):
        presence.miss_beat(presence_id=here.pk, missed=AT + 8 * S, at=AT + 8 * S)
    presence.miss_beat(presence_id=here.pk, missed=missed, at=missed)

    assert Presence.objects.get().was_lost
    assert (now(session).operator, now(session).is_ahead) == (None, True)
    assert now(session).deadline_at == due
    assert [s.pk for s in queries.waiting()] == [session.pk, behind.pk]
    assert Effect.objects.filter(about=f"line.session:{session.pk}", kind="line.page").exists()


def test_presence_is_a_kind_of_deadline_that_workers_look_for(dee):
    presence.come(by=dee, at=AT)
    presence.come(by=people.person("line_operator"), at=AT, on_call_only=True)
    [kind] = [kind for kind in deadlines.kinds() if kind.name == "line.presence"]
    assert len(list(kind.due(AT + 9 * S, 5))) == 1
    assert not list(kind.due(AT + 7 * S, 5))


def test_coming_back_is_a_presence_of_its_own_and_going_leaves_nobody_alone(dee, kai):
    presence.come(by=dee, at=AT)
    session = waiting()
    queue.answer(session_id=session.pk, by=dee, at=AT)
    assert presence.go(by=dee, at=AT + S)
    assert not presence.go(by=dee, at=AT + S)
    assert presence.beat(by=dee, at=AT + S) is None
    queue.answer(session_id=session.pk, by=kai, at=AT + 2 * S)
    presence.come(by=dee, at=AT + 3 * S)
    assert Presence.objects.filter(user=dee).count() == 2
    assert now(session).operator == kai


def test_a_supervisor_joins_takes_over_and_the_operator_stays_beside(dee):
    mo = people.person("line_supervisor")
    session = waiting()
    queue.answer(session_id=session.pk, by=dee, at=AT)
    assert queue.join(session_id=session.pk, by=mo, at=AT)
    assert not queue.join(session_id=session.pk, by=mo, at=AT)
    queue.take_over(session_id=session.pk, by=mo, at=AT + S)
    assert now(session).operator == mo
    assert list(Company.objects.values_list("user", flat=True)) == [dee.pk]
    assert queue.part(session_id=session.pk, by=dee, at=AT + 2 * S)


def test_a_call_is_handed_to_a_colleague_who_is_there_and_has_a_hand_free(dee, kai):
    session = waiting()
    queue.answer(session_id=session.pk, by=dee, at=AT)
    with pytest.raises(queue.NotOnShift):
        queue.transfer(session_id=session.pk, to=kai, by=dee, at=AT)
    presence.come(by=kai, at=AT)
    queue.transfer(session_id=session.pk, to=kai, by=dee, at=AT + S)
    assert now(session).operator == kai
    other = waiting()
    queue.answer(session_id=other.pk, by=dee, at=AT)
    with pytest.raises(queue.HandsFull):
        queue.transfer(session_id=other.pk, to=kai, by=dee, at=AT)

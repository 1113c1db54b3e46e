"""Many are silent at once: what is done together is what would be done for each alone."""

from datetime import timedelta

import pytest

from beside.kernel import deadlines, live, outbox
from beside.kernel.deadline_loop import Sweeper
from beside.kernel.deadlines import Due, Overtaken
from beside.kernel.models import Act, Effect, LiveEvent
from beside.line import moving, noting
from beside.line.core.session import Event, State
from beside.line.effects.reread import sessions_in
from beside.line.models import Moment, Session
from beside.line.noting import Note
from beside.line.services import ladders, watching
from tests.line.shared import AT, armed, let_deadline_pass, waiting

pytestmark = pytest.mark.django_db

LONG_AFTER = AT + timedelta(hours=1)


def in_every_state() -> list[Session]:
    """One of each that silence moves: watched, asked once, twice, unresponsive, and so on."""
    sessions = [armed() for _ in range(7)]
    for passed, session in enumerate(sessions):
        for _ in range(passed):
            let_deadline_pass(session)
    ladders.accept_rung(rung_id=sessions[6].rungs.get(position=1).pk, at=AT + timedelta(minutes=5))
    return [*sessions, waiting()]


def due(sessions: list[Session]) -> list[Due]:
    rows = Session.objects.filter(pk__in=[session.pk for session in sessions]).order_by("pk")
    return [Due(row.pk, row.deadline_at) for row in rows]


def as_it_stands(session: Session) -> tuple[object, ...]:
    """What may differ is which session it is; nothing else."""
    row = Session.objects.get(pk=session.pk)
    lines = Moment.objects.filter(session=row).order_by("number")
    about = f"line.session:{row.pk}"
    return (
        (row.state, row.deadline_at, row.prompts, row.rung, row.released_at, row.noted),
        [(each.number, each.at, each.what, each.state, each.detail) for each in lines],
        list(Effect.objects.filter(about=about).order_by("id").values_list("kind", "urgent")),
        list(Act.objects.filter(on_id=str(row.pk)).order_by("id").values_list("verb", "detail")),
    )


def test_sessions_moved_together_stand_as_those_moved_alone() -> None:
    together, alone = in_every_state(), in_every_state()

    watching.miss_deadlines(due=due(together), at=LONG_AFTER)
    for row in due(alone):
        watching.miss_deadline(session_id=row.id, missed=row.missed, at=LONG_AFTER)

    for one, other in zip(together, alone, strict=True):
        assert as_it_stands(one) == as_it_stands(other)


def test_a_check_in_that_came_first_undoes_the_whole_and_moves_nobody() -> None:
    sessions = [armed(), armed()]
    rows = due(sessions)
    watching.check_in(session_id=sessions[0].pk, at=AT + timedelta(seconds=5))

    with pytest.raises(Overtaken):
        watching.miss_deadlines(due=rows, at=LONG_AFTER)

    assert set(Session.objects.values_list("state", flat=True)) == {State.WATCHING}


def test_a_row_that_changed_after_it_was_read_is_overtaken() -> None:
    session = armed()
    Session.objects.filter(pk=session.pk).update(state=State.PROMPTING)

    with pytest.raises(Overtaken):
        moving.move_all([moving.Move(session, Event.DEADLINE_PASSED)], at=LONG_AFTER)


def test_only_what_a_clock_changes_is_changed_together() -> None:
    move = moving.Move(armed(), Event.DEADLINE_PASSED, changes={"language": "es"})
    with pytest.raises(ValueError, match="together"):
        moving.move_all([move], at=LONG_AFTER)


def test_one_session_that_cannot_be_moved_keeps_no_other_waiting() -> None:
    sessions = [armed() for _ in range(5)]
    Session.objects.filter(pk=sessions[2].pk).update(rhythm={"inject": 3})  # no rhythm of ours
    (kind,) = [kind for kind in deadlines.kinds() if kind.name == "line.sessions"]
    sweeper = Sweeper(lambda: LONG_AFTER)

    assert sweeper.sweep(kind) == 4
    states = [Session.objects.get(pk=session.pk).state for session in sessions]
    assert [state == State.PROMPTING for state in states] == [True, True, False, True, True]
    assert sweeper.resting.keys() == {("line.sessions", sessions[2].pk)}


def test_lines_written_together_are_numbered_without_gaps_in_their_order() -> None:
    one, other = armed(), armed()
    before = one.moments.count()

    noting.write([Note(each.pk, f"line_{n}", AT) for n in range(3) for each in (one, other)])

    found = list(one.moments.order_by("number").values_list("number", "what"))
    assert found[before:] == [(before + 1 + n, f"line_{n}") for n in range(3)]
    assert Session.objects.get(pk=one.pk).noted == before + 3


def test_the_news_of_several_lines_is_told_once_to_each_who_watches() -> None:
    session, seen = armed(), LiveEvent.objects.count()

    noting.write([Note(session.pk, "one", AT), Note(session.pk, "two", AT)])

    topics = list(LiveEvent.objects.order_by("id").values_list("topic", flat=True))[seen:]
    assert topics == [noting.CONSOLE, noting.caller_topic(session)]
    assert live.rule_for(noting.CALLER)


def asked(session: Session) -> outbox.Delivery:
    payload = {"session": str(session.pk)}
    return outbox.Delivery(1, "line.prompt", "k", "", payload, 1, AT, AT)


def test_sessions_are_read_again_in_the_order_asked_and_those_moved_on_are_left_out() -> None:
    first, second = armed(), armed()
    third = let_deadline_pass(armed())

    found = sessions_in([asked(third), asked(second), asked(first)], [State.WATCHING])

    assert [each and each.pk for each in found] == [None, second.pk, first.pk]

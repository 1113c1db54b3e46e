"""Deadlines are kept once, on time, whoever dies and whatever fails."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from beside.kernel import deadlines, faults
from beside.kernel.deadline_loop import Sweeper
from beside.kernel.models import Effect

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Killed(BaseException):
    """The process ends here."""


class Promises:
    """Rows with a deadline. Effects stand in for a room's own table: due while waiting."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.tries = 0
        self.fails_for: set[str] = set()
        armed = Effect.objects.filter(state=Effect.State.WAITING)
        deadlines.register(
            name="test.promises", rows=deadlines.rows(armed, "next_at"), act=self.keep
        )

    def make(self, key: str, due_at: datetime) -> None:
        Effect.objects.create(kind="promise", key=key, put_at=AT, due_at=due_at, next_at=due_at)

    def keep(self, promise_id: int, missed: datetime, at: datetime) -> None:
        self.tries += 1
        unmoved = Effect.objects.filter(pk=promise_id, next_at=missed, state=Effect.State.WAITING)
        if not unmoved.update(state=Effect.State.DONE, ended_at=at):
            raise deadlines.Overtaken(promise_id)
        key = Effect.objects.get(pk=promise_id).key
        if key in self.fails_for:
            raise ValueError("a fault in the room's code")
        self.kept.append(key)


@pytest.fixture
def promises(monkeypatch: pytest.MonkeyPatch) -> Promises:
    monkeypatch.setattr(deadlines, "_kinds", {})  # the rooms' own deadlines keep still
    return Promises()


class Hands:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hands() -> Hands:
    return Hands()


def test_a_deadline_is_not_acted_on_before_its_moment(promises, hands):
    promises.make("a", AT + SECOND)

    look_again_at = Sweeper(hands).round()

    assert promises.kept == []
    assert look_again_at == AT + SECOND


def test_a_deadline_is_acted_on_at_its_moment(promises, hands):
    promises.make("a", AT)

    Sweeper(hands).round()

    assert promises.kept == ["a"]


def test_many_that_are_due_together_are_all_acted_on_the_oldest_first(promises, hands):
    for number in range(120):
        promises.make(str(number), AT - number * SECOND)

    Sweeper(hands).round()

    assert promises.kept == [str(number) for number in reversed(range(120))]


def test_a_worker_killed_before_the_commit_has_done_nothing(promises, hands):
    promises.make("a", AT)

    def strike(point: str) -> None:
        if point == "deadlines.before_commit":
            raise Killed

    faults.inject(strike)
    with pytest.raises(Killed):
        Sweeper(hands).round()
    faults.inject(None)
    assert Effect.objects.get().state == Effect.State.WAITING

    Sweeper(hands).round()
    assert Effect.objects.get().state == Effect.State.DONE


def test_a_row_whose_act_fails_does_not_keep_the_others_waiting(promises, hands):
    promises.fails_for = {"broken"}
    promises.make("broken", AT - SECOND)
    promises.make("whole", AT)

    Sweeper(hands).round()

    assert promises.kept == ["whole"]
    assert Effect.objects.get(key="broken").state == Effect.State.WAITING


def test_what_was_done_before_a_failing_row_is_undone_and_done_once(promises, hands):
    promises.fails_for = {"broken"}
    promises.make("first", AT - 2 * SECOND)
    promises.make("broken", AT - SECOND)
    promises.make("last", AT)

    Sweeper(hands).round()

    states = dict(Effect.objects.values_list("key", "state"))
    assert states == {"first": "done", "broken": "waiting", "last": "done"}


def test_a_row_whose_act_fails_is_tried_again_and_never_given_up(promises, hands):
    promises.fails_for = {"a"}
    promises.make("a", AT)
    sweeper = Sweeper(hands)
    for _ in range(100):
        hands.at = sweeper.round()
    assert promises.tries < 20  # twice each time, and the rests between grow

    promises.fails_for = set()
    hands.at += 6 * SECOND
    sweeper.round()

    assert promises.kept == ["a"]


def test_a_heap_of_failing_rows_does_not_starve_a_sound_one(promises, hands):
    promises.fails_for = {str(number) for number in range(60)}
    for number in range(60):
        promises.make(str(number), AT - SECOND)
    promises.make("sound", AT)
    sweeper = Sweeper(hands)

    for _ in range(5):
        hands.at = sweeper.round()

    assert promises.kept == ["sound"]


def test_the_loop_looks_again_within_a_second_though_nothing_is_armed(promises, hands):
    assert Sweeper(hands).round() == AT + SECOND


def test_one_who_stands_by_leaves_a_deadline_to_the_first_until_it_is_overdue(promises, hands):
    promises.make("a", AT)
    standby = Sweeper(hands, lambda: SECOND / 4)
    assert standby.round() == AT + SECOND / 4
    assert promises.kept == []

    hands.at = AT + SECOND / 4
    standby.round()
    assert promises.kept == ["a"]


@pytest.mark.parametrize("keys", ["a", "ab"])
def test_an_act_that_bears_a_failure_within_is_done_when_it_is_tried_alone(promises, hands, keys):
    """Batches go without savepoints; an act that needs its own gets them the second time."""

    def keep(promise_id: int, missed: datetime, at: datetime) -> None:
        promises.keep(promise_id, missed, at)
        with contextlib.suppress(IntegrityError), transaction.atomic():
            promises.make("a", AT)  # there is one already

    deadlines.register(
        name="test.promises",
        rows=(deadlines.kinds()[0].due, deadlines.kinds()[0].next_at),
        act=keep,
    )
    for key in keys:
        promises.make(key, AT)

    Sweeper(hands).round()

    assert dict(Effect.objects.values_list("key", "state")) == dict.fromkeys(keys, "done")


@pytest.fixture
def together(promises) -> list[list[str]]:
    """The kind acts on all that are due at once; the keys of each such call."""
    calls: list[list[str]] = []

    def keep_all(rows, at: datetime) -> None:
        calls.append(list(Effect.objects.filter(pk__in=[row.id for row in rows]).values_list(
            "key", flat=True).order_by("next_at")))  # fmt: skip
        for row in rows:
            promises.keep(row.id, row.missed, at)

    (kind,) = deadlines.kinds()
    deadlines.register(
        name=kind.name, rows=(kind.due, kind.next_at), act=promises.keep, act_on_all=keep_all
    )
    return calls


def test_several_that_are_due_are_acted_on_in_one_call(promises, together, hands):
    for number in range(3):
        promises.make(str(number), AT - number * SECOND)

    Sweeper(hands).round()

    assert together == [["2", "1", "0"]]
    assert Effect.objects.filter(state=Effect.State.DONE).count() == 3


def test_a_row_that_failed_spoils_no_later_call(promises, together, hands):
    promises.fails_for = {"broken"}
    for key in ("broken", "a", "b"):
        promises.make(key, AT)
    sweeper = Sweeper(hands)
    hands.at = sweeper.round()
    assert len(together) == 1
    assert Effect.objects.filter(state=Effect.State.DONE).count() == 2

    for key in ("c", "d"):
        promises.make(key, AT)
    hands.at += SECOND
    sweeper.round()

    assert sorted(together[1]) == ["c", "d"]
    assert Effect.objects.get(state=Effect.State.WAITING).key == "broken"


@pytest.mark.parametrize(("seconds", "is_sent"), [(1, True), (90, False)])
def test_workers_are_told_only_of_deadlines_nearer_than_their_own_next_look(
    monkeypatch, seconds, is_sent
):
    sent: list[str] = []
    monkeypatch.setattr(deadlines.wake, "send", sent.append)

    deadlines.armed(deadlines.clock.now() + seconds * SECOND)

    assert bool(sent) == is_sent


def test_the_next_moment_of_every_kind_is_asked_in_one_statement(promises):
    """Also with values in the query that look like places for others."""
    promises.make("100%s", AT + SECOND)
    odd = Effect.objects.filter(key="100%s", about__in=["", "it's 50%"])
    deadlines.register(name="test.odd", rows=deadlines.rows(odd, "next_at"), act=promises.keep)
    deadlines.register(name="test.own", due=lambda at, limit: [], next_at=lambda: AT, act=print)

    expected = {"test.odd": AT + SECOND, "test.own": AT, "test.promises": AT + SECOND}
    assert deadlines.next_moments() == expected
    assert len(deadlines.rows(odd, "next_at")[0](AT + SECOND, 7)) == 1
    assert deadlines.rows(odd, "next_at")[0](AT, 7) == []


def test_the_loop_knows_how_late_the_oldest_deadline_is(promises, hands):
    sweeper = Sweeper(hands, lambda: SECOND)
    promises.make("a", AT - SECOND / 2)
    sweeper.round()
    assert sweeper.overdue == SECOND / 2

    promises.make("b", AT + SECOND)
    Effect.objects.filter(key="a").delete()
    sweeper.round()
    assert sweeper.overdue == -SECOND

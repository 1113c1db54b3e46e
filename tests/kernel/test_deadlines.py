"""Deadlines are kept once, on time, whoever dies and whatever fails."""

from datetime import UTC, datetime, timedelta

import pytest

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
    assert promises.tries < 10  # the rests between tries grow

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

"""One thread claims for all lanes: urgent ones first, and no kind takes all the lanes."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from beside.kernel import clock, dispatch, outbox
from beside.kernel.delivery import Claimed
from beside.kernel.dispatch import LANES, MOST_OF_A_KIND, TOGETHER, Dispatcher
from beside.kernel.lanes import DeliveryLane
from beside.kernel.models import Effect

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    for kind in ("test.ring", "test.mail"):
        outbox.handles(kind, lease=LEASE)(lambda effect: "told")
    outbox.handles("test.own", lease=LEASE, together=True)(lambda effect: None)
    yield
    for kind in ("test.ring", "test.mail", "test.own"):
        outbox.forget(kind)


@pytest.fixture
def handed(monkeypatch) -> list[list[str]]:
    """Keys of each batch that was handed to a lane. The lanes stay busy with them."""
    batches: list[list[str]] = []

    def hand(lane: DeliveryLane, batch: list[Claimed]) -> None:
        lane.kind, lane.busy_until = batch[0].delivery.kind, batch[0].until
        batches.append([claimed.delivery.key for claimed in batch])

    monkeypatch.setattr(DeliveryLane, "hand", hand)
    monkeypatch.setattr(dispatch, "GATHER", 0.0)
    return batches


@pytest.fixture
def dispatcher(monkeypatch) -> Dispatcher:
    dispatcher = Dispatcher(threading.Event())
    monkeypatch.setattr(dispatcher.alarm, "sleep_until", lambda moment: None)
    return dispatcher


def put(kind: str, count: int, *, urgent: bool = False, after: timedelta = timedelta()) -> None:
    for number in range(count):
        due_at = clock.now() + after
        outbox.put(kind, {}, about="t:1", due_at=due_at, key=f"{kind}-{number}", urgent=urgent)


def test_each_effect_for_the_outside_gets_a_lane_of_its_own(dispatcher, handed):
    put("test.ring", 3)

    dispatcher.turn()

    assert handed == [["test.ring-0"], ["test.ring-1"], ["test.ring-2"]]


def test_effects_of_our_own_share_a_lane(dispatcher, handed):
    put("test.own", TOGETHER + 5)

    dispatcher.turn()
    dispatcher.turn()

    assert [len(batch) for batch in handed] == [TOGETHER, 5]


def test_urgent_effects_go_first_and_find_lanes_when_others_fill_theirs(dispatcher, handed):
    put("test.mail", 2 * LANES)
    dispatcher.turn()
    handed.clear()
    put("test.ring", 1, urgent=True)

    dispatcher.turn()

    assert handed == [["test.ring-0"]]


def test_a_kind_that_hangs_leaves_lanes_for_the_others(dispatcher, handed):
    put("test.ring", 2 * MOST_OF_A_KIND, urgent=True)
    dispatcher.turn()
    dispatcher.turn()
    assert len(handed) == MOST_OF_A_KIND

    put("test.mail", 1)
    dispatcher.turn()

    assert handed[-1] == ["test.mail-0"]


def test_nothing_is_claimed_for_which_there_is_no_lane(dispatcher, handed):
    put("test.ring", 30, urgent=True)
    put("test.mail", 30)

    for _ in range(5):
        dispatcher.turn()

    assert Effect.objects.filter(attempts=1).count() == len(handed) < len(dispatcher.lanes)


def test_one_who_stands_by_takes_only_what_is_overdue(monkeypatch, handed):
    standby = Dispatcher(threading.Event(), lambda: timedelta(milliseconds=250))
    monkeypatch.setattr(standby.alarm, "sleep_until", lambda moment: None)
    put("test.ring", 1)
    standby.turn()
    assert handed == []

    put("test.mail", 1, after=timedelta(seconds=-1))
    standby.turn()
    assert handed == [["test.mail-0"]]


def test_it_sleeps_until_the_next_effect_is_due(dispatcher, handed, monkeypatch):
    slept: list[timedelta] = []
    monkeypatch.setattr(
        dispatcher.alarm, "sleep_until", lambda moment: slept.append(moment - clock.now())
    )
    put("test.ring", 1, after=timedelta(milliseconds=300))

    dispatcher.turn()

    assert timedelta() < slept[0] < timedelta(milliseconds=301)


def test_with_every_lane_taken_it_sleeps_though_more_is_due_until_one_is_free(
    dispatcher, handed, monkeypatch
):
    rung, slept = [], []
    monkeypatch.setattr(dispatcher.alarm, "ring", lambda: rung.append(1))
    monkeypatch.setattr(dispatcher.alarm, "sleep_until", lambda moment: slept.append(moment))
    put("test.ring", 2 * MOST_OF_A_KIND)
    before = clock.now()
    for _ in range(3):
        dispatcher.turn()
    assert slept[-1] > before + timedelta(milliseconds=500)  # and does not spin

    dispatcher._lane_is_free()
    assert rung


def test_a_hung_lane_is_replaced_by_one_of_its_sort(dispatcher):
    hung = dispatcher.lanes[0]
    hung.busy_until = clock.now() - timedelta(seconds=1)

    dispatcher.replace_hung()

    assert hung.is_abandoned
    assert dispatcher.lanes[0] is not hung
    assert dispatcher.lanes[0].is_free
    assert dispatcher.lanes[0].urgent_only == hung.urgent_only


@pytest.mark.parametrize(
    ("is_late", "pause"), [(False, 0.0), (True, dispatch.GATHER_WHEN_YIELDING)]
)
def test_while_deadlines_are_late_effects_are_claimed_less_often(handed, is_late, pause):
    stopping = threading.Event()
    paused: list[float] = []
    stopping.wait = paused.append  # type: ignore[assignment]
    put("test.ring", 1)

    Dispatcher(stopping, yields=lambda: is_late).turn()

    assert paused == [pause]


def test_effects_do_not_yield_for_ever_to_deadlines_that_stay_late(handed, monkeypatch):
    stopping = threading.Event()
    paused: list[float] = []
    stopping.wait = paused.append  # type: ignore[assignment]
    moments = iter([1.0, 1.5 + dispatch.YIELDS_FOR])
    dispatcher = Dispatcher(stopping, yields=lambda: True)
    monkeypatch.setattr(dispatch.time, "monotonic", lambda: next(moments))
    dispatcher._heart.give = lambda: None  # type: ignore[method-assign]

    for number in range(2):
        outbox.put("test.ring", {}, about="t:1", due_at=clock.now(), key=f"{number}")
        dispatcher.turn()

    assert paused == [dispatch.GATHER_WHEN_YIELDING, dispatch.GATHER_WHEN_LATE_FOR_LONG]

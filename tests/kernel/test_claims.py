"""What a worker had claimed when it died is due again at once; a living one keeps its claims."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection

from beside.kernel import claims, clock, delivery, outbox, wake
from beside.kernel.claims import Claims
from beside.kernel.lanes import DeliveryLane
from beside.kernel.models import Effect
from beside.kernel.outbox import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "test.claimed"


class Workers:
    """Workers as the database sees them: a connection each, and a number on it."""

    def __init__(self, opened: ExitStack, patch: pytest.MonkeyPatch) -> None:
        self._opened, self._patch = opened, patch

    def begin(self) -> tuple[Claims, wake.Ears]:
        ears = psycopg.connect(**wake.connection_words(), autocommit=True)
        self._opened.enter_context(ears)
        worker = Claims()
        worker.look(ears)
        return worker, ears

    def claim(self, worker: Claims) -> Effect:
        """One effect, claimed by this worker for its whole lease."""
        outbox.put(KIND, {}, about="test", due_at=clock.now())
        self._patch.setattr(claims, "ours", worker)
        assert delivery.claim(clock.now()) is not None
        return Effect.objects.get(kind=KIND)


def given_back_soon(worker: Claims, ears: wake.Ears) -> int:
    """The database lets go of a closed connection's locks a moment later."""
    until = time.monotonic() + 5
    while not (count := worker.look(ears)) and time.monotonic() < until:
        time.sleep(0.01)
    return count


def held_again_soon(worker: Claims, ears: wake.Ears) -> None:
    """The same moment, for whoever takes a number back."""
    until = time.monotonic() + 5
    while not worker.wait(0.01) and time.monotonic() < until:
        worker.look(ears)


@pytest.fixture
def workers(monkeypatch) -> Iterator[Workers]:
    @outbox.handles(KIND, lease=timedelta(seconds=40))
    def _(_delivery: Delivery) -> str:
        return ""

    monkeypatch.setattr(claims, "UNHEARD_FOR", 0.0)
    with ExitStack() as opened:
        yield Workers(opened, monkeypatch)
    outbox.forget(KIND)


def test_what_a_dead_worker_had_claimed_is_due_again_at_once(workers):
    (dying, its_ears), (other, ears) = workers.begin(), workers.begin()
    claimed = workers.claim(dying)

    its_ears.close()
    assert given_back_soon(other, ears) == 1

    claimed.refresh_from_db()
    assert claimed.claim is None
    assert claimed.next_at <= clock.now()


def test_a_living_worker_keeps_what_it_claimed(workers):
    (living, _), (other, ears) = workers.begin(), workers.begin()
    claimed = workers.claim(living)

    assert other.look(ears) == 0
    claimed.refresh_from_db()
    assert claimed.claim is not None


def test_nobody_is_dead_before_a_while(workers, monkeypatch):
    monkeypatch.setattr(claims, "UNHEARD_FOR", 60.0)
    (dying, its_ears), (other, ears) = workers.begin(), workers.begin()
    workers.claim(dying)

    its_ears.close()
    assert other.look(ears) == 0


def test_a_claim_without_a_number_rests_on_its_lease(workers):
    other, ears = workers.begin()
    nobody = Claims()
    claimed = workers.claim(nobody)

    assert other.look(ears) == 0
    claimed.refresh_from_db()
    assert claimed.next_at > clock.now() + timedelta(seconds=30)


def test_who_lost_the_connection_holds_the_number_again_on_a_new_one(workers):
    worker, ears = workers.begin()
    before = worker.new()
    worker.lose()
    assert worker.new().int & 0xFFFFFFFF == 0
    ears.close()
    _, again = workers.begin()
    held_again_soon(worker, again)
    assert worker.new().int & 0xFFFFFFFF == before.int & 0xFFFFFFFF


def test_what_is_due_later_and_claimed_by_nobody_stays(workers):
    later = clock.now() + timedelta(minutes=2)
    outbox.put(KIND, {}, about="test", due_at=later, at=clock.now())
    other, ears = workers.begin()

    assert other.look(ears) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_at FROM kernel_effect WHERE kind = %s", [KIND])
        assert cursor.fetchone() == (later,)


@pytest.mark.parametrize(
    ("why", "counted"), [(OperationalError("gone"), 0), (ValueError("a fault"), 1)]
)
def test_what_a_lane_broke_off_is_due_again_when_the_database_is_back(
    workers, monkeypatch, why, counted
):
    worker, _ = workers.begin()
    outbox.put(KIND, {}, about="test", due_at=clock.now())
    monkeypatch.setattr(claims, "ours", worker)
    claimed = delivery.claim(clock.now())
    freed: list[bool] = []
    lane = DeliveryLane("test", threading.Event(), urgent_only=False, free=lambda: freed.append(1))
    monkeypatch.setattr(delivery, "deliver_batch", lambda batch: _raise(why))
    monkeypatch.setattr(lane, "start", lambda: None)
    lane.hand([claimed])

    with pytest.raises(type(why)):
        lane._deliver_next()
    assert not lane.is_free
    lane._deliver_next()

    assert lane.is_free
    assert freed
    effect = Effect.objects.get(kind=KIND)
    assert (effect.claim, effect.attempts) == (None, counted)
    assert effect.next_at <= clock.now()


def _raise(why: Exception) -> None:
    raise why


def test_a_worker_has_no_number_before_its_first_look():
    borne = Claims()

    assert borne.new().int & 0xFFFFFFFF == 0
    assert not borne.wait(0)


def test_calling_off_waits_for_no_attempt_that_runs():
    """It may wait for a row that the caller holds: both waited for each other once."""
    outbox.put(KIND, {}, about=("test", "7"), due_at=clock.now())
    outbox.put("test.other", {}, about=("test", "7"), due_at=clock.now())
    running = Effect.objects.get(kind=KIND)

    with psycopg.connect(**wake.connection_words()) as worker:
        worker.execute("SELECT id FROM kernel_effect WHERE id = %s FOR UPDATE", [running.pk])
        assert outbox.call_off(about=("test", "7"), at=clock.now()) == 1

    states = dict(Effect.objects.values_list("kind", "state"))
    assert states == {KIND: "waiting", "test.other": "called_off"}

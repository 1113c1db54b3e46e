"""Effects are delivered though workers die, handlers hang and receipts repeat."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from beside.kernel import clock, delivery, faults, outbox
from beside.kernel.models import Effect, Heartbeat, Receipt

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=30)


class Killed(BaseException):
    """The process ends here."""


class Carrier:
    """A carrier that counts what reaches it, and fails or hangs when told to."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.fails_with: Exception | None = None

    def __call__(self, effect: outbox.Delivery) -> str:
        if self.fails_with is not None:
            raise self.fails_with
        self.received.append(effect.key)
        return "carrier-7"


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    carrier = Carrier()
    outbox.handles("test.send", lease=LEASE, attempts=3)(carrier)
    yield carrier
    outbox.forget("test.send")


def put(key: str, *, after: timedelta = timedelta(), urgent: bool = False) -> None:
    outbox.put("test.send", {}, about="test:1", due_at=clock.now() + after, key=key, urgent=urgent)


def deliver_next(*, after: timedelta = timedelta(), urgent_only: bool = False) -> bool:
    claimed = delivery.claim(clock.now() + after, urgent_only=urgent_only)
    return claimed is not None and delivery.deliver(claimed)


def test_an_effect_is_delivered_and_has_a_receipt(carrier):
    put("a")

    assert deliver_next()
    assert carrier.received == ["a"]
    assert Effect.objects.get().state == Effect.State.DONE
    assert Receipt.objects.get(source="test.send", key="a").note == "carrier-7"


def test_an_effect_of_a_transaction_that_fails_never_was(carrier):
    def fail_after_putting() -> None:
        with transaction.atomic():
            put("a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_putting()

    assert not deliver_next()


def test_an_effect_waits_until_it_is_due(carrier):
    put("later", after=timedelta(hours=1))

    assert not deliver_next()
    assert deliver_next(after=timedelta(hours=1, seconds=1))


def test_what_was_due_first_goes_first(carrier):
    put("second")
    put("first", after=timedelta(minutes=-1))

    deliver_next()

    assert carrier.received == ["first"]


def test_urgent_effects_have_lanes_of_their_own(carrier):
    put("a heap of others", after=timedelta(minutes=-9))
    put("a life", urgent=True)

    deliver_next(urgent_only=True)

    assert carrier.received == ["a life"]
    assert not deliver_next(urgent_only=True)


def test_a_claimed_effect_is_nobody_elses_until_its_lease_ends(carrier):
    put("a")
    assert delivery.claim(clock.now()) is not None

    assert delivery.claim(clock.now()) is None
    assert delivery.claim(clock.now() + LEASE + timedelta(seconds=1)) is not None


@pytest.mark.parametrize("place", ["delivery.claimed", "delivery.delivered"])
def test_a_worker_killed_between_any_two_writes_loses_nothing(carrier, place):
    put("a")

    def strike(point: str) -> None:
        if point == place:
            raise Killed

    faults.inject(strike)
    with pytest.raises(Killed):
        deliver_next()
    faults.inject(None)

    assert deliver_next(after=LEASE + timedelta(seconds=1))
    assert set(carrier.received) == {"a"}
    assert Effect.objects.get().state == Effect.State.DONE


def test_a_failed_attempt_is_repeated_later_and_later(carrier):
    carrier.fails_with = TimeoutError("the number 5025550123 is in this message")
    put("a")
    waits = []
    for _ in range(2):
        at = clock.now() + timedelta(minutes=len(waits))
        delivery.deliver(delivery.claim(at))
        waits.append(Effect.objects.get().next_at - clock.now())

    assert timedelta(seconds=0.4) < waits[0] < timedelta(seconds=1.1)
    assert timedelta(seconds=0.9) < waits[1] < timedelta(seconds=2.1)
    assert Effect.objects.get().last_error == "TimeoutError"


def test_after_its_last_attempt_an_effect_is_given_up_seen_and_can_be_retried(carrier):
    carrier.fails_with = TimeoutError()
    put("a")
    for attempt in range(3):
        assert not deliver_next(after=timedelta(minutes=attempt))
    effect = Effect.objects.get()
    assert effect.state == Effect.State.GIVEN_UP

    carrier.fails_with = None
    assert outbox.retry([effect.pk], at=clock.now()) == 1
    assert deliver_next()
    assert carrier.received == ["a"]


def test_a_handler_that_knows_better_gives_up_at_once(carrier):
    carrier.fails_with = outbox.GiveUp()
    put("a")

    deliver_next()

    assert Effect.objects.get().state == Effect.State.GIVEN_UP


def test_an_effect_that_kills_every_worker_is_given_up_in_the_end(carrier):
    put("a")
    for attempt in range(3):
        delivery.claim(clock.now() + attempt * 2 * LEASE)

    assert not deliver_next(after=6 * LEASE)
    assert Effect.objects.get().last_error == "NeverReturned"
    assert carrier.received == []


def test_a_hung_handler_that_ends_after_its_lease_still_counts(carrier):
    put("a")
    hung = delivery.claim(clock.now())
    second = delivery.claim(clock.now() + LEASE + timedelta(seconds=1))

    delivery.deliver(hung)
    delivery.deliver(second)

    assert Effect.objects.get().state == Effect.State.DONE
    assert Receipt.objects.count() == 1


def test_the_failure_of_a_lost_claim_does_not_disturb_the_new_one(carrier):
    put("a")
    lost = delivery.claim(clock.now())
    held = delivery.claim(clock.now() + LEASE + timedelta(seconds=1))
    carrier.fails_with = TimeoutError()

    delivery.deliver(lost)

    assert Effect.objects.get().claim == held.claim


def test_a_repeated_receipt_changes_nothing(carrier):
    put("a")
    deliver_next()
    effect = Effect.objects.get()

    assert not delivery.mark_done(effect.pk, note="again", at=clock.now())
    assert Receipt.objects.get().note == "carrier-7"


def test_a_key_is_remembered_after_the_effect_is_forgotten(carrier):
    put("a")
    deliver_next()
    Effect.objects.all().delete()

    put("a")

    assert not Effect.objects.exists()


def test_what_is_called_off_is_not_delivered(carrier):
    put("a")

    assert outbox.call_off(about="test:1", at=clock.now()) == 1
    assert not deliver_next()


def test_a_repeated_call_back_is_known(db):
    assert outbox.first_time("carrier", "SM1", at=clock.now())
    assert not outbox.first_time("carrier", "SM1", at=clock.now())


def test_a_kind_nobody_handles_waits_for_the_next_deploy(carrier):
    outbox.put("test.unheard_of", {}, about="test:1", due_at=clock.now())

    assert not deliver_next()
    assert Effect.objects.get().attempts == 0


@pytest.fixture
def counting_together() -> Iterator[None]:
    """A handler that writes to our own database."""

    def count(effect: outbox.Delivery) -> None:
        Heartbeat.objects.create(name=f"effective {effect.key}", at=effect.at)

    outbox.handles("test.count", lease=LEASE, together=True)(count)
    yield
    outbox.forget("test.count")


@pytest.mark.parametrize("place", ["delivery.claimed", "delivery.together"])
def test_a_handler_that_shares_the_receipts_transaction_is_effective_once(counting_together, place):
    outbox.put("test.count", {}, about="test:1", due_at=clock.now(), key="a")

    def strike(point: str) -> None:
        if point == place:
            raise Killed

    faults.inject(strike)
    with pytest.raises(Killed):
        deliver_next()
    faults.inject(None)
    assert not Heartbeat.objects.exists()

    assert deliver_next(after=LEASE + timedelta(seconds=1))
    assert Heartbeat.objects.count() == 1


def put_own(keys: str) -> list[delivery.Claimed]:
    for key in keys:
        outbox.put("test.count", {}, about="test:1", due_at=clock.now(), key=key)
    return delivery.claim_several(clock.now(), delivery.Room(outside=0, own=25))


def test_several_of_our_own_are_done_together(counting_together):
    delivery.deliver_own(put_own("abc"))

    assert Effect.objects.filter(state=Effect.State.DONE).count() == 3
    assert Receipt.objects.count() == Heartbeat.objects.count() == 3


def test_one_of_several_that_fails_does_not_undo_the_others(counting_together):
    claimed = put_own("abc")
    Heartbeat.objects.create(name="effective b", at=clock.now())  # so that b's handler fails

    delivery.deliver_own(claimed)

    assert dict(Effect.objects.values_list("key", "state")) == {
        "a": "done", "b": "waiting", "c": "done",
    }  # fmt: skip
    assert Effect.objects.get(key="b").last_error == "IntegrityError"


def test_of_several_those_that_another_has_claimed_since_are_left_to_it(counting_together):
    lost = put_own("ab")
    held = delivery.claim(clock.now() + LEASE + timedelta(seconds=1))

    delivery.deliver_own(lost)
    assert Heartbeat.objects.count() == 1

    delivery.deliver(held)
    assert Heartbeat.objects.count() == Receipt.objects.count() == 2


def test_effects_put_together_are_queued_once_for_their_keys():
    at = clock.now()
    outbox.put("test.send", {}, about="test:1", due_at=at, key="b")
    wanted = [outbox.Wanted("test.send", {"n": n}, "test:1", at, key=n) for n in ("a", "b", "c")]

    assert outbox.put_all(wanted) == {("test.send", "a"), ("test.send", "c")}
    assert list(Effect.objects.order_by("id").values_list("key", flat=True)) == ["b", "a", "c"]
    assert outbox.put_all([]) == set()


def test_what_has_a_receipt_is_not_put_again_together_with_others():
    at = clock.now()
    Receipt.objects.create(source="test.send", key="a", at=at)
    wanted = [outbox.Wanted("test.send", {}, "test:1", at, key=key) for key in ("a", "b")]

    assert outbox.put_all(wanted) == {("test.send", "b")}


@pytest.fixture
def counting_several() -> Iterator[list[list[str]]]:
    calls: list[list[str]] = []

    @outbox.handles_several("test.several")
    def several(deliveries):
        calls.append([each.key for each in deliveries])
        if "broken" in calls[-1]:
            raise ValueError
        return [f"note {each.key}" for each in deliveries]

    yield calls
    outbox.forget("test.several")


def put_several(*keys: str) -> list[delivery.Claimed]:
    for key in keys:
        outbox.put("test.several", {}, about=f"test:{key}", due_at=clock.now(), key=key)
    return delivery.claim_several(clock.now(), delivery.Room(outside=0, own=25))


def test_a_handler_of_several_is_called_once_in_the_order_of_what_they_are_about(counting_several):
    delivery.deliver_own(put_several("c", "a", "b"))

    assert counting_several == [["a", "b", "c"]]
    assert dict(Receipt.objects.values_list("key", "note")) == {
        key: f"note {key}" for key in "abc"
    }  # fmt: skip


def test_when_a_handler_of_several_fails_each_is_tried_alone(counting_several):
    delivery.deliver_own(put_several("a", "broken", "c"))

    assert counting_several == [["a", "broken", "c"], ["a"], ["broken"], ["c"]]
    states = dict(Effect.objects.values_list("key", "state"))
    assert states == {"a": "done", "broken": "waiting", "c": "done"}

"""Many effects for the outside share a lane, and none waits for another's answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from beside.kernel import clock, delivery, dispatch, faults, outbox
from beside.kernel.delivery import Claimed, Room
from beside.kernel.models import Effect, Receipt
from beside.kernel.outbox import Outcome

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=30)


class Killed(BaseException):
    """The process ends here."""


class Post:
    """Takes many; what its key begins with says what becomes of it."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def __call__(self, deliveries) -> Iterator[list[Outcome]]:
        self.calls.append([each.key for each in deliveries])
        for each in deliveries:
            if each.key.startswith("fault"):
                raise ValueError("the handler's own")
            why = outbox.GiveUp() if each.key.startswith("bad") else None
            yield [Outcome(each, f"note {each.key}", why)]


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    outbox.handles_many("test.many", lease=LEASE, attempts=2)(post)
    yield post
    outbox.forget("test.many")


def claimed(*keys: str) -> list[Claimed]:
    for key in keys:
        outbox.put("test.many", {}, about="test:1", due_at=clock.now(), key=key)
    return claim_again(timedelta())


def claim_again(after: timedelta) -> list[Claimed]:
    return delivery.claim_several(clock.now() + after, Room(outside=0, own=0, many=25))


def states() -> dict[str, str]:
    return dict(Effect.objects.values_list("key", "state"))


def test_many_are_handed_to_one_lane_and_each_has_its_receipt(post):
    batches = dispatch.batches(claimed("a", "b", "c"))
    assert [len(batch) for batch in batches] == [3]

    delivery.deliver_batch(batches[0])

    assert post.calls == [["a", "b", "c"]]
    assert set(states().values()) == {"done"}
    assert Receipt.objects.get(key="b").note == "note b"


def test_one_that_fails_is_marked_by_itself(post):
    delivery.deliver_many(claimed("a", "bad", "c"))

    assert states() == {"a": "done", "bad": "given_up", "c": "done"}


def test_after_a_fault_of_the_handler_those_without_an_outcome_are_tried_alone(post):
    delivery.deliver_many(claimed("a", "fault", "c"))

    assert post.calls == [["a", "fault", "c"], ["fault"], ["c"]]
    assert states() == {"a": "done", "fault": "waiting", "c": "done"}


def test_what_was_answered_before_a_kill_is_not_asked_again(post, monkeypatch):
    settled = delivery._settle

    def settle_once(outcomes, left):
        settled(outcomes, left)
        raise Killed

    monkeypatch.setattr(delivery, "_settle", settle_once)
    with pytest.raises(Killed):
        delivery.deliver_many(claimed("a", "b"))
    monkeypatch.setattr(delivery, "_settle", settled)

    delivery.deliver_many(claim_again(LEASE + timedelta(seconds=1)))

    assert post.calls == [["a", "b"], ["b"]]
    assert set(states().values()) == {"done"}


def test_a_kill_between_the_answer_and_the_mark_asks_again_under_the_same_key(post):
    def strike(point: str) -> None:
        if point == "delivery.delivered":
            raise Killed

    faults.inject(strike)
    with pytest.raises(Killed):
        delivery.deliver_many(claimed("a"))
    faults.inject(None)

    delivery.deliver_many(claim_again(LEASE + timedelta(seconds=1)))

    assert post.calls == [["a"], ["a"]]
    assert states() == {"a": "done"}


def test_one_whose_attempts_are_used_up_is_given_up_and_the_others_are_not(post):
    claimed("old")
    claim_again(2 * LEASE)
    outbox.put("test.many", {}, about="test:1", due_at=clock.now(), key="new")

    delivery.deliver_many(claim_again(4 * LEASE))

    assert states() == {"old": "given_up", "new": "done"}
    assert post.calls == [["new"]]


def test_one_alone_is_delivered_as_any_other(post):
    outbox.put("test.many", {}, about="test:1", due_at=clock.now(), key="a")
    found = delivery.claim(clock.now())

    assert found is not None
    assert delivery.deliver(found)
    assert states() == {"a": "done"}

"""A call-back that comes twice at the same moment is acted on once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction

from beside.kernel import clock, outbox
from beside.kernel.models import Effect, Receipt

pytestmark = pytest.mark.django_db(transaction=True)
Answer = TypeVar("Answer")


class Undone(Exception):
    """The first call-back's transaction fails."""


def hear(*, heard: threading.Event, may_end: threading.Event, fails: bool = False) -> bool:
    """One call-back: whether it was the first. Its transaction stays open until `may_end`."""
    with transaction.atomic():
        is_first = outbox.first_time("carrier", "SM1", at=clock.now())
        heard.set()
        may_end.wait(10)
        if fails:
            raise Undone
    return is_first


def closing(work: Callable[..., Answer]) -> Callable[..., Answer]:
    def done(**words: object) -> Answer:
        try:
            return work(**words)
        finally:
            connection.close()

    return done


@pytest.mark.parametrize("first_fails", [False, True])
def test_of_two_at_once_the_second_waits_and_counts_only_if_the_first_failed(first_fails):
    heard, may_end, at_once = threading.Event(), threading.Event(), threading.Event()
    at_once.set()
    with ThreadPoolExecutor(2) as two:
        first = two.submit(closing(hear), heard=heard, may_end=may_end, fails=first_fails)
        assert heard.wait(10)
        second = two.submit(closing(hear), heard=threading.Event(), may_end=at_once)
        may_end.set()
        assert second.result(10) is first_fails
        assert isinstance(first.exception(10), Undone) if first_fails else first.result(10)

    assert Receipt.objects.filter(source="carrier", key="SM1").count() == 1


def test_a_receipt_that_comes_before_and_after_the_workers_own_counts_once():
    from beside.kernel import delivery

    @outbox.handles("anomaly.called_back")
    def be_called_back_at_once(effect: outbox.Delivery) -> str:
        assert delivery.mark_done(effect.effect_id, note="call-back", at=clock.now())
        return "answer"

    outbox.put("anomaly.called_back", {}, about="anomaly:1", due_at=clock.now(), key="a")
    claimed = delivery.claim(clock.now())
    outbox.forget("anomaly.called_back")
    assert claimed is not None
    delivery.deliver(claimed)

    assert not delivery.mark_done(claimed.delivery.effect_id, note="again", at=clock.now())
    assert Receipt.objects.get().note == "call-back"
    assert Effect.objects.get().state == Effect.State.DONE

"""The contracts the other rooms build on, in one look each."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from beside.kernel import deadlines, facts, heartbeats, live, outbox, progress, record
from beside.kernel.ids import uuid7
from beside.kernel.models import Act, Effect, LiveEvent, Progress

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_an_act_is_recorded():
    record.act("kits_sent", on=("supply.parcel", 7), at=AT, detail={"kits": 2, "lot": "a12"})

    act = Act.objects.get()
    assert (act.verb, act.on_kind, act.on_id, act.detail["kits"]) == (
        "kits_sent", "supply.parcel", "7", 2,
    )  # fmt: skip


def test_an_effect_is_queued_once_for_its_key():
    first = outbox.put("ring", {"session": 1}, about="line.session:1", due_at=AT, key="rung-1")
    second = outbox.put("ring", {"session": 1}, about="line.session:1", due_at=AT, key="rung-1")

    assert (first, second, Effect.objects.count()) == (True, False, 1)


@dataclass(frozen=True)
class KitWasUsed:
    kit_id: UUID
    at: datetime
    doses: int = 2


def test_a_fact_is_queued_for_each_who_hears_it():
    @facts.receives(KitWasUsed)
    def count_it(fact: KitWasUsed, *, at: datetime) -> None: ...

    @facts.receives(KitWasUsed)
    def send_another(fact: KitWasUsed, *, at: datetime) -> None: ...

    heard = facts.publish(KitWasUsed(uuid7(), AT), about=("supply.kit", 1), at=AT)

    assert heard == Effect.objects.count() == 2


def test_a_heartbeat_has_an_age():
    heartbeats.beat("sweep", AT)
    heartbeats.beat("sweep", AT - timedelta(seconds=9))

    assert heartbeats.ages(AT + timedelta(seconds=3)) == {"sweep": timedelta(seconds=3)}


def test_news_is_published_without_a_number_until_it_is_committed():
    live.publish("line.console", {"session": 1}, AT)

    assert LiveEvent.objects.get().seq is None


def test_a_cancelled_work_stops_at_its_next_step():
    def work_until_stopped() -> None:
        with progress.start("import", of=10, at=AT) as work:
            progress.cancel(work.id)
            work.step()

    with pytest.raises(progress.Cancelled):
        work_until_stopped()

    assert Progress.objects.get().state == Progress.State.CANCELLED


def test_a_kind_of_deadline_is_registered():
    deadlines.register(name="test.kind", due=lambda at, limit: [], act=lambda id, missed, at: None)

    assert "test.kind" in [kind.name for kind in deadlines.kinds()]
    deadlines.forget("test.kind")

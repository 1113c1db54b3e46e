"""What the kernel lets be measured is what stands in its tables."""

from datetime import timedelta

import pytest

from beside.kernel import clock, deadlines, gauges, heartbeats, measures, outbox, record
from beside.kernel.models import Effect

pytestmark = pytest.mark.django_db


@pytest.fixture
def late_effect():
    outbox.handles("test.send")(lambda effect: None)
    outbox.put("test.send", {}, about="test:1", due_at=clock.now() - timedelta(seconds=40))
    yield
    outbox.forget("test.send")


def test_effects_are_counted_by_kind_and_state(late_effect):
    assert gauges.effects_by_state() == {("test.send", "waiting"): 1.0}


def test_done_effects_are_not_counted(late_effect):
    Effect.objects.update(state=Effect.State.DONE, ended_at=clock.now())

    assert gauges.effects_by_state() == {}


def test_the_outbox_is_as_late_as_its_oldest_effect(late_effect):
    assert 40 <= gauges.outbox_lateness() < 100


def test_an_empty_outbox_is_not_late():
    assert gauges.outbox_lateness() == 0


@pytest.mark.parametrize(("seconds", "late"), [(-30, 30), (30, 0), (None, 0)])
def test_a_deadline_is_late_only_after_its_moment(monkeypatch, seconds, late):
    next_at = None if seconds is None else clock.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(deadlines, "_kinds", {})
    deadlines.register(
        name="test", due=lambda at, limit: [], next_at=lambda: next_at, act=lambda *_: None
    )

    assert gauges.deadline_lateness()["test",] == pytest.approx(late, abs=5)


def test_silence_is_told_by_heart():
    heartbeats.beat("sweep", clock.now() - timedelta(seconds=9))

    assert gauges.silence()["sweep",] == pytest.approx(9, abs=5)


def test_every_gauge_can_be_read():
    record.act("kits_sent", on=("supply.parcel", 7), at=clock.now())
    offered = {gauge.name: gauge.read() for gauge in measures.gauges()}

    assert offered["record_unsealed"] == 1.0
    assert {"effects", "outbox_late_seconds", "deadline_late_seconds"} <= set(offered)

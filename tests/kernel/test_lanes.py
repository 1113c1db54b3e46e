"""Lanes go on whatever befalls them; one effect wakes one lane, and hung ones are replaced."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from beside.kernel import clock, deadline_loop, deadlines, lanes, wake
from beside.kernel.deadline_loop import Alarm
from beside.kernel.lanes import DeliveryLane, Lane
from beside.kernel.seats import HOLD_BACK
from beside.kernel.worker import BEHIND, LATE, LEFT_TO_THE_NEXT, SILENT_FOR, Worker

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("why", [OperationalError("gone"), ValueError("a fault")])
def test_a_lane_goes_on_after_a_fault(monkeypatch, why):
    monkeypatch.setattr(lanes, "WAIT_FOR_DATABASE", 0.0)
    monkeypatch.setattr(lanes, "WAIT_AFTER_FAULT", 0.0)
    stopping, turns = threading.Event(), []

    def turn() -> None:
        turns.append(1)
        if len(turns) == 3:
            stopping.set()
        raise why

    Lane("test", turn, stopping).run()

    assert len(turns) == 3


def test_an_abandoned_lane_takes_nothing_more():
    turns: list[int] = []
    lane = Lane("test", lambda: turns.append(1), threading.Event())
    lane.is_abandoned = True

    lane.run()

    assert turns == []


def test_an_alarm_lets_sleep_until_its_moment_and_no_longer():
    alarm = Alarm()
    until = clock.now() + timedelta(milliseconds=30)

    alarm.sleep_until(until)

    assert clock.now() >= until
    assert not alarm.is_asleep


def test_an_alarm_rung_before_the_sleep_is_not_forgotten():
    alarm = Alarm(lambda: AT)
    alarm.ring()

    alarm.sleep_until(AT + timedelta(hours=1))  # returns at once, though the clock stands


def test_an_alarm_wakes_for_an_earlier_moment_and_not_for_a_later_one():
    alarm, woken = Alarm(), threading.Event()
    far = clock.now() + timedelta(hours=1)
    thread = threading.Thread(target=lambda: (alarm.sleep_until(far), woken.set()), daemon=True)
    thread.start()

    alarm.ring(far + timedelta(hours=1))
    assert not woken.wait(0.05)
    alarm.ring()
    assert woken.wait(5)
    thread.join()


@pytest.fixture
def worker() -> Worker:
    return Worker(with_jobs=False)


@pytest.fixture
def rung(worker, monkeypatch) -> dict[str, list[datetime | None]]:
    """Who was rung, and for when (None: now)."""
    alarms = {"first": worker._alarms[0], "second": worker._alarms[1]}
    alarms["effects"] = worker.dispatcher.alarm
    heard: dict[str, list[datetime | None]] = {name: [] for name in alarms}
    for name, alarm in alarms.items():
        monkeypatch.setattr(
            alarm, "ring", lambda moment=None, name=name: heard[name].append(moment)
        )
    return heard


@pytest.mark.parametrize("topic", [wake.EFFECTS, wake.URGENT_EFFECTS])
def test_an_effect_wakes_one_thread(worker, rung, topic):
    worker._hear(topic)

    assert rung == {"first": [], "second": [], "effects": [None]}


def test_a_worker_that_stands_by_is_woken_by_an_effect_when_it_is_overdue(worker, rung):
    worker.seat.number, worker.seat.is_next_taken = 1, True
    before = clock.now()

    worker._hear(wake.EFFECTS)

    (moment,) = rung["effects"]
    assert before + HOLD_BACK <= moment <= clock.now() + HOLD_BACK


def test_a_new_deadline_wakes_the_loops_one_after_the_other_at_its_moment(worker, rung):
    worker._hear(f"{wake.DEADLINES} {AT.timestamp():.6f}")

    assert rung == {"first": [AT], "second": [AT + BEHIND], "effects": []}


def test_after_a_lost_connection_everybody_looks_and_nobody_holds_back(worker, rung):
    worker.seat.number = 3

    worker._hear("")

    assert all(moments == [None] for moments in rung.values())
    assert not worker.seat.deadlines_wait


def test_who_keeps_deadlines_and_is_late_leaves_effects_to_the_next_worker(worker):
    late = [timedelta(), timedelta()]
    worker._late_by = [lambda: late[0], lambda: late[1]]
    worker.seat.number, worker.seat.is_next_taken = 1, True
    assert worker._effects_wait() == HOLD_BACK

    late[1] = LATE * 2
    assert worker._effects_wait() == LEFT_TO_THE_NEXT

    worker.seat.is_next_taken = False  # nobody else delivers
    assert not worker._effects_wait()
    worker.seat.number, worker.seat.is_next_taken = 2, True
    assert not worker._effects_wait()


def test_a_lane_is_hung_only_beyond_its_lease():
    lane = DeliveryLane("test", threading.Event(), urgent_only=False, free=lambda: None)
    assert not lane.is_hung(AT)

    lane.busy_until = AT
    assert not lane.is_hung(AT)
    assert lane.is_hung(AT + timedelta(microseconds=1))


def test_a_worker_falls_silent_when_a_deadline_loop_does_not_come_round(worker, monkeypatch):
    monkeypatch.setattr(Lane, "is_alive", lambda lane: True)
    assert worker._all_turn()

    worker._sweepers[0].turned_at -= SILENT_FOR + 1
    assert not worker._all_turn()


def test_a_worker_falls_silent_when_a_lane_has_died(worker):
    assert not worker._all_turn()  # none was started


def test_a_long_round_of_deadlines_comes_round_in_between(monkeypatch):
    """Otherwise a worker with much to do would look like one that hangs."""
    times = iter(AT + number * timedelta(milliseconds=400) for number in range(1000))
    kind = deadlines.Kind("test", lambda at, limit: [], lambda: AT, lambda *_: None)
    monkeypatch.setattr(deadlines, "_kinds", {"test": kind})
    sweeper = deadline_loop.Sweeper(lambda: next(times))
    monkeypatch.setattr(sweeper, "sweep", lambda kind: 25)  # there is always more

    assert sweeper.round() < next(times)


@pytest.mark.parametrize(("minutes", "is_quiet"), [(5, False), (15, True), (None, True)])
def test_the_clock_is_led_quickly_only_when_no_deadline_is_near(
    worker, monkeypatch, minutes, is_quiet
):
    next_at = None if minutes is None else clock.now() + timedelta(minutes=minutes)
    kind = deadlines.Kind("test", lambda at, limit: [], lambda: next_at, lambda *_: None)
    monkeypatch.setattr(deadlines, "_kinds", {"test": kind})

    assert worker._is_quiet() is is_quiet

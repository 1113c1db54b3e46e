"""A step of the wall clock fires nothing early."""

from datetime import timedelta
from pathlib import Path

import pytest

from beside.kernel.clock import Timeline

SECOND = 1_000_000_000
HOUR = 3600 * SECOND


class Machine:
    """Two clocks: the wall, which can be stepped, and time since boot, which cannot."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self.wall_ns = 1_763_700_000 * SECOND
        self.boot_ns = 500 * SECOND
        self.boot = "first"

    def pass_time(self, nanoseconds: int) -> None:
        self.wall_ns += nanoseconds
        self.boot_ns += nanoseconds

    def process(self) -> Timeline:
        return Timeline(
            lambda: self.shared, lambda: self.wall_ns, lambda: self.boot_ns, lambda: self.boot
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "clock")


def test_an_undisturbed_clock_says_what_the_wall_says(machine):
    process = machine.process()
    machine.pass_time(90 * SECOND)

    assert process.now().timestamp() == machine.wall_ns / SECOND


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_step_of_an_hour_moves_no_deadline_that_is_near(machine, step):
    process = machine.process()
    process.keep(quiet=False)
    armed = process.now()
    machine.wall_ns += step
    for _ in range(60):
        machine.pass_time(SECOND)
        process.keep(quiet=False)

    assert abs((process.now() - armed) - timedelta(seconds=60)) <= timedelta(milliseconds=61)


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_process_begun_after_the_step_agrees_with_those_before(machine, step):
    before = machine.process()
    before.keep(quiet=False)
    machine.wall_ns += step

    assert machine.process().now() == before.now()


def test_when_no_deadline_is_near_the_wall_is_followed_at_once(machine):
    worker, web = machine.process(), machine.process()
    worker.keep(quiet=True)
    web.now()
    machine.wall_ns += HOUR
    worker.keep(quiet=True)
    machine.pass_time(2 * SECOND)

    assert worker.now() == web.now()
    assert worker.drift() == timedelta()


def test_many_workers_lead_the_clock_no_faster_than_one(machine):
    workers = [machine.process() for _ in range(8)]
    workers[0].keep(quiet=True)
    began = workers[0].now()
    machine.wall_ns += HOUR
    for _ in range(10):
        machine.pass_time(SECOND)
        for worker in workers:
            worker.keep(quiet=False)

    gained = workers[0].now() - began - timedelta(seconds=10)
    assert timedelta() < gained <= timedelta(milliseconds=11)


def test_after_a_restart_of_the_machine_the_wall_is_believed(machine):
    machine.process().keep(quiet=True)
    machine.boot, machine.boot_ns = "second", 3 * SECOND
    machine.wall_ns += HOUR

    assert machine.process().now().timestamp() == machine.wall_ns / SECOND


def test_a_spoilt_file_is_no_obstacle(machine):
    machine.shared.write_text("{")

    assert machine.process().now().timestamp() == machine.wall_ns / SECOND

"""Programs that are not ours, under the same supervisor."""

import os
import signal

import pytest

from beside.kernel.serve import programs
from tests.kernel.serve.stage import actor, is_alive, play

GUEST = {"is_guest": True, "says_ready": False}


@pytest.fixture
def stage(tmp_path):
    rests = actor("time.sleep(600)")
    here = play(tmp_path, [("web", actor(), 1, {}), ("turn", rests, 1, GUEST)])
    yield here
    here.clear()


def test_a_guest_who_dies_is_started_again(stage):
    stage.until(lambda: stage.started("turn-1"))
    os.kill(stage.started("turn-1")[0], signal.SIGKILL)
    stage.until(lambda: len(stage.started("turn-1")) == 2)
    assert len(stage.started("web-1")) == 1


def test_a_reload_leaves_a_guest_in_peace(stage):
    stage.until(lambda: stage.process.stdout.readline() == "ready\n" and stage.started("turn-1"))
    stage.tell(signal.SIGHUP)
    stage.until(lambda: len(stage.started("web-1")) == 2)
    (guest,) = stage.started("turn-1")
    assert is_alive(guest)


def test_the_house_is_ready_though_a_guest_cannot_be_begun(tmp_path):
    here = play(
        tmp_path, [("web", actor(), 1, {}), ("turn", actor("sys.exit(1)"), 1, GUEST)]
    )  # fmt: skip
    try:
        assert here.process.stdout.readline() == "ready\n"
    finally:
        here.started("web-1")
        here.clear()


def test_a_program_is_named_once_and_stands_as_a_guest():
    begin = programs.Begin(("/bin/true",), tells={"BESIDE_X": "1"})
    role = programs.role_of(programs.Program("x", lambda home: begin), begin)
    assert (role.name, role.command, role.is_guest) == ("x", ("/bin/true",), True)

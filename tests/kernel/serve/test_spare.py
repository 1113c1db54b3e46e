"""A spare waits with everything ready, and takes the place of the first that dies."""

import os
import signal

import pytest

from tests.kernel.serve.stage import READY_AND_BEATING, actor, is_alive, play

SPARED = (
    "time.sleep(0.3)\n"
    "print('made ready', flush=True)\n"
    "if pulse.is_spare():\n    pulse.wait_for_the_word()\n"
    "print('begins', flush=True)\n" + READY_AND_BEATING
)


@pytest.fixture
def put_on(tmp_path):
    stages = []

    def start(count=2, body=SPARED):
        stages.append(play(tmp_path, [("web", actor(body), count, {"spare_after": 0.0})]))
        return stages[-1]

    yield start
    for stage in stages:
        stage.clear()


def said(stage, words):
    return [line["source"] for line in stage.lines() if line["message"] == words]


def until_a_spare_waits(stage):
    stage.until(lambda: "web-spare" in said(stage, "made ready"))


def test_a_spare_takes_the_place_of_who_dies(put_on):
    stage = put_on()
    until_a_spare_waits(stage)
    spare = stage.started("web-spare")[0]

    os.kill(stage.started("web-1")[0], signal.SIGKILL)

    stage.until(lambda: len(stage.started("web-1")) == 2)
    assert stage.started("web-1")[1] == spare
    stage.until(lambda: said(stage, "begins").count("web-1") == 2)
    stage.until(lambda: len(stage.started("web-spare")) == 2)


def test_a_spare_does_not_begin_before_it_is_needed(put_on):
    stage = put_on()
    until_a_spare_waits(stage)

    assert sorted(said(stage, "begins")) == ["web-1", "web-2"]


def test_when_all_die_at_once_one_is_there_at_once_and_the_others_follow(put_on):
    stage = put_on()
    until_a_spare_waits(stage)
    spare = stage.started("web-spare")[0]

    for name in ("web-1", "web-2"):
        os.kill(stage.started(name)[0], signal.SIGKILL)

    stage.until(lambda: len(stage.started("web-1")) == len(stage.started("web-2")) == 2)
    assert spare in (stage.started("web-1")[1], stage.started("web-2")[1])
    stage.until(lambda: len(stage.started("web-spare")) >= 2)  # the second may have gone in too


def test_a_spare_that_dies_is_replaced_and_takes_nothing_with_it(put_on):
    stage = put_on(count=1)
    until_a_spare_waits(stage)

    os.kill(stage.started("web-spare")[0], signal.SIGKILL)

    stage.until(lambda: len(stage.started("web-spare")) == 2)
    assert len(stage.started("web-1")) == 1


def test_a_reload_begins_the_spare_anew(put_on):
    stage = put_on(count=1)
    until_a_spare_waits(stage)
    old = stage.started("web-spare")[0]

    stage.tell(signal.SIGHUP)

    stage.until(lambda: len(stage.started("web-spare")) == 2)
    stage.until(lambda: not is_alive(old))
    assert len(stage.started("web-1")) == 2


def test_no_spare_is_left_behind(put_on):
    stage = put_on(count=1)
    until_a_spare_waits(stage)

    assert stage.end() == 0

    assert not is_alive(stage.started("web-spare")[0])


def test_kill_nine_of_the_supervisor_takes_the_spare_along(put_on):
    stage = put_on(count=1)
    until_a_spare_waits(stage)
    spare = stage.started("web-spare")[0]

    stage.tell(signal.SIGKILL)

    stage.until(lambda: not is_alive(spare))

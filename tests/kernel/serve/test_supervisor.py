"""The supervisor, with real processes: what dies comes back, nothing is left behind."""

import os
import signal
import time
from datetime import datetime

import pytest

from tests.kernel.serve.stage import READY_AND_BEATING, actor, is_alive, play


@pytest.fixture
def put_on(tmp_path):
    stages = []

    def start(*roles):
        stages.append(play(tmp_path, [(*role, {}) if len(role) == 3 else role for role in roles]))
        return stages[-1]

    yield start
    for stage in stages:
        stage.clear()


def test_who_dies_is_started_again(put_on):
    stage = put_on(("web", actor(), 2))
    stage.until(lambda: stage.started("web-2"))

    os.kill(stage.started("web-1")[0], signal.SIGKILL)

    stage.until(lambda: len(stage.started("web-1")) == 2)
    assert is_alive(stage.started("web-1")[1])
    assert len(stage.started("web-2")) == 1


def test_who_dies_again_and_again_is_waited_for_longer_each_time(put_on):
    stage = put_on(("web", actor("sys.exit(3)"), 1))

    stage.until(lambda: len(stage.started("web-1")) >= 4)

    waits = [str(line["message"]) for line in stage.lines() if "ended" in str(line["message"])]
    assert [words.rsplit("in ", 1)[1] for words in waits[:3]] == ["0 s", "0.5 s", "1 s"]
    assert "code 3" in waits[0]


def test_who_beat_and_fell_silent_is_killed_and_replaced(put_on):
    body = "pulse.ready()\npulse.beat()\ntime.sleep(600)"
    stage = put_on(("web", actor(body), 1, {"silence": 0.5}))

    stage.until(lambda: len(stage.started("web-1")) == 2)

    assert not is_alive(stage.started("web-1")[0])


def test_who_never_becomes_ready_is_killed_and_replaced(put_on):
    stage = put_on(("web", actor("time.sleep(600)"), 1, {"ready_within": 0.5}))

    stage.until(lambda: len(stage.started("web-1")) == 2)


def test_terminating_stops_children_in_order_and_leaves_none(put_on):
    slow = (
        "import signal\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('leaving', flush=True), sys.exit()))\n"
        + READY_AND_BEATING
    )
    stage = put_on(("web", actor(slow), 2), ("worker", actor(slow), 1))
    stage.until(lambda: stage.process.stdout.readline() == "ready\n")

    assert stage.end() == 0

    leaving = [line["source"] for line in stage.lines() if line["message"] == "leaving"]
    assert sorted(leaving[:2]) == ["web-1", "web-2"]
    assert leaving[2:] == ["worker-1"]
    for name in ("web-1", "web-2", "worker-1"):
        assert not any(is_alive(pid) for pid in stage.started(name))


def test_a_straggler_is_killed_after_its_grace_and_its_own_children_with_it(put_on):
    stubborn = (
        "import signal, subprocess\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen(['sleep', '600']).pid, flush=True)\n" + READY_AND_BEATING
    )
    stage = put_on(("web", actor(stubborn), 1, {"grace": 0.3}))
    stage.until(lambda: any(str(line["message"]).isdigit() for line in stage.lines()))
    grandchild = next(
        int(str(line["message"])) for line in stage.lines() if str(line["message"]).isdigit()
    )
    stage.seen.add(grandchild)

    began = time.monotonic()
    assert stage.end() == 0

    assert time.monotonic() - began < 10
    assert not is_alive(stage.started("web-1")[0])
    stage.until(lambda: not is_alive(grandchild))


def test_the_first_of_many_has_a_head_start(put_on):
    slow = "time.sleep(0.4)\n" + READY_AND_BEATING
    stage = put_on(("web", actor(slow), 3), ("worker", actor(), 1))
    stage.until(lambda: stage.process.stdout.readline() == "ready\n")

    begun = {
        line["message"]: datetime.fromisoformat(str(line["at"]))
        for line in stage.lines()
        if str(line["message"]).endswith("started")
    }
    wait = begun["web-2 started"] - begun["web-1 started"]
    assert wait.total_seconds() >= 0.4
    assert begun["worker-1 started"] < begun["web-2 started"]


def test_kill_nine_of_the_supervisor_leaves_no_orphan(put_on):
    stage = put_on(("web", actor(), 2), ("worker", actor("time.sleep(600)"), 1))
    stage.until(lambda: stage.started("worker-1") and stage.started("web-2"))
    children = [stage.started(name)[0] for name in ("web-1", "web-2", "worker-1")]

    stage.tell(signal.SIGKILL)

    stage.until(lambda: not any(map(is_alive, children)))


def test_reloading_starts_the_new_before_the_old_stops(put_on):
    body = (
        "import signal\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('leaving', flush=True), sys.exit()))\n"
        "print('here', flush=True)\ntime.sleep(0.3)\n" + READY_AND_BEATING
    )
    stage = put_on(("web", actor(body), 1))
    stage.until(lambda: stage.process.stdout.readline() == "ready\n")

    stage.tell(signal.SIGHUP)
    stage.until(lambda: any(line["message"] == "leaving" for line in stage.lines()))

    said = [line["message"] for line in stage.lines() if line["source"] == "web-1"]
    assert said == ["here", "here", "leaving"]
    assert is_alive(stage.started("web-1")[1])


def test_a_reload_that_fails_keeps_the_old_ones(put_on, tmp_path):
    trap = tmp_path / "trap"
    body = (
        f"if os.path.exists({str(trap)!r}):\n    sys.exit(1)\n"
        f"open({str(trap)!r}, 'w').close()\n" + READY_AND_BEATING
    )
    stage = put_on(("web", actor(body), 1))
    stage.until(lambda: stage.process.stdout.readline() == "ready\n")

    stage.tell(signal.SIGHUP)
    stage.until(
        lambda: any("the old one goes on" in str(line["message"]) for line in stage.lines())
    )

    assert is_alive(stage.started("web-1")[0])


def test_a_crash_is_told_without_the_person_in_it(put_on):
    body = "pulse.ready()\nraise ValueError('tasha@example.org, 606-555-0147')"
    stage = put_on(("web", actor(body), 1))

    stage.until(lambda: any("ValueError" in str(line["message"]) for line in stage.lines()))

    text = (stage.folder / "beside.jsonl").read_text()
    assert "tasha" not in text
    assert "0147" not in text

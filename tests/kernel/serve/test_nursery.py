"""A process that has read the code bears the others; without it they begin as they always did."""

import os
import signal
from pathlib import Path

import pytest

from tests.kernel.serve.stage import is_alive, play_borne

ACTORS = """
import os, sys, time
from beside.kernel.serve import pulse
print("read", flush=True)

def play():
    print("plays", os.environ["STAGE"], os.getppid(), os.getsid(0) == os.getpid(), flush=True)
    pulse.ready()
    while True:
        pulse.beat()
        time.sleep(0.05)
"""


@pytest.fixture
def put_on(tmp_path):
    stages = []

    def start(code=ACTORS, **patience):
        stages.append(play_borne(tmp_path, code, **patience))
        return stages[-1]

    yield start
    for stage in stages:
        stage.clear()


def said(stage, words):
    return [line["source"] for line in stage.lines() if str(line["message"]).startswith(words)]


def both_play(stage):
    return sorted(said(stage, "plays")) == ["web-1", "web-2"]


def test_the_code_is_read_once_and_children_belong_to_the_supervisor(put_on):
    stage = put_on()

    stage.until(lambda: both_play(stage))

    assert len(said(stage, "read")) == 1
    words = {str(line["message"]) for line in stage.lines() if "plays" in str(line["message"])}
    assert words == {f"plays lit {stage.process.pid} True"}
    for name in ("web-1", "web-2"):
        assert Path(f"/proc/{stage.started(name)[0]}/comm").read_text().strip() == name


def test_who_dies_is_borne_again_and_how_it_ended_is_told(put_on):
    stage = put_on()
    stage.until(lambda: both_play(stage))

    os.kill(stage.started("web-1")[0], signal.SIGKILL)

    stage.until(lambda: len(said(stage, "plays")) == 3)
    assert len(said(stage, "read")) == 1
    ended = [str(line["message"]) for line in stage.lines() if "ended" in str(line["message"])]
    assert ended == ["web-1 ended (signal SIGKILL); it starts again in 0 s"]


def test_an_exit_code_and_last_words_reach_the_log(put_on):
    stage = put_on("def play():\n    print('last words')\n    return 3\n")

    stage.until(lambda: said(stage, "web-1 ended"))

    assert "web-1" in said(stage, "last words")
    assert any("web-1 ended (code 3)" in str(line["message"]) for line in stage.lines())


def test_a_nursery_that_dies_takes_nobody_with_it_and_comes_back(put_on):
    stage = put_on()
    stage.until(lambda: both_play(stage))
    before = [stage.started(name)[0] for name in ("web-1", "web-2")]

    os.kill(nursery_of(stage), signal.SIGKILL)
    stage.until(lambda: len(said(stage, "read")) == 2)
    assert all(is_alive(pid) for pid in before)

    os.kill(before[0], signal.SIGKILL)
    stage.until(lambda: len(said(stage, "plays")) == 3)
    assert len(said(stage, "read")) == 2


def test_code_that_cannot_be_read_leaves_the_children_to_begin_by_themselves(put_on):
    stage = put_on("raise SystemExit('broken')\n")

    stage.until(lambda: stage.started("web-1") and stage.started("web-2"), seconds=30)
    assert stage.process.stdout.readline() == "ready\n"

    assert not said(stage, "plays")
    assert "nursery" in said(stage, "broken")


def test_a_reload_reads_the_code_anew(put_on, tmp_path):
    stage = put_on()
    stage.until(lambda: both_play(stage))
    old = [stage.started(name)[0] for name in ("web-1", "web-2")]

    (tmp_path / "actors.py").write_text(ACTORS.replace('"plays"', '"plays anew"'))
    stage.tell(signal.SIGHUP)

    stage.until(lambda: sorted(said(stage, "plays anew")) == ["web-1", "web-2"])
    stage.until(lambda: not any(is_alive(pid) for pid in old))


def test_a_reload_of_code_that_cannot_be_read_changes_nothing_and_says_so(put_on, tmp_path):
    stage = put_on()
    stage.until(lambda: both_play(stage))
    old = [stage.started(name)[0] for name in ("web-1", "web-2")]

    (tmp_path / "actors.py").write_text("raise SystemExit('broken')\n")
    stage.tell(signal.SIGHUP)

    stage.until(lambda: said(stage, "Nothing is reloaded"))
    assert all(is_alive(pid) for pid in old)


def test_all_end_with_the_supervisor_even_by_kill(put_on):
    stage = put_on()
    stage.until(lambda: both_play(stage))
    children = [stage.started(name)[0] for name in ("web-1", "web-2")] + [nursery_of(stage)]

    stage.process.kill()

    stage.until(lambda: not any(is_alive(pid) for pid in children))


def nursery_of(stage):
    """The youngest child of the supervisor that no place's line names."""
    named = {*stage.started("web-1"), *stage.started("web-2")}
    children = Path(f"/proc/{stage.process.pid}/task/{stage.process.pid}/children").read_text()
    found = max(int(pid) for pid in children.split() if int(pid) not in named)
    stage.seen.add(found)
    return found

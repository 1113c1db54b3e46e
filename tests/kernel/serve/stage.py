"""A supervisor on a stage: real processes that are small enough to start in a blink."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

ACTOR = """
import os, sys, time
sys.path.insert(0, {source!r})
from beside.kernel.serve import pulse
{body}
"""

PLAY = """
import sys
from pathlib import Path
sys.path.insert(0, {source!r})
from beside.kernel.serve.child import Role
from beside.kernel.serve.output import Scribe
from beside.kernel.serve.supervisor import Supervisor
roles = [Role(name=name, command=(sys.executable, "-S", "-c", body), count=count, **patience)
         for name, body, count, patience in {roles!r}]
Supervisor(roles, Scribe(Path({folder!r}), console=lambda text: None)).run(
    when_ready=lambda: print("ready", flush=True))
"""

WITH_NURSERY = """
import os, sys
from pathlib import Path
sys.path.insert(0, {source!r})
os.environ["PYTHONPATH"] = os.pathsep.join([{source!r}, {folder!r}])
from beside.kernel.serve.child import Role, begin
from beside.kernel.serve.output import Scribe
from beside.kernel.serve.supervisor import Supervisor
nursery = begin(Role("nursery", (
    sys.executable, "-S", "-m", "beside.kernel.serve.nursery_process", "actors"
), is_nursery=True), "nursery")
roles = [Role("web", (sys.executable, "-S", "-c", {alone!r}), count=2, entry="actors:play",
              environment={{"STAGE": "lit"}}, **{patience!r})]
Supervisor(roles, Scribe(Path({folder!r}), console=lambda text: None), nursery=nursery).run(
    when_ready=lambda: print("ready", flush=True))
"""

READY_AND_BEATING = "pulse.ready()\nwhile True:\n    pulse.beat()\n    time.sleep(0.05)"


def actor(body: str = READY_AND_BEATING) -> str:
    return ACTOR.format(source=str(ROOT / "src"), body=body)


@dataclass
class Stage:
    """One supervisor and what it wrote. Every process here is ours to end."""

    folder: Path
    process: subprocess.Popen[str]
    seen: set[int] = field(default_factory=set)

    def lines(self) -> list[dict[str, object]]:
        path = self.folder / "beside.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def started(self, name: str) -> list[int]:
        """The process ids of every child that took this place, in order."""
        found = [
            int(str(line["pid"])) for line in self.lines() if line["message"] == f"{name} started"
        ]
        self.seen.update(found)
        return found

    def until(self, holds: Callable[[], object], *, seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, self.lines()
            time.sleep(0.02)

    def tell(self, which: signal.Signals) -> None:
        self.process.send_signal(which)

    def end(self) -> int:
        self.tell(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def clear(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        for pid in self.seen:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def play_borne(folder: Path, code: str, **patience: object) -> Stage:
    """Two web processes that run `play` of a module with this code, borne by a nursery."""
    (folder / "actors.py").write_text(code)
    script = WITH_NURSERY.format(
        source=str(ROOT / "src"), folder=str(folder), alone=actor(), patience=patience
    )
    return _curtain(folder, script)


def play(folder: Path, roles: list[tuple[str, str, int, dict[str, object]]]) -> Stage:
    return _curtain(folder, PLAY.format(source=str(ROOT / "src"), folder=str(folder), roles=roles))


def _curtain(folder: Path, script: str) -> Stage:
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    return Stage(folder, process)

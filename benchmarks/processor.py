"""Processor time that our processes and the database's have used, and what we were not given."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(workers: list[int]) -> float:
    """So far: of these processes, and of our own database with all its backends, ended or not."""
    return sum(map(_own, workers)) + _with_ended_children(postmaster())


def postmaster() -> int:
    """The process id of the database below BESIDE_HOME."""
    (written,) = Path(os.environ["BESIDE_HOME"]).rglob("postmaster.pid")
    return int(written.read_text().split()[0])


def _times(pid: int) -> list[int]:
    """utime, stime, cutime, cstime. Source: proc_pid_stat(5), fields 14 to 17."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(word) for word in after_name[11:15]]


def _own(pid: int) -> float:
    return sum(_times(pid)[:2]) / TICKS


def _with_ended_children(pid: int) -> float:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_times(pid)) / TICKS + sum(_own(int(child)) for child in children)


@dataclass(frozen=True)
class Clock:
    """The machine's processor seconds so far: all of them, and those it was not given."""

    all: float
    withheld: float


def clock() -> Clock:
    """From /proc/stat: "steal" is time in which we had work and the host ran another machine's.
    Source: proc_stat(5)."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return Clock(sum(ticks) / TICKS, ticks[7] / TICKS)


def withheld(since: Clock) -> str:
    """The share of the processor that the host withheld since then, in words."""
    now = clock()
    share = (now.withheld - since.withheld) / max(now.all - since.all, 1 / TICKS)
    return f"{share:.0%} withheld by the host, load {os.getloadavg()[0]:.1f}"

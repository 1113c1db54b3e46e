"""One process that the supervisor started: how it is begun, heard and ended."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from beside.kernel.serve import pulse

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Role:
    """What a child is for, and how patient we are with it. Times in seconds.

    A guest is no program of ours: nobody waits for it, and a reload leaves it in peace.
    """

    name: str
    command: tuple[str, ...]
    count: int = 1
    environment: Mapping[str, str] = field(default_factory=dict)
    keeps_open: tuple[int, ...] = ()
    grace: float = 10.0
    silence: float = 60.0
    ready_within: float = 60.0
    says_ready: bool = True
    is_guest: bool = False


@dataclass
class Child:
    """A running process with two pipes: what it prints, and its pulse."""

    role: Role
    name: str
    process: subprocess.Popen[bytes]
    output: int
    pulse: int
    started: float
    ready: bool = False
    last_beat: float | None = None
    asked_to_stop: float | None = None

    def hear(self) -> bool:
        """Take in what the pulse pipe holds. False when the child has closed it."""
        try:
            heard = os.read(self.pulse, 4096)
        except BlockingIOError:
            return True
        if pulse.READY in heard:
            self.ready = True
        if pulse.BEAT in heard:
            self.last_beat = time.monotonic()
        return bool(heard)

    def is_settled(self, now: float) -> bool:
        """Whether it can take over from another: it said so, or cannot say and stayed alive."""
        return self.ready or (not self.role.says_ready and now - self.started > 2.0)

    def is_hung(self, now: float) -> bool:
        """Whether it broke its promise to beat, or never became ready."""
        if self.last_beat is not None:
            return now - self.last_beat > self.role.silence
        return (
            self.role.says_ready and not self.ready and now - self.started > self.role.ready_within
        )

    def ask_to_stop(self) -> None:
        if self.asked_to_stop is None:
            self.asked_to_stop = time.monotonic()
            self._signal(signal.SIGTERM)

    def outstayed(self, now: float) -> bool:
        """Whether it was asked to stop longer ago than its grace."""
        return self.asked_to_stop is not None and now - self.asked_to_stop > self.role.grace

    def kill(self) -> None:
        """End it and whatever it started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _signal(self, which: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(which)

    def close(self) -> None:
        os.close(self.output)
        os.close(self.pulse)


def begin(role: Role, name: str) -> Child:
    """Start a child in a session of its own, tied to our life."""
    output, output_theirs = os.pipe()
    pulse_ours, pulse_theirs = os.pipe()
    for end in (output, pulse_ours, pulse_theirs):
        os.set_blocking(end, False)
    environment = os.environ | dict(role.environment) | {pulse.PIPE: str(pulse_theirs)}
    try:
        process = subprocess.Popen(
            role.command,
            stdin=subprocess.DEVNULL,
            stdout=output_theirs,
            stderr=output_theirs,
            env=environment | {"PYTHONUNBUFFERED": "1"},
            pass_fds=(*role.keeps_open, pulse_theirs),
            start_new_session=True,
            preexec_fn=_tie_to(os.getpid()),  # we have no threads
        )
    finally:
        os.close(output_theirs)
        os.close(pulse_theirs)
    return Child(role, name, process, output, pulse_ours, started=time.monotonic())


def _tie_to(parent: int) -> Callable[[], None]:
    """In the child: die when the supervisor dies, even by kill -9."""

    def tie() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)

    return tie

"""One process that the supervisor started: how it is begun, heard and ended."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from beside.kernel.serve import lifelines, pulse
from beside.kernel.serve.nursery import Ask, Borne


@dataclass(frozen=True)
class Role:
    """What a child is for, and how patient we are with it. Times in seconds.

    A guest is no program of ours: nobody waits for it, and a reload leaves it in peace.
    With `spare_after`, one child more is kept once the others stood so long: it only waits
    to take a place. With an `entry` ("module:function") a nursery can bear it; without one
    that is ready, it is begun by its command.
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
    spare_after: float | None = None
    entry: str = ""
    is_nursery: bool = False


@dataclass
class Child:
    """A running process with two pipes: what it prints, and its pulse. A spare has a third."""

    role: Role
    name: str
    process: subprocess.Popen[bytes] | Borne
    output: int
    pulse: int
    started: float
    word: int | None = None
    ask: Ask | None = None
    warm: bool = False
    ready: bool = False
    last_beat: float | None = None
    asked_to_stop: float | None = None

    def hear(self) -> bool:
        """Take in what the pulse pipe holds. False when the child has closed it."""
        try:
            heard = os.read(self.pulse, 4096)
        except BlockingIOError:
            return True
        if pulse.WARM in heard:
            self.warm = True
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
            self.role.says_ready
            and not (self.ready or self.is_waiting)
            and now - self.started > self.role.ready_within
        )

    @property
    def is_waiting(self) -> bool:
        """Whether it is a spare that has everything ready."""
        return self.warm and self.word is not None

    def take(self, name: str, now: float) -> None:
        """Give a spare the word: from now on it has this place."""
        assert self.word is not None
        with suppress(BrokenPipeError):  # it died this moment, which its place will notice
            os.write(self.word, b"!")
        self._close_word()
        self.name, self.started = name, now

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
        self._close_word()
        if self.ask is not None:
            self.ask.close()

    def _close_word(self) -> None:
        if self.word is not None:
            os.close(self.word)
            self.word = None


def begin(role: Role, name: str, *, as_spare: bool = False, nursery: Ask | None = None) -> Child:
    """Start a child in a session of its own, tied to our life. Raises NotBorne."""
    output, output_theirs = os.pipe()
    pulse_ours, pulse_theirs = os.pipe()
    word_theirs, word = os.pipe() if as_spare else (None, None)
    for end in (output, pulse_ours, pulse_theirs):
        os.set_blocking(end, False)
    told = {pulse.PIPE: pulse_theirs}
    if word_theirs is not None:
        told[pulse.WORD] = word_theirs
    ask = Ask() if role.is_nursery else None
    process: subprocess.Popen[bytes] | Borne
    try:
        if nursery is None:
            process = _run(role, output_theirs, told, ask)
        else:
            process = nursery.bear(role.entry, name, role.environment, output_theirs, told)
    except BaseException:
        for end in filter(None, (output, pulse_ours, word)):
            os.close(end)
        if ask is not None:
            ask.close()
        raise
    finally:
        for end in (output_theirs, *told.values()):
            os.close(end)
    started = time.monotonic()
    return Child(role, name, process, output, pulse_ours, started, word=word, ask=ask)


def _run(
    role: Role, output: int, told: Mapping[str, int], ask: Ask | None
) -> "subprocess.Popen[bytes]":
    told = dict(told) | (ask.told if ask else {})
    numbers = {name: str(number) for name, number in told.items()}
    parent = os.getpid()
    try:
        return subprocess.Popen(
            role.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | dict(role.environment) | numbers | {"PYTHONUNBUFFERED": "1"},
            pass_fds=(*role.keeps_open, *told.values()),
            start_new_session=True,
            preexec_fn=lambda: lifelines.die_with(parent),  # we have no threads
        )
    finally:
        if ask is not None:
            ask.begun()

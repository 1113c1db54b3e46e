"""The loop that keeps everything alive until it is told to stop."""

import selectors
import signal
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from beside.kernel.serve.backoff import Backoff
from beside.kernel.serve.child import Child, Role, begin
from beside.kernel.serve.output import Scribe

TICK = 0.25
GATHER = 0.01
"""Seconds in which printed lines gather, so that they are written together."""
HEAD_START = 10.0
"""Seconds the first child has to itself among its like: a door that opens beats two that jostle."""


class Database(Protocol):
    """What must stand before the children, and falls after them."""

    def keep(self, now: float) -> None:
        """Start it again if it died."""

    def stop(self) -> None: ...


@dataclass
class Place:
    """A seat that must always be taken: one child of a role, and during a reload its successor."""

    role: Role
    name: str
    child: Child | None = None
    successor: Child | None = None
    backoff: Backoff = field(default_factory=Backoff)
    begin_at: float = 0.0

    @property
    def children(self) -> list[Child]:
        return [child for child in (self.child, self.successor) if child is not None]


class Supervisor:
    """Keeps one child in every place. Not for use in a process with threads."""

    def __init__(
        self, roles: Sequence[Role], scribe: Scribe, database: Database | None = None
    ) -> None:
        self._roles = roles
        self._places = [
            Place(role, f"{role.name}-{number + 1}")
            for role in roles
            for number in range(role.count)
        ]
        self._leaving: list[Child] = []
        self._scribe = scribe
        self._database = database
        self._selector = selectors.DefaultSelector()
        self._outputs: set[int] = set()
        self._stop = 0
        self._reload = False
        self._was_ready = False
        self._is_open = False
        self._began = time.monotonic()

    def run(self, *, when_ready: Callable[[], None] = lambda: None) -> None:
        """Work until SIGTERM or SIGINT. SIGHUP replaces every child without closing the port."""
        with _Signals(self._selector, self._on_signal):
            try:
                while not self._stop:
                    self._tend(time.monotonic())
                    self._hear()
                    if not self._was_ready and self._is_ready():
                        self._was_ready = True
                        when_ready()
            finally:
                self._end_all()

    # -- what arrives

    def _on_signal(self, number: int) -> None:
        if number == signal.SIGHUP:
            self._reload = True
        elif number in (signal.SIGTERM, signal.SIGINT):
            self._stop += 1

    def _hear(self) -> None:
        """Until somebody beats, dies or signals, or a tick is over. What is printed is no news."""
        over = time.monotonic() + TICK
        printed = True
        while printed and (left := over - time.monotonic()) > 0:
            heard = self._selector.select(timeout=left)
            for key, _ in heard:
                if not key.data():
                    self._selector.unregister(key.fileobj)
            printed = bool(heard) and all(key.fd in self._outputs for key, _ in heard)
            if printed:
                time.sleep(GATHER)

    def _listen_to(self, child: Child) -> None:
        self._outputs.add(child.output)
        self._selector.register(
            child.output, selectors.EVENT_READ, lambda: self._scribe.read(child.output, child.name)
        )
        self._selector.register(child.pulse, selectors.EVENT_READ, child.hear)

    # -- what is kept up

    def _tend(self, now: float) -> None:
        if self._database is not None:
            self._database.keep(now)
        if self._reload:
            self._reload = False
            self._begin_successors()
        for place in self._places:
            self._tend_successor(place, now)
            self._tend_place(place, now)
        self._see_off(now)

    def _tend_place(self, place: Place, now: float) -> None:
        child = place.child
        if child is None:
            if now >= place.begin_at and not self._lets_the_first_go_ahead(place, now):
                place.child = self._begin(place)
        elif child.process.poll() is not None:
            self._mourn(place, child, now)
        elif child.is_hung(now):
            self._scribe.say(
                "error", f"{child.name} no longer answers; it is killed", pid=child.process.pid
            )
            child.kill()

    def _lets_the_first_go_ahead(self, place: Place, now: float) -> bool:
        first = self._places[0]
        if self._is_open or place is first or place.role is not first.role:
            return False
        self._is_open = now - self._began > HEAD_START or (
            first.child is not None and first.child.is_settled(now)
        )
        return not self._is_open

    def _begin(self, place: Place) -> Child:
        child = begin(place.role, place.name)
        self._listen_to(child)
        self._scribe.say("debug", f"{child.name} started", pid=child.process.pid)
        return child

    def _mourn(self, place: Place, child: Child, now: float) -> None:
        self._forget(child)
        place.child = None
        place.backoff = place.backoff.after_a_death(now - child.started)
        place.begin_at = now + place.backoff.wait
        self._scribe.say(
            "error",
            f"{child.name} ended ({_how(child.process.returncode)}); "
            f"it starts again in {place.backoff.wait:g} s",
        )

    def _forget(self, child: Child) -> None:
        """Hear its last words and close its pipes."""
        self._scribe.drain(child.output, child.name)
        for pipe in (child.output, child.pulse):
            if pipe in self._selector.get_map():
                self._selector.unregister(pipe)
        self._outputs.discard(child.output)
        child.close()

    # -- reload

    def _begin_successors(self) -> None:
        self._scribe.say("info", "Reloading: new processes start before the old ones stop.")
        for place in self._places:
            if place.child is not None and place.successor is None and not place.role.is_guest:
                place.successor = self._begin(place)

    def _tend_successor(self, place: Place, now: float) -> None:
        successor = place.successor
        if successor is None:
            return
        if successor.process.poll() is not None or successor.is_hung(now):
            self._scribe.say("error", f"The new {place.name} failed; the old one goes on.")
            successor.kill()
            successor.process.wait()
            self._forget(successor)
            place.successor = None
        elif successor.is_settled(now):
            if place.child is not None:
                place.child.ask_to_stop()
                self._leaving.append(place.child)
            place.child, place.successor, place.backoff = successor, None, Backoff()

    def _see_off(self, now: float) -> None:
        """Let those go who were asked to; kill those who outstay their grace."""
        for child in list(self._leaving):
            if child.process.poll() is not None:
                self._leaving.remove(child)
                self._forget(child)
            elif child.outstayed(now):
                child.kill()

    # -- the end

    def _is_ready(self) -> bool:
        now = time.monotonic()
        return all(
            place.child is not None and place.child.is_settled(now)
            for place in self._places
            if not place.role.is_guest
        )

    def _end_all(self) -> None:
        """Stop role by role in the order given, then the database."""
        self._scribe.say("info", "Stopping.")
        for role in self._roles:
            self._end(role)
        if self._database is not None:
            self._database.stop()
        self._scribe.say("info", "Stopped.")

    def _end(self, role: Role) -> None:
        children = [c for place in self._places if place.role is role for c in place.children]
        children += [child for child in self._leaving if child.role is role]
        for child in children:
            child.ask_to_stop()
        while any(child.process.poll() is None for child in children):
            for child in children:
                if child.outstayed(time.monotonic()) or self._stop > 1:
                    child.kill()
            self._hear()
        for child in children:
            child.kill()  # what it may have left behind
            self._forget(child)


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"


class _Signals:
    """Signals as something the selector can wait for."""

    HANDLED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)

    def __init__(self, selector: selectors.BaseSelector, on_signal: Callable[[int], None]) -> None:
        self._selector = selector
        self._on_signal = on_signal
        self._read, self._written = socket.socketpair()

    def __enter__(self) -> None:
        for end in (self._read, self._written):
            end.setblocking(False)
        self._before = {number: signal.signal(number, _ignore) for number in self.HANDLED}
        self._wakeup = signal.set_wakeup_fd(self._written.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._read, selectors.EVENT_READ, self._drain)

    def _drain(self) -> bool:
        for number in self._read.recv(256):
            self._on_signal(number)
        return True

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._selector.unregister(self._read)
        self._read.close()
        self._written.close()


def _ignore(number: int, frame: object) -> None:
    """Being handled at all is what wakes the selector."""

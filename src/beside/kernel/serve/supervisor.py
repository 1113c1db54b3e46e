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
from beside.kernel.serve.nursery import NotBorne
from beside.kernel.serve.output import Scribe

TICK = 0.25
GATHER = 0.01
"""Seconds in which printed lines gather, so that they are written together."""
HEAD_START = 10.0
"""Seconds one child has to itself while none of its like is there: one open door beats two shut."""

BREATH = 1.0
"""Seconds a spare that took a place has to itself: whoever lost their server asks it at once."""


class Database(Protocol):
    """What must stand before the children, and falls after them."""

    def keep(self, now: float) -> None:
        """Start it again if it died."""

    def stop(self) -> None: ...


@dataclass
class Place:
    """A seat that must always be taken: one child of a role, and during a reload its successor.

    On the bench sits a spare, which leaves it for the first seat that is empty.
    """

    role: Role
    name: str
    is_bench: bool = False
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
        self,
        roles: Sequence[Role],
        scribe: Scribe,
        database: Database | None = None,
        nursery: Child | None = None,
    ) -> None:
        self._roles = [*roles, *([nursery.role] if nursery else [])]
        self._places = [
            Place(role, f"{role.name}-{number + 1}")
            for role in roles
            for number in range(role.count)
        ]
        self._places += [
            Place(role, f"{role.name}-spare", is_bench=True)
            for role in roles
            if role.spare_after is not None
        ]
        self._leaving: list[Child] = []
        self._scribe = scribe
        self._database = database
        self._selector = selectors.DefaultSelector()
        self._outputs: set[int] = set()
        self._stop = 0
        self._reload = False
        self._reload_from: Child | None = None
        self._was_ready = False
        self._nursery = Place(nursery.role, nursery.name, child=nursery) if nursery else None
        if nursery and self._nursery:
            self._places.append(self._nursery)
            self._listen_to(nursery)

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
            self._begin_reload()
        elif self._reload_from:
            self._go_on_with_reload(self._reload_from)
        for place in self._places:
            self._tend_successor(place, now)
            self._tend_place(place, now)
        self._see_off(now)

    def _tend_place(self, place: Place, now: float) -> None:
        if place.child is not None:
            self._look_after(place, place.child, now)
        if place.child is None and not place.is_bench:
            place.child = self._from_the_bench(place, now)
        if place.child is None and now >= place.begin_at and self._is_time_for(place, now):
            place.child = self._begin(place)

    def _look_after(self, place: Place, child: Child, now: float) -> None:
        if child.process.poll() is not None:
            self._mourn(place, child, now)
        elif child.is_hung(now):
            self._scribe.say(
                "error", f"{child.name} no longer answers; it is killed", pid=child.process.pid
            )
            child.kill()

    def _is_time_for(self, place: Place, now: float) -> bool:
        """Whether its like leave it room: the children of a role begin one by one.

        Births take no room worth the name, and are waited for.
        """
        if not place.is_bench and place.role.entry and (mother := self._mother):
            return mother.ready
        like = [one for one in self._places if one.role is place.role and one is not place]
        if place.is_bench:
            return all(_stands(one, place.role.spare_after or 0.0, now) for one in like)
        others = [one.child for one in like if one.child is not None and not one.is_bench]
        return any(
            child.is_settled(now) and now - child.started > BREATH for child in others
        ) or all(now - child.started > HEAD_START for child in others)

    def _from_the_bench(self, place: Place, now: float) -> Child | None:
        """The spare of this role, if it has everything ready: it takes the place at once.

        However often the place was left: another spare comes only when all stand again.
        """
        for bench in self._places:
            spare = bench.child
            if spare is None or not bench.is_bench or bench.role is not place.role:
                continue
            if spare.is_waiting and spare.process.poll() is None:
                spare.take(place.name, now)
                bench.child, bench.backoff = None, Backoff()
                self._say_started(spare)
                return spare
        return None

    @property
    def _mother(self) -> Child | None:
        """The nursery, if it lives; it may not be ready yet."""
        child = self._nursery.child if self._nursery else None
        return child if child is not None and child.process.poll() is None else None

    def _begin(self, place: Place) -> Child:
        mother = self._mother if place.role.entry else None
        try:
            ask = mother.ask if mother is not None and mother.ready else None
            child = begin(place.role, place.name, as_spare=place.is_bench, nursery=ask)
        except NotBorne:
            assert mother is not None
            self._scribe.say("error", f"{mother.name} bears nobody; it is killed")
            mother.kill()
            child = begin(place.role, place.name, as_spare=place.is_bench)
        self._listen_to(child)
        self._say_started(child)
        return child

    def _say_started(self, child: Child) -> None:
        self._scribe.say("debug", f"{child.name} started", pid=child.process.pid)

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

    def _begin_reload(self) -> None:
        """With a nursery: a new one first, for the old has the old code in mind."""
        self._scribe.say("info", "Reloading: new processes start before the old ones stop.")
        if self._nursery is None or self._nursery.child is None:
            self._begin_successors()
            return
        self._reload_from = self._nursery.child
        self._nursery.successor = self._nursery.successor or self._begin(self._nursery)

    def _go_on_with_reload(self, before: Child) -> None:
        assert self._nursery is not None
        if self._nursery.successor is not None:
            return
        self._reload_from = None
        if self._nursery.child is before:
            self._scribe.say("error", "Nothing is reloaded: the new code cannot be read.")
        else:
            self._begin_successors()

    def _begin_successors(self) -> None:
        for place in self._places:
            if place.child is None or place.role.is_guest or place is self._nursery:
                continue
            if place.is_bench:  # begun anew when the others are: it must know what they know
                self._let_go(place.child)
                place.child = None
            elif place.successor is None:
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
                self._let_go(place.child)
            place.child, place.successor, place.backoff = successor, None, Backoff()

    def _let_go(self, child: Child) -> None:
        child.ask_to_stop()
        self._leaving.append(child)

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
            if not (place.role.is_guest or place.is_bench or place is self._nursery)
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


def _stands(place: Place, seconds: float, now: float) -> bool:
    """Whether it is taken, since so long, by one that lives and is not about to be replaced."""
    child = place.child
    return (
        child is not None
        and child.process.poll() is None
        and child.is_settled(now)
        and now - child.started >= seconds
        and place.successor is None
    )


def _how(code: int | None) -> str:
    if code is None:
        return "unseen"
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

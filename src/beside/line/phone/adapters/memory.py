"""A provider that only remembers what it was asked: for tests, held to the real one's contract."""

from dataclasses import dataclass, field

from beside.kernel.transports.messages import Refused
from beside.line.phone.ports import Leg, Listens
from beside.line.phone.script import Join, Script


@dataclass
class MemoryLeg:
    """One end of a call: to whom, what it follows, how it stands, in which room it is."""

    number: str = field(repr=False)
    script: Script
    status: Leg = Leg.RINGING
    room: str = ""
    heard: list[str] = field(default_factory=list)


@dataclass
class Memory:
    """Raises `trouble`, if there is any, at every verb."""

    name: str = "memory"
    legs: dict[str, MemoryLeg] = field(default_factory=dict)
    trouble: Exception | None = None

    def incoming(self, leg: str, number: str = "") -> MemoryLeg:
        """Somebody rings us."""
        return self.legs.setdefault(leg, MemoryLeg(number, Script("en", ()), Leg.UP))

    def called(self, number: str) -> list[str]:
        return [leg for leg, kept in self.legs.items() if kept.number == number]

    def answer(self, leg: str) -> None:
        """They take the call."""
        self.legs[leg].status = Leg.UP

    def call_out(self, number: str, script: Script, *, listens: Listens, seconds: int) -> str:
        self._work()
        leg = f"{self.name}{len(self.legs) + 1}"
        self.legs[leg] = MemoryLeg(number, script, room=_room_of(script))
        return leg

    def say(self, leg: str, script: Script) -> None:
        kept = self._running(leg)
        kept.script, kept.room = script, _room_of(script)

    ask = hold = join = say

    def announce(self, leg: str, room: str, address: str) -> None:
        self._in(leg, room).heard.append(address)

    def leave(self, leg: str, room: str) -> None:
        self._in(leg, room).room = ""

    def hang_up(self, leg: str) -> None:
        self._work()
        if leg not in self.legs:
            raise Refused("no such leg")
        self.legs[leg].status = Leg.OVER

    def close(self, room: str) -> None:
        self._work()
        there = [kept for kept in self.legs.values() if kept.room == room]
        if not there:
            raise Refused("no such room")
        for kept in there:
            kept.room = ""

    def status(self, leg: str) -> Leg:
        self._work()
        if leg not in self.legs:
            raise Refused("no such leg")
        return self.legs[leg].status

    def _work(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def _running(self, leg: str) -> MemoryLeg:
        self._work()
        if leg not in self.legs or self.legs[leg].status.is_final:
            raise Refused("no such leg")
        return self.legs[leg]

    def _in(self, leg: str, room: str) -> MemoryLeg:
        kept = self._running(leg)
        if kept.room != room:
            raise Refused("not in that room")
        return kept


def _room_of(script: Script) -> str:
    return next((step.room for step in script.steps if isinstance(step, Join)), "")

"""What a provider of telephony must do. Adapters and the fake pass one contract.

Every verb raises what the transports raise: Refused (it will never do that), Unavailable
(another may, or this one later), Unclear (the answer was lost). None waits beyond 4 s.
Plain SMS go by `kernel.transports.sending`, which has two carriers for them already.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from beside.line.phone.script import Script


class Leg(StrEnum):
    """How one end of a call stands."""

    RINGING = "ringing"
    UP = "up"
    OVER = "over"  # it was answered, and ended
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        return self not in (Leg.RINGING, Leg.UP)


@dataclass(frozen=True)
class Listens:
    """Where we hear what becomes of a leg."""

    status: str


class Telephony(Protocol):
    """Ten verbs. A leg is the provider's own name for one end of a call."""

    @property
    def name(self) -> str: ...

    def call_out(self, number: str, script: Script, *, listens: Listens, seconds: int) -> str:
        """Ring somebody for so many seconds; what is said when they answer. The leg."""

    def say(self, leg: str, script: Script) -> None:
        """Leave whatever the leg does, a room too, and follow this script: words, questions."""

    def ask(self, leg: str, script: Script) -> None:
        """As `say`, for a script that listens for keys."""

    def hold(self, leg: str, script: Script) -> None:
        """As `say`, for a script that comes round with words until somebody is free."""

    def join(self, leg: str, script: Script) -> None:
        """Into a room."""

    def announce(self, leg: str, room: str, address: str) -> None:
        """Words for one who is in a room, without taking them out. `address` gives the script."""

    def leave(self, leg: str, room: str) -> None:
        """Out of the room; the leg goes on with what its script says next."""

    def hang_up(self, leg: str) -> None:
        """End the leg, or stop it ringing. Doing so twice is no error."""

    def close(self, room: str) -> None:
        """Everybody out of the room."""

    def status(self, leg: str) -> Leg:
        """How the leg stands now."""

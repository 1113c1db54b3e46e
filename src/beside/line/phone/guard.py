"""Which numbers may be reached: read for many at once, and judged for each try by itself.

Nothing passes to an emergency number unless a person placed the try (`Attempt.placed_by`),
whatever the number's source.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from beside.kernel.transports import optouts
from beside.kernel.transports.messages import OptedOut, Refused
from beside.line.core import emergency
from beside.line.models import Attempt
from beside.line.phone import numbers

PLACED_BY_PEOPLE = {Attempt.Target.PSAP, Attempt.Target.SERVICE}


class NotByMachine(PermissionError):
    """This is an emergency number, and no person placed the call."""


@dataclass(frozen=True)
class Guard:
    """What is known of some numbers; it must be asked about no other."""

    known: frozenset[str]
    forbidden: frozenset[str]
    stopped: frozenset[str]

    @classmethod
    def over(cls, reached: Collection[str]) -> Self:
        """Read it for these numbers, now."""
        known = frozenset(reached)
        forbidden = numbers.forbidden(known)
        return cls(known, frozenset(forbidden), frozenset(optouts.stopped(known)))

    def against(
        self, attempt: Attempt, reached: Collection[str], *, rings: str = ""
    ) -> Exception | None:
        """Why this try must not reach one of these: NotByMachine, Refused. None when it may.

        OptedOut, too, when it `rings` a number by itself that asked to be left alone.
        """
        refusals = (self._against(attempt, number) for number in reached)
        if why := next((each for each in refusals if each), None):
            return why
        return OptedOut() if rings in self.stopped and not attempt.placed_by_id else None

    def _against(self, attempt: Attempt, number: str) -> Exception | None:
        if number not in self.known:
            raise LookupError("a number that was not looked up")
        if number in self.forbidden:
            is_theirs = attempt.placed_by_id and attempt.target in PLACED_BY_PEOPLE
            return None if is_theirs else NotByMachine(f"attempt {attempt.pk}")
        return None if emergency.is_dialable(number) else Refused("no such number")

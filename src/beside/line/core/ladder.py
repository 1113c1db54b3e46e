"""Who should come: a ladder of up to four rungs, each with a clock of its own.

The person chooses the order. What they cannot choose is that nobody comes: the
people on call and the relay always stand at the end, and when the last rung passes
the climb goes round over those two again until somebody goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST = 4


class Kind(StrEnum):
    """Who stands on a rung."""

    PERSON = "person"  # somebody the caller names: a friend, a neighbour
    RESPONDER = "responder"  # a community responder on call
    ON_CALL = "on_call"  # the coalition's operators on call, who can call EMS for this place
    RELAY = "relay"  # the contracted relay centre, where people answer


CLOCKS = {Kind.PERSON: 60, Kind.RESPONDER: 60, Kind.ON_CALL: 45, Kind.RELAY: 90}
ALWAYS = (Kind.ON_CALL, Kind.RELAY)


class BadLadder(ValueError):
    """A ladder that would leave somebody waiting: too many rungs, or too slow."""


@dataclass(frozen=True)
class Rung:
    """One rung; `seconds` until the next is tried, whatever this one answers."""

    kind: Kind
    seconds: int


def ladder(chosen: Sequence[Kind]) -> list[Rung]:
    """The rungs to climb, in the order chosen, with those that are always there at the end.

    Raises BadLadder when more than four would stand on it.
    """
    kinds = [*chosen, *(kind for kind in ALWAYS if kind not in chosen)]
    if len(kinds) > MOST or any(chosen.count(kind) > 1 for kind in ALWAYS):
        raise BadLadder(f"{len(kinds)} rungs; at most {MOST}")
    return [Rung(kind, CLOCKS[kind]) for kind in kinds]


def next_position(position: int, rungs: Sequence[Kind]) -> int:
    """The rung after `position` (0: before the first); after the last, one that is always there."""
    if position < len(rungs):
        return position + 1
    return next(n for n, kind in enumerate(rungs, 1) if kind in ALWAYS)

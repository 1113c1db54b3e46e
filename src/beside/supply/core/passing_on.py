"""Which share of kits goes on to others: a range, for not everybody is asked.

No published figure for this share was found; see docs/methods/passed-on.md.
"""

from dataclasses import dataclass


class NotCounts(ValueError):
    """Below nought, or more people than kits."""


@dataclass(frozen=True)
class Kits:
    """Kits that reached somebody, by what they said about others who need naloxone."""

    yes: int  # of those who know others
    no: int
    unknown: int  # nobody asked, or they did not say
    peers: int  # to peers with a card: all of them are for others
    takers_yes: int  # how many times somebody who knows others took at least one

    def __post_init__(self) -> None:
        counts = (self.yes, self.no, self.unknown, self.peers, self.takers_yes)
        if min(counts) < 0 or self.takers_yes > self.yes:
            raise NotCounts(counts)

    @property
    def all(self) -> int:
        return self.yes + self.no + self.unknown + self.peers


@dataclass(frozen=True)
class Share:
    """Of all kits, the part that is for others; each between 0 and 1.

    `low`: whoever knows others keeps one kit each time, and nobody who was not asked passes any
    on. `high`: they keep none, and all that was not asked about goes on. `said`: kits of those who
    know others (and of peers) among the kits about which we know; None when we know of none.
    """

    low: float
    said: float | None
    high: float


def share(kits: Kits) -> Share | None:
    """None when no kit reached anybody."""
    if not kits.all:
        return None
    sure, known = kits.yes + kits.peers, kits.yes + kits.no + kits.peers
    return Share(
        low=(sure - kits.takers_yes) / kits.all,
        said=sure / known if known else None,
        high=(sure + kits.unknown) / kits.all,
    )

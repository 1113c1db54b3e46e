"""What became of the kits, in a peer's own numbers. Everything may be left out."""

from dataclasses import dataclass

MOST_KITS, MOST_PEOPLE = 200, 500  # more in one answer is a slip


class TooMuch(ValueError):
    """So many at once is a slip of the finger."""


@dataclass(frozen=True)
class Told:
    """Kits handed on, used by oneself or beside one, still there, lost or taken; and people."""

    handed_on: int | None = None
    used: int | None = None
    still: int | None = None
    lost: int | None = None
    people: int | None = None

    def __post_init__(self) -> None:
        if max(self.kits, 0) > MOST_KITS or (self.people or 0) > MOST_PEOPLE:
            raise TooMuch

    @property
    def kits(self) -> int:
        """Kits that were accounted for."""
        return sum(n or 0 for n in (self.handed_on, self.used, self.still, self.lost))

    @property
    def says_share(self) -> bool:
        """Whether it says which share was handed on: of some kits it was said what became."""
        return self.handed_on is not None and self.kits > 0

    @property
    def says_people(self) -> bool:
        """Whether it says to how many people the kits went."""
        return bool(self.handed_on) and self.people is not None

    def sums(self) -> dict[str, int]:
        """What is added up of it: counts, sums, sums of squares and products."""
        sums = {"used": self.used or 0, "lost": self.lost or 0}
        if self.says_share:
            sums |= _of("told", self.kits, self.handed_on or 0)
        if self.says_people:
            sums |= _of("met", self.handed_on or 0, self.people or 0)
        return {name: n for name, n in sums.items() if n}


def _of(what: str, x: int, y: int) -> dict[str, int]:
    return {f"{what}_n": 1, f"{what}_x": x, f"{what}_y": y, f"{what}_xx": x * x,
            f"{what}_xy": x * y, f"{what}_yy": y * y}  # fmt: skip

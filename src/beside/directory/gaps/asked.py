"""What a gaps page is asked for, read from its address."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from beside.directory.core.offers import Offer

KINDS = (Offer.NALOXONE, Offer.METHADONE, Offer.BUPRENORPHINE, Offer.NALTREXONE)
BANDS_MILES = (5.0, 15.0, 30.0)
FAR_CHOICES = (5, 15, 30)


@dataclass(frozen=True)
class Asked:
    """A kind of help, a state, how far is far, and whether counties or ZIP areas are listed."""

    what: Offer
    state: str
    far: int
    by: str

    @classmethod
    def read(cls, asked: QueryDict, *, states: list[str]) -> Self:
        """What cannot be understood falls back to naloxone, the first state, 15 miles, counties."""
        what, state = asked.get("what", ""), asked.get("state", "")
        far, by = asked.get("far", ""), asked.get("by", "")
        return cls(
            what=Offer(what) if what in KINDS else Offer.NALOXONE,
            state=state if state in states else (states[0] if states else ""),
            far=int(far) if far in map(str, FAR_CHOICES) else 15,
            by="zip" if by == "zip" else "county",
        )

    @property
    def query(self) -> str:
        return urlencode(
            {"what": self.what.value, "state": self.state, "far": self.far, "by": self.by}
        )

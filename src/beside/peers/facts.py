"""What peers tell the house. No card, no name, no place but a county."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PeerRestocked:
    """Somebody with a card got more, or has it waiting, or on its way."""

    program_id: UUID
    county_fips: str
    kits: int
    way: str


@dataclass(frozen=True)
class PeerNoticed:
    """Somebody with a card told us something. `hour` is its hour: "2026-11-22T14"."""

    notice_id: UUID
    program_id: UUID
    what: str
    county_fips: str
    hour: str

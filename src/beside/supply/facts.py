"""What supply tells the house. No name, no place but a county, nobody's link."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class RequestPlaced:
    """Somebody asked for kits, by mail or to a pick-up place."""

    request_id: UUID
    program_id: UUID
    county_fips: str
    way: str
    for_others: bool
    came_by: str


@dataclass(frozen=True)
class RequestPosted:
    """It is on its way, or ready at the place."""

    request_id: UUID
    program_id: UUID
    county_fips: str
    way: str


@dataclass(frozen=True)
class KitWasUsed:
    """Naloxone was given to somebody. `month` is that of its last possible day: "2026-11"."""

    reversal_id: UUID
    county_fips: str
    product: str
    month: str
    program_id: UUID | None = None
    kit_from: str = ""  # a word of core.used.KitFrom, or ""


@dataclass(frozen=True)
class ReportTakenBack:
    """That naloxone was given to somebody was a slip, and counts nowhere."""

    reversal_id: UUID
    month: str
    program_id: UUID | None
    kit_from: str

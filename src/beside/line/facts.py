"""What the line tells the house. No place, no number: a county, an outcome, what was wished."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class CallEnded:
    """A session is over."""

    session_id: UUID
    county_fips: str
    way: str
    outcome: str
    wants_kits: bool
    wants_referral: bool


@dataclass(frozen=True)
class HelpWasSent:
    """In that session help was called, and this came of it."""

    session_id: UUID
    county_fips: str
    outcome: str
    wants_kits: bool
    wants_referral: bool


@dataclass(frozen=True)
class WishWasSaid:
    """After a session the person said yes to kits by mail, or to somebody who helps on."""

    session_id: UUID
    county_fips: str
    wants_kits: bool
    wants_referral: bool

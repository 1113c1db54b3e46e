"""What a place is."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of place a person named."""

    ZIP = "zip"
    TOWN = "town"
    COUNTY = "county"
    STATE = "state"


class Precision(StrEnum):
    """What a place's point is the middle of."""

    AREA = "area"
    """A point the Census Bureau sets near the middle of the ZIP area."""
    TOWN = "town"
    """The ZIP's town: it is post-office boxes or one firm's, and has no area."""
    COUNTY = "county"
    """The whole county: up to tens of miles off. Say so on the page."""
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east (WGS 84)."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of people and the survey it is estimated from."""

    people: int
    vintage: str


@dataclass(frozen=True, slots=True)
class Place:
    """A ZIP, town, county or state, and what we know of it.

    `population` is None where no one is counted (post-office-box ZIPs); that
    is not nought. `county_fips` is empty for a state, and for a town it is the
    county most of its people live in.
    """

    kind: Kind
    name: str
    zip: str
    point: Point
    precision: Precision
    county_fips: str
    county_name: str
    state: str
    time_zone: str
    population: Estimate | None

    @property
    def label(self) -> str:
        """The name one reads out: `40403 Berea, KY`, `Jefferson County, KY`."""
        if self.kind is Kind.STATE:
            return self.name
        return f"{self.zip} {self.name}, {self.state}".strip()


@dataclass(frozen=True, slots=True)
class County:
    """A county or its equal, by its present code; see `core.fips`."""

    fips: str
    name: str
    state: str
    point: Point
    time_zone: str
    population: Estimate | None

"""The finder's index: one row per service at a place, in numpy arrays, held in memory.

Rows are sorted by latitude, so a search looks only at a band of them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from beside.directory.core.offers import Offer
from beside.directory.core.opening import Hours
from beside.directory.finder.calendar import Calendar
from beside.directory.finder.listing import Listing, Offering
from beside.directory.truth import freshness
from beside.kernel import house

MILES_PER_DEGREE = 69.0
EARTH_MILES = 3958.8
OFFER_BIT = {str(offer): 1 << place for place, offer in enumerate(Offer)}

# Yes-or-no filters: a row passes only when somebody has said yes.
WALK_IN, NO_ID, FREE, WHEELCHAIR, FIRST_VISIT = (1 << n for n in range(5))

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Near:
    """Rows within a distance of a point, and how far each is."""

    rows: Rows
    miles: Floats


class Index:
    """All public places, ready to be asked. Never changed after it is built."""

    def __init__(self, listings: Sequence[Listing], at: datetime) -> None:
        self.listings = sorted(listings, key=lambda one: one.latitude)
        self.by_key = {one.key: number for number, one in enumerate(self.listings)}
        self.rows: list[tuple[int, Offering]] = [
            (number, offering)
            for number, one in enumerate(self.listings)
            for offering in one.offerings
        ]
        places = [self.listings[number] for number, _ in self.rows]
        self.place = np.array([number for number, _ in self.rows], dtype=np.intp)
        self.latitude = np.array([one.latitude for one in places])
        self.longitude = np.array([one.longitude for one in places])
        self._radians = np.radians(self.latitude), np.radians(self.longitude)
        self._shrink = np.cos(self._radians[0])
        self.offers = np.array([_offer_bits(o.offers) for _, o in self.rows], dtype=np.int64)
        self.says = np.array(
            [_says(p, o) for p, (_, o) in zip(places, self.rows, strict=True)], dtype=np.int64
        )
        self._lay_out_languages()
        self._lay_out_trust(places)
        self._lay_out_hours(at)

    def _lay_out_languages(self) -> None:
        spoken = sorted({code for _, offering in self.rows for code in offering.languages})
        self.language_bit = {code: 1 << place for place, code in enumerate(spoken[:62])}
        self.languages = np.array(
            [sum(self.language_bit.get(c, 0) for c in o.languages) for _, o in self.rows],
            dtype=np.int64,
        )

    def _lay_out_trust(self, places: Sequence[Listing]) -> None:
        checked = [one.checked for one in places]
        methods = [c.method if c else freshness.Method.LIST for c in checked]
        self.checked_day = np.array([c.on.toordinal() if c else 0 for c in checked], dtype=float)
        self.right_at_check = np.array([freshness.RIGHT_AT_CHECK[m] for m in methods])
        self.hazard = np.array(
            [freshness.HAZARD_PER_YEAR[freshness.kind_of(o.offers)] for _, o in self.rows]
        )

    def _lay_out_hours(self, at: datetime) -> None:
        numbers: dict[Hours, int] = {}
        self.timetable = np.array(
            [numbers.setdefault(o.hours, len(numbers)) for _, o in self.rows], dtype=np.intp
        )
        self.timetables = list(numbers)
        self.calendar = Calendar(self.timetables, at)

    def near(self, latitude: float, longitude: float, miles: float) -> Near:
        """Rows within `miles`, as the crow flies (haversine on a sphere)."""
        reach = miles / MILES_PER_DEGREE
        low, high = np.searchsorted(self.latitude, [latitude - reach, latitude + reach])
        rows = int(low) + self._beside(slice(int(low), int(high)), latitude, longitude, reach)
        lat, lon = self._radians[0][rows], self._radians[1][rows]
        here, across = math.radians(latitude), math.radians(longitude)
        half = np.sin((lat - here) / 2) ** 2
        half += math.cos(here) * self._shrink[rows] * np.sin((lon - across) / 2) ** 2
        away = 2 * EARTH_MILES * np.arcsin(np.sqrt(np.minimum(half, 1)))
        inside = np.flatnonzero(away <= miles)
        return Near(rows[inside], away[inside])

    def _beside(self, band: slice, latitude: float, longitude: float, reach: float) -> Rows:
        """Rows of a band that are not too far east or west: most are, and cost no sines."""
        shrink = math.cos(math.radians(min(abs(latitude) + reach, 89.0)))
        away = np.abs(self.longitude[band] - longitude)
        return np.flatnonzero(np.minimum(away, 360 - away) * shrink <= reach * 1.01)

    def reachable(self, rows: Rows, at: datetime) -> Floats:
        """P(reachable) of rows; see truth.freshness."""
        days = house.today(at).toordinal() - self.checked_day[rows]
        years = np.where(
            self.checked_day[rows] == 0,
            freshness.NEVER_CHECKED_YEARS,
            np.maximum(days, 0) / freshness.DAYS_IN_YEAR,
        )
        found: Floats = self.right_at_check[rows] * np.exp(-self.hazard[rows] * years)
        return found


def _offer_bits(offers: frozenset[str]) -> int:
    return sum(OFFER_BIT.get(offer, 0) for offer in offers)


def _says(place: Listing, offering: Offering) -> int:
    """The yes answers of a row as bits."""
    answers = {
        WALK_IN: offering.walk_in,
        NO_ID: offering.no_id_needed,
        FREE: offering.free,
        WHEELCHAIR: place.wheelchair,
        FIRST_VISIT: offering.first_visit_medication,
    }
    return sum(bit for bit, answer in answers.items() if answer)

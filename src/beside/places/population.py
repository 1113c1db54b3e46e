"""How many people live how far from the nearest of some sites.

People are where their ZIP area's point is: fair for a state, blunt for a county,
wrong for a street. See docs/methods/population-near-a-site.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from beside.places.adapters.gazetteer import gazetteer
from beside.places.core.geometry import EARTH_RADIUS_MILES
from beside.places.core.place import Point

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """People whose nearest site is at least `from_miles` and less than `to_miles` away.

    `to_miles` is None for the last band, which also holds everyone when there
    is no site at all. People are estimates (ACS 2018–2022).
    """

    from_miles: float
    to_miles: float | None
    people: int
    share: float


@dataclass(frozen=True, slots=True)
class ZipDistance:
    """A ZIP area, its people, and miles to the nearest site (None without sites)."""

    zip: str
    county_fips: str
    state: str
    people: int
    miles: float | None


def population_by_distance(
    sites: Sequence[Point], bands_miles: Sequence[float], *, state: str | None
) -> list[Band]:
    """People by distance to the nearest site, in the whole country or one state.

    `bands_miles` are the inner edges, rising: (5, 15) makes 0–5, 5–15 and 15 or
    more. Sites beyond the state's border count: people cross it.
    """
    living = _living()
    rows = living.rows if state is None else living.rows[living.state == state]
    chosen = np.isin(living.rows, rows)
    return _bands(_miles(sites)[chosen], living.people[chosen], bands_miles)


def population_by_distance_by_county(
    sites: Sequence[Point], bands_miles: Sequence[float], *, state: str | None
) -> dict[str, list[Band]]:
    """The same for each county, a ZIP's people apportioned by where its homes are."""
    book, living, miles = gazetteer(), _living(), _miles(sites)
    place = np.full(len(book.column("zip_code")), -1)
    place[living.rows] = np.arange(len(living.rows))
    at = place[book.column("share_zip")]
    kept = at >= 0
    at, counties = at[kept], book.column("share_county")[kept]
    people = living.people[at] * (book.column("share_homes")[kept] / 65535)
    found = {}
    for county in np.unique(counties):
        known = book.county(int(county))
        if state is None or known.state == state:
            inside = counties == county
            found[known.fips] = _bands(miles[at[inside]], people[inside], bands_miles)
    return found


def zip_distances(sites: Sequence[Point], *, state: str | None) -> list[ZipDistance]:
    """Every populated ZIP area with its distance to the nearest site."""
    book, living, miles = gazetteer(), _living(), _miles(sites)
    places = ((book.zip_place(int(row)), i) for i, row in enumerate(living.rows))
    return [
        ZipDistance(
            place.zip,
            place.county_fips,
            place.state,
            int(living.people[i]),
            float(miles[i]) if sites else None,
        )
        for place, i in places
        if state is None or place.state == state
    ]


@dataclass(frozen=True)
class _Living:
    rows: NDArray[np.intp]
    people: Floats
    state: NDArray[np.str_]
    on_globe: Floats


@cache
def _living() -> _Living:
    """ZIP areas where somebody lives, with their middles on the unit globe."""
    book = gazetteer()
    rows = np.flatnonzero(book.column("zip_people") > 0)
    states = np.array(book.state_codes)[book.column("zip_state")[rows]]
    on_globe = _globe(book.degrees["zip_lat"][rows], book.degrees["zip_lon"][rows])
    return _Living(rows, book.column("zip_people")[rows].astype(float), states, on_globe)


def _globe(lats: Floats, lons: Floats) -> Floats:
    north, east = np.radians(lats), np.radians(lons)
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1)


def _miles(sites: Sequence[Point]) -> Floats:
    """Miles from each populated ZIP to its nearest site; infinite without sites."""
    from scipy.spatial import cKDTree

    living = _living()
    if not sites:
        return np.full(len(living.rows), np.inf)
    at = _globe(np.array([p.lat for p in sites]), np.array([p.lon for p in sites]))
    chords, _ = cKDTree(at).query(living.on_globe)
    return np.asarray(2 * EARTH_RADIUS_MILES * np.arcsin(np.minimum(1.0, chords / 2)))


def _bands(miles: Floats, people: Floats, edges: Sequence[float]) -> list[Band]:
    """Raises ValueError unless the edges rise from above nought."""
    if not edges or edges[0] <= 0 or any(a >= b for a, b in pairwise(edges)):
        raise ValueError("band edges must rise from above nought")
    which = np.searchsorted(np.asarray(edges, dtype=float), miles, side="right")
    totals = np.bincount(which, weights=people, minlength=len(edges) + 1)
    everyone = float(totals.sum())
    starts, ends = (0.0, *edges), (*edges, None)
    return [
        Band(start, end, round(total), total / everyone if everyone else 0.0)
        for start, end, total in zip(starts, ends, totals.tolist(), strict=True)
    ]

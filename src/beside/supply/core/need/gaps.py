"""Who is far: areas by distance to naloxone and to each medication, with the people affected.

Distances come from `places.population`; this only sorts and sums. A gap is never a list of
persons: the smallest area is a ZIP area, and what leaves the house passes disclosure control.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """A county or ZIP area: people, deaths a year if known, miles to the nearest of each thing
    (None: there is none listed at all)."""

    code: str
    people: int
    miles: Mapping[str, float | None]
    deaths: float | None = None
    deaths_hidden: bool = False  # suppressed at the source and shrunk to the state


@dataclass(frozen=True)
class Gap:
    """How many people, in how many areas, are farther than so many miles from one thing."""

    thing: str
    beyond_miles: float
    areas: tuple[Area, ...]  # the most people first
    people: int
    share_of_people: float
    deaths: float
    deaths_partly_hidden: bool


def gap(areas: Sequence[Area], thing: str, *, beyond_miles: float) -> Gap:
    """The areas beyond so many miles of a thing, or without any."""
    far = [area for area in areas if _beyond(area.miles[thing], beyond_miles)]
    far.sort(key=lambda area: (-area.people, area.code))
    people, everybody = sum(area.people for area in far), sum(area.people for area in areas)
    return Gap(
        thing,
        beyond_miles,
        tuple(far),
        people,
        people / everybody if everybody else 0.0,
        sum(area.deaths for area in far if area.deaths is not None),
        any(area.deaths_hidden or area.deaths is None for area in far),
    )


def _beyond(miles: float | None, limit: float) -> bool:
    return miles is None or miles > limit

"""What other rooms ask of places. Nothing here writes, logs or remembers a question."""

from beside.places import search
from beside.places.adapters.gazetteer import gazetteer
from beside.places.core import fips, geometry, question
from beside.places.core.geometry import Box, box_around, box_of, distance_miles
from beside.places.core.place import County, Estimate, Kind, Place, Point, Precision
from beside.places.search import MilitaryZip, UnknownPlace

__all__ = [
    "Box",
    "County",
    "Estimate",
    "Kind",
    "MilitaryZip",
    "Place",
    "Point",
    "Precision",
    "UnknownPlace",
    "box_around",
    "box_of",
    "county",
    "county_at",
    "distance_miles",
    "locate",
    "nearest_zip",
]


def locate(typed: str) -> list[Place]:
    """The places a person may mean: one for a ZIP, perhaps several for a name.

    Takes `40405`, `40405-1234`, `Berea`, `berea ky`, `Jefferson County, KY`,
    `Kentucky`. Raises UnknownPlace (with suggestions) or MilitaryZip.
    """
    if zip_code := question.zip_in(typed):
        return [search.by_zip(zip_code)]
    return search.by_name(typed)


def county(code: str) -> County:
    """A county by its code of any year. Raises UnknownPlace, NotOneCounty."""
    row = gazetteer().county_row(fips.canonical_fips(code))
    if row is None:
        raise UnknownPlace
    return gazetteer().county(row)


def nearest_zip(point: Point) -> Place:
    """The ZIP area whose middle is nearest, as people live in it."""
    book = gazetteer()
    [row] = geometry.nearest(point, *_zip_points(), k=1)
    return book.zip_place(int(row))


def county_at(point: Point) -> County:
    """The county a point lies in, by its nearest ZIP area."""
    return county(nearest_zip(point).county_fips)


def _zip_points() -> tuple[geometry.Floats, geometry.Floats]:
    book = gazetteer()
    return book.column("zip_lat") / 1e5, book.column("zip_lon") / 1e5

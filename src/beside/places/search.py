"""Finds places by name among the gazetteer's rows."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from beside.places.adapters.gazetteer import Gazetteer, gazetteer
from beside.places.core import question, words
from beside.places.core.place import Kind, Place
from beside.places.core.question import Reading

MOST_SUGGESTIONS = 5
SHORTEST, LONGEST = 3, 40
"""Letters of a name for which we look for likenesses."""
KIND_ORDER = (Kind.TOWN, Kind.COUNTY, Kind.STATE, Kind.ZIP)


class UnknownPlace(LookupError):
    """Nothing has that name or number. `suggestions` are places it may have meant.

    The message never repeats what was typed.
    """

    def __init__(self, suggestions: tuple[Place, ...] = ()) -> None:
        super().__init__("no such place in our tables")
        self.suggestions = suggestions


class MilitaryZip(UnknownPlace):
    """An APO, FPO or DPO ZIP: it stands for a unit, not for a place on the ground."""


def by_zip(code: str) -> Place:
    """The place of a five-digit ZIP.

    Raises MilitaryZip, or UnknownPlace with the largest towns served by the
    same sorting centre (the first three digits): a ZIP one number away may be
    hours away, so none is offered.
    """
    book = gazetteer()
    if (row := book.zip_row(code)) is not None:
        return book.zip_place(row)
    if question.is_military(code):
        raise MilitaryZip
    raise UnknownPlace(_towns_of_section(book, code))


def _towns_of_section(book: Gazetteer, code: str) -> tuple[Place, ...]:
    codes, towns = book.column("zip_code"), book.column("zip_town")
    first, last = codes.searchsorted([int(code[:3]) * 100, int(code[:3]) * 100 + 100])
    rows = {int(t) for t in towns[first:last] if int(t) < len(book.town_names)}
    return _largest((book.town_place(row) for row in rows), 3)


def by_name(typed: str) -> list[Place]:
    """Every place of that name: towns, then counties, then states; largest first.

    Raises UnknownPlace with suggestions one letter away, else with the same beginning.
    """
    book = gazetteer()
    options = question.readings(typed, _state_codes())
    for reading in options:
        if found := list(_exactly(book, reading)):
            return sorted(found, key=lambda p: (KIND_ORDER.index(p.kind), -_people(p)))
    raise UnknownPlace(_suggestions(book, options))


def _exactly(book: Gazetteer, reading: Reading) -> Iterator[Place]:
    if not reading.says_county:
        yield from _towns(book, reading.key, reading.state)
    if reading.says_county or not _any_town(book, reading):
        yield from _counties(book, reading.key, reading.state)
    if not reading.state and reading.key in _state_codes():
        yield book.state_place(book.state_codes.index(_state_codes()[reading.key]))


def _any_town(book: Gazetteer, reading: Reading) -> bool:
    return any(True for _ in _towns(book, reading.key, reading.state))


def _towns(book: Gazetteer, key: str, state: str) -> Iterator[Place]:
    for row in book.towns_by_key.get(key, ()):
        if not state or book.state_codes[int(book.column("town_state")[row])] == state:
            yield book.town_place(row)


def _counties(book: Gazetteer, key: str, state: str) -> Iterator[Place]:
    for row in book.counties_by_key.get(key, ()):
        if not state or book.state_codes[int(book.column("county_state")[row])] == state:
            yield book.county_place(row)


def _suggestions(book: Gazetteer, options: list[Reading]) -> tuple[Place, ...]:
    for reading in options:
        close = words.edits(reading.key) if SHORTEST <= len(reading.key) <= LONGEST else set()
        towns = (place for key in close for place in _towns(book, key, reading.state))
        counties = (place for key in close for place in _counties(book, key, reading.state))
        if found := _largest(counties if reading.says_county else towns, MOST_SUGGESTIONS):
            return found
    return _largest(_beginning(book, options[-1].key), MOST_SUGGESTIONS)


def _beginning(book: Gazetteer, key: str) -> Iterator[Place]:
    if len(key) < SHORTEST:
        return
    for town in book.town_keys[bisect_left(book.town_keys, key) :]:
        if not town.startswith(key):
            return
        yield from (book.town_place(row) for row in book.towns_by_key[town])


def _largest(places: Iterable[Place], most: int) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda p: (-_people(p), p.label))[:most])


def _people(place: Place) -> int:
    return place.population.people if place.population else 0


@cache
def _state_codes() -> dict[str, str]:
    """Postal code by the key of each state's code and name."""
    book = gazetteer()
    by_name = {words.key(n): c for n, c in zip(book.state_names, book.state_codes, strict=True)}
    return by_name | {words.key(code): code for code in book.state_codes}

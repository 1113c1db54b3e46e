"""The gazetteer in memory: columns that point at each other, and places made from them.

Read once, on first use. Nothing here is written after that, so threads share it.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from beside.places.adapters import columns
from beside.places.adapters.columns import Column
from beside.places.core import words
from beside.places.core.place import County, Estimate, Kind, Place, Point, Precision

SURVEY_2022 = "ACS 2018–2022"
ESTIMATE_2024 = "Census 2024"
NO_TOWN = 0xFFFF
PRECISIONS = tuple(Precision)


class Gazetteer:
    """States, counties, towns and ZIPs. Rows are numbers; places are made when asked for."""

    def __init__(self, packed: Mapping[str, Column]) -> None:
        self.zones = columns.lines(packed["zones"])
        self.state_codes = columns.lines(packed["state_code"])
        self.state_names = columns.lines(packed["state_name"])
        self.county_names = columns.lines(packed["county_name"])
        self.town_names = columns.lines(packed["town_name"])
        self._packed = packed
        self.degrees = {
            name: packed[name] / 1e5 for name in ("zip_lat", "zip_lon", "town_lat", "town_lon")
        }
        self._zip_rows = _direct_index(packed["zip_code"])
        self._county_rows = {int(f): row for row, f in enumerate(packed["county_fips"])}
        self.towns_by_key = _grouped(columns.lines(packed["town_key"]))
        self.town_keys = list(self.towns_by_key)
        self.counties_by_key = _grouped([words.county_key(name) for name in self.county_names])

    def column(self, name: str) -> Column:
        """A column as it was packed."""
        return self._packed[name]

    def zip_row(self, code: str) -> int | None:
        """The row of a five-digit ZIP."""
        row = int(self._zip_rows[int(code)])
        return None if row < 0 else row

    def county_row(self, fips: str) -> int | None:
        """The row of a county by its present code."""
        return self._county_rows.get(int(fips))

    def zip_place(self, row: int) -> Place:
        """The place a ZIP row stands for; named for its town, else its county."""
        p = self._packed
        county, town = int(p["zip_county"][row]), int(p["zip_town"][row])
        return Place(
            kind=Kind.ZIP,
            name=self.county_names[county] if town == NO_TOWN else self.town_names[town],
            zip=f"{int(p['zip_code'][row]):05d}",
            point=self._point("zip", row),
            precision=PRECISIONS[int(p["zip_precision"][row])],
            county_fips=f"{int(p['county_fips'][county]):05d}",
            county_name=self.county_names[county],
            state=self.state_codes[int(p["zip_state"][row])],
            time_zone=self.zones[int(p["zip_zone"][row])],
            population=self._people("zip", row, SURVEY_2022),
        )

    def town_place(self, row: int) -> Place:
        """A town: every ZIP whose post office has its name."""
        p = self._packed
        county = int(p["town_county"][row])
        return Place(
            kind=Kind.TOWN,
            name=self.town_names[row],
            zip="",
            point=self._point("town", row),
            precision=Precision.TOWN if p["town_precise"][row] else Precision.COUNTY,
            county_fips=f"{int(p['county_fips'][county]):05d}",
            county_name=self.county_names[county],
            state=self.state_codes[int(p["town_state"][row])],
            time_zone=self.zones[int(p["town_zone"][row])],
            population=self._people("town", row, SURVEY_2022),
        )

    def county_place(self, row: int) -> Place:
        """A county as a place one can search from."""
        county = self.county(row)
        return Place(
            kind=Kind.COUNTY,
            name=county.name,
            zip="",
            point=county.point,
            precision=Precision.COUNTY,
            county_fips=county.fips,
            county_name=county.name,
            state=county.state,
            time_zone=county.time_zone,
            population=county.population,
        )

    def county(self, row: int) -> County:
        """Everything the table has about a county."""
        p = self._packed
        vintage = SURVEY_2022 if p["county_survey"][row] else ESTIMATE_2024
        return County(
            fips=f"{int(p['county_fips'][row]):05d}",
            name=self.county_names[row],
            state=self.state_codes[int(p["county_state"][row])],
            point=self._point("county", row),
            time_zone=self.zones[int(p["county_zone"][row])],
            population=self._people("county", row, vintage),
        )

    def state_place(self, row: int) -> Place:
        """A state or territory."""
        p = self._packed
        return Place(
            kind=Kind.STATE,
            name=self.state_names[row],
            zip="",
            point=self._point("state", row),
            precision=Precision.STATE,
            county_fips="",
            county_name="",
            state=self.state_codes[row],
            time_zone=self.zones[int(p["state_zone"][row])],
            population=self._people("state", row, ESTIMATE_2024),
        )

    def _point(self, table: str, row: int) -> Point:
        p = self._packed
        return Point(int(p[f"{table}_lat"][row]) / 1e5, int(p[f"{table}_lon"][row]) / 1e5)

    def _people(self, table: str, row: int, vintage: str) -> Estimate | None:
        people = int(self._packed[f"{table}_people"][row])
        return None if people < 0 else Estimate(people, vintage)


def _direct_index(codes: Column) -> Column:
    """Row by ZIP for all 100,000 ZIPs there could be; -1 where there is none."""
    rows = np.full(100_000, -1, dtype=np.int32)
    rows[codes] = np.arange(len(codes), dtype=np.int32)
    return rows


def _grouped(keys: Sequence[str]) -> dict[str, tuple[int, ...]]:
    rows: dict[str, tuple[int, ...]] = {}
    for row, key in enumerate(keys):
        rows[key] = (*rows.get(key, ()), row)
    return rows


@cache
def gazetteer() -> Gazetteer:
    """The one of this process."""
    return Gazetteer(columns.read("gazetteer"))

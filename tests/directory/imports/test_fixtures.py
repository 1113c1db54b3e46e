"""Fifty-five small files, each judged as its name says: which row, which column, which fault."""

from pathlib import Path

import pytest

from beside.directory import models as m
from beside.directory.imports import batches, files
from beside.directory.imports.batches import Choices, ListOf
from beside.directory.imports.package import stable_id
from beside.directory.models import Mapping
from beside.directory.starting.mappings import shipped
from tests.directory.shared import FIXTURES, needs_shared

pytestmark = [pytest.mark.django_db, needs_shared]

SCOPE = "fixtures"
VALID: set[tuple[int, str, str]] = set()
EXPECTED = {
    "contact_with_no_parent.csv": {(2, "", "ragged")},  # eight cells under seven headers
    "existing_category.csv": VALID,
    "holiday_schedule_with_no_parent.csv": {(2, "service_id", "orphan")},
    "hs_with_2_digit_year.csv": VALID,
    "hs_with_invalid_date.csv": {(2, "valid_to", "unreadable")},
    "hs_with_spelled_out_date.csv": VALID,
    "invalid_address.csv": {(2, "city", "missing")},
    "invalid_category.csv": {(2, "name", "missing")},
    "invalid_contact.csv": {(2, "name", "missing")},
    "invalid_holiday_schedule.csv": {(2, "closed", "missing")},
    "invalid_location.csv": {(2, "name", "missing")},
    "invalid_location_org.csv": {(2, "organization_id", "orphan")},
    "invalid_mail_address.csv": {(2, "address_1", "missing")},
    "invalid_mail_address_location.csv": {(2, "location_id", "orphan")},
    "invalid_org.csv": {(2, "name", "missing")},
    "invalid_parent_category.csv": {(2, "parent_id", "orphan")},
    "invalid_phone.csv": {(2, "number_type", "missing")},
    "invalid_program.csv": {(2, "name", "missing")},
    "invalid_program_headers.csv": {(2, "", "ragged")},
    "invalid_regular_schedule.csv": {(2, "closes_at", "missing")},
    "invalid_service.csv": {(2, "name", "missing")},
    "invalid_service_location.csv": {(2, "location_id", "orphan")},
    "locations.csv": VALID,
    "missing_address.csv": {(2, "city", "missing")},
    "org_with_2_digit_year.csv": VALID,
    "org_with_invalid_date.csv": {(2, "date_incorporated", "unreadable")},
    "org_with_spelled_out_date.csv": VALID,
    "phone_with_no_parent.csv": {(2, "location_id", "orphan")},
    "program_with_no_parent.csv": {(2, "organization_id", "orphan")},
    "programs.csv": VALID,
    "regular_schedule_with_no_parent.csv": {(2, "service_id", "orphan")},
    "service_upload.csv": VALID,
    "service_upload_invalid_url.csv": {(2, "url", "unreadable")},
    "service_upload_location_not_found.csv": {(2, "location_id", "orphan")},
    "services.csv": VALID,
    "taxonomy.csv": VALID,
    "valid_address.csv": VALID,
    "valid_category.csv": VALID,
    "valid_contact_phone.csv": VALID,
    "valid_location.csv": VALID,
    "valid_location_contact.csv": VALID,
    "valid_location_holiday_schedule.csv": VALID,
    "valid_location_phone.csv": VALID,
    "valid_location_regular_schedule.csv": VALID,
    "valid_mail_address.csv": VALID,
    "valid_org.csv": VALID,
    "valid_org_contact.csv": VALID,
    "valid_org_phone.csv": VALID,
    "valid_program.csv": VALID,
    "valid_service.csv": VALID,
    "valid_service_contact.csv": VALID,
    "valid_service_holiday_schedule.csv": VALID,
    "valid_service_phone.csv": VALID,
    "valid_service_regular_schedule.csv": VALID,
    "valid_service_reimport.csv": VALID,
}


@pytest.fixture
def what_is_there(db):
    """What the files refer to: two organizations, three locations, a programme, a service."""

    def key(table, raw):
        return stable_id(SCOPE, table, raw)

    for raw in ("1", "2"):
        m.Organization.objects.create(id=key("organization", raw), name=f"Organization {raw}")
    one = m.Organization.objects.get(pk=key("organization", "1"))
    for raw in ("1", "2", "3"):
        m.Location.objects.create(id=key("location", raw), organization=one)
    m.Program.objects.create(id=key("program", "1"), organization=one, name="Programme")
    m.Service.objects.create(id=key("service", "1"), organization=one, name="Service")
    m.Contact.objects.create(id=key("contact", "1"), organization=one, name="John Smith")


def judged(name):
    content = (FIXTURES / name).read_bytes()
    for sign in (b"{ORG_ID}", b"{LOCATION_ID}", b"{SERVICE_ID}", b"{CONTACT_ID}"):
        content = content.replace(sign, b"1")
    mapping = None
    if name.startswith("service_upload"):
        mapping = Mapping(name="Upload", columns=shipped()["Ohana service upload"])
    chosen = Choices(ListOf(SCOPE), mapping=mapping, contacts=True)
    return batches.look(files.from_bytes(name, content), chosen).verdict


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_file_is_judged_as_its_name_says(what_is_there, name):
    found = {
        (fault.place.row, fault.column, fault.kind) for fault in judged(name).faults if fault.hard
    }

    expected = EXPECTED[name]
    assert bool(found) == bool(expected), found
    assert expected <= found


def test_every_file_is_in_the_table():
    assert {path.name for path in Path(FIXTURES).glob("*.csv")} == set(EXPECTED)


def test_two_digits_of_a_year_are_read_and_told(what_is_there):
    [note, *_] = judged("org_with_2_digit_year.csv").faults

    assert (note.kind, note.hard) == ("two_digit_year", False)
    assert "1970" in note.reason


def test_a_spelled_out_date_is_that_day(what_is_there):
    [row] = judged("hs_with_spelled_out_date.csv").rows

    assert str(row.values["valid_from"]) == "2014-12-24"
    assert row.values["exception"] is True
    assert "opens_at" not in row.values


def test_every_fault_says_how_to_mend_it(what_is_there):
    for name in EXPECTED:
        for fault in judged(name).faults:
            assert fault.reason
            assert fault.mend
            assert fault.place.file == name

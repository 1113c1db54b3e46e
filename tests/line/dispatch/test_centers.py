"""The table of whom to call: judged, kept, looked up without the network."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from beside.kernel import clock
from beside.line.core import psap_rows
from beside.line.core.emergency import SHORT
from beside.line.dispatch import lookup
from beside.line.dispatch.lookup import Why
from beside.line.models import Psap, Relay
from beside.line.particulars import Particulars
from beside.partners import counties
from beside.places.queries import Point
from tests.line.console.shared import browser_of, center, operator

AT = datetime(2026, 11, 21, 6, 40, tzinfo=UTC)
PAGE = "/en/staff/line/centers/"
BEREA = Point(37.5687, -84.2963)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-84.4, 37.5], [-84.2, 37.5], [-84.2, 37.7], [-84.4, 37.7], [-84.4, 37.5]]],
}
HEADER = ["name", "counties", "number", "source", "tested", "area"]


def judged(*rows: list[str]) -> psap_rows.Judged:
    return psap_rows.judge(HEADER, rows, counties.code_of, date(2026, 11, 21))


@pytest.mark.parametrize("short", sorted(SHORT))
def test_a_short_number_is_no_line_of_a_center(short):
    with pytest.raises(psap_rows.NotATenDigitLine) as why:
        psap_rows.ten_digits(short)
    assert "short number" in str(why.value)


@given(st.text(max_size=24))
def test_whatever_is_written_is_a_ten_digit_line_or_refused_with_a_reason(written):
    try:
        line = psap_rows.ten_digits(written)
    except psap_rows.NotATenDigitLine as why:
        line = str(why)
    assert line in (psap_rows.EMERGENCY, psap_rows.NOT_TEN) or re.fullmatch(r"\+1\d{10}", line)


def test_every_fault_is_named_by_row_and_column():
    found = judged(
        ["", "Nowhere, ZZ", "911", "", "soon", "{}"],
        ["Estill", "Estill, KY", "606 555 0113", "sheriff", "2026-12-24", ""],
        ["Good", "Madison, KY; 21065", "859-555-0111", "clerk", "2026-01-05", ""],
        ["good", "21151", "859-555-0112", "clerk", "", ""],
    )
    places = {(fault.row, fault.column) for fault in found.faults}
    assert places == {
        (2, "name"), (2, "counties"), (2, "number"), (2, "source"), (2, "tested"), (2, "area"),
        (3, "tested"), (5, "name"),
    }  # fmt: skip
    [(row, kept)] = found.rows
    assert (row, kept.counties, kept.number) == (4, ("21151", "21065"), "+18595550111")


def test_a_list_without_a_needed_column_is_refused_once():
    found = psap_rows.judge(["name"], [["a"]], counties.code_of, date(2026, 11, 21))
    assert {fault.column for fault in found.faults} == {"counties", "number", "source"}


@pytest.mark.django_db
def test_an_area_around_the_place_goes_before_the_county():
    county = center()
    city = center("Berea Dispatch", number="+18595550115", area=SQUARE)
    found = lookup.centers_for(point=BEREA, counties=["21151"], at=AT)
    assert [(answer.psap, answer.why) for answer in found] == [
        (city, Why.AREA), (county, Why.COUNTY),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_center_with_an_area_elsewhere_is_not_offered():
    center("Richmond only", area=SQUARE)
    assert lookup.centers_for(point=Point(37.9, -84.29), counties=["21151"], at=AT) == []


@pytest.mark.django_db
def test_a_zip_of_two_counties_offers_both_the_larger_part_first():
    where = lookup.where_is(Particulars(zip="40403"), "")
    assert where.counties[0] == "21151"
    assert len(where.counties) > 1


@pytest.mark.django_db
def test_what_cannot_be_placed_blocks_nothing():
    where = lookup.where_is(Particulars(place="the blue house"), "")
    assert lookup.centers_for(point=where.point, counties=where.counties, at=AT) == []


@pytest.mark.django_db
def test_an_entry_for_practice_answers_practice_alone():
    real, desk = center(), center("Our desk", is_test_mode=True)
    ask = {"point": None, "counties": ["21151"], "at": AT}
    assert [a.psap for a in lookup.centers_for(**ask)] == [real]
    assert [a.psap for a in lookup.centers_for(**ask, for_practice=True)] == [desk]


def test_a_number_not_tested_for_180_days_is_stale():
    assert lookup.is_stale(None, AT)
    assert lookup.is_stale(AT - timedelta(days=181), AT)
    assert not lookup.is_stale(AT - timedelta(days=179), AT)


@pytest.fixture
def mo(db):
    return browser_of(operator("Mo", "line_supervisor"))


def test_911_is_refused_on_the_page_with_a_reason(mo):
    words = {"name": "Bad", "counties": "Madison, KY", "number": "911", "source": "web"}
    answer = mo.post(f"{PAGE}new/", words)
    assert "emergency short number" in answer.content.decode()
    assert not Psap.objects.exists()


def test_a_list_is_looked_at_kept_and_taken_away_again(mo):
    text = 'name,counties,number,source\nMadison 911,"Madison, KY",859-555-0111,clerk\n'
    file = SimpleUploadedFile("centers.csv", text.encode())
    seen = mo.post(f"{PAGE}import/", {"file": file})
    packed = seen.context["page"].packed
    assert not Psap.objects.exists()
    mo.post(f"{PAGE}import/", {"packed": packed})
    psap = Psap.objects.get()
    assert psap.number == "+18595550111"
    mo.post(f"{PAGE}{psap.pk}/tested/")
    taken = mo.get(f"{PAGE}centers.csv").content
    again = mo.post(f"{PAGE}import/", {"file": SimpleUploadedFile("again.csv", taken)})
    mo.post(f"{PAGE}import/", {"packed": again.context["page"].packed})
    assert Psap.objects.count() == 1
    assert Psap.objects.get().last_tested_at == psap.__class__.objects.get().last_tested_at


def test_a_new_number_is_untested(mo):
    psap = center()
    words = {
        "name": psap.name, "counties": "21151", "number": "859-555-0177", "source": "clerk",
    }  # fmt: skip
    mo.post(f"{PAGE}{psap.pk}/", words)
    assert Psap.objects.get().last_tested_at is None


def test_a_number_is_said_to_be_never_tested_or_tested_too_long_ago(mo):
    psap = center()
    Psap.objects.update(last_tested_at=None)
    for page in (PAGE, f"{PAGE}?where=40403", f"{PAGE}{psap.pk}/"):
        assert "180 days" not in mo.get(page).content.decode()
    assert "1 number was never tested" in mo.get(PAGE).content.decode()

    Psap.objects.update(last_tested_at=clock.now() - timedelta(days=181))
    found = mo.get(f"{PAGE}?where=40403").content.decode()
    assert "not tested for 180 days" in found
    assert "never tested" not in found


def test_a_place_is_looked_up_and_the_relay_is_set(mo):
    center()
    assert "Example County 911" in mo.get(f"{PAGE}?where=40403").content.decode()
    assert "no such place" in mo.get(f"{PAGE}?where=zzzzz").content.decode()
    mo.post(f"{PAGE}relay/", {"name": "Relay", "number": "888-555-0120", "source": "contract"})
    mo.post(f"{PAGE}relay/", {"tested": "1"})
    assert Relay.objects.get().last_tested_at

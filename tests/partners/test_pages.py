import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from beside.accounts.export import as_xlsx
from beside.accounts.models import Invitation
from beside.partners.models import MembershipOffer, Partner
from tests import people
from tests.partners.samples import partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def gloria(client):
    return people.sign_in(client, people.person("coordinator"))


def test_gloria_adds_a_partner_and_its_contact_with_one_form(gloria):
    said = {
        "name": "Berea Public Library",
        "kind": "library",
        "counties": "Madison, KY\n21203",
        "since": "2026-11-21",
        "contact_email": "ada@library.example.org",
        "contact_name": "Ada",
        "contact_language": "es",
    }
    answer = gloria.post(reverse("partners:add"), said)

    made = Partner.objects.get()
    assert answer.url == reverse("partners:partner", args=[made.pk])
    assert made.counties == ["21151", "21203"]
    assert Invitation.objects.get().language == "es"
    assert MembershipOffer.objects.get().role == "partner_contact"
    page = gloria.get(answer.url).content.decode()
    assert "Madison County, KY" in page
    assert "/es/staff/account/invitation/" in page  # no mail server: the link stands there


def test_a_county_nobody_knows_is_named_beside_its_field(gloria):
    said = {"name": "A", "kind": "library", "counties": "Atlantis", "since": "2026-11-21"}
    page = gloria.post(reverse("partners:add"), said).content.decode()

    assert "Atlantis" in page
    assert not Partner.objects.exists()


def _upload(client, content, name="list.csv"):
    return client.post(
        reverse("partners:import"), {"file": SimpleUploadedFile(name, content)}
    ).content.decode()


def _packed(page):
    return page.split('name="packed" value="')[1].split('"')[0]


def test_a_list_is_looked_at_before_it_is_kept(gloria):
    partner("Old Library")
    page = _upload(gloria, b"Name;Type;Counties\nOld Library;library;\nShelter;shelter;21151\n")
    assert Partner.objects.count() == 1

    gloria.post(reverse("partners:import"), {"packed": _packed(page)})
    assert set(Partner.objects.values_list("name", flat=True)) == {"Old Library", "Shelter"}


def test_a_list_with_a_fault_keeps_nothing_and_says_where(gloria):
    page = _upload(gloria, b"name,kind\nGood,library\nBad,bookshop\n")

    assert "bookshop" in page
    assert 'name="packed"' not in page
    assert not Partner.objects.exists()


def test_a_changed_preview_is_not_kept(gloria):
    page = _upload(gloria, b"name,kind\nGood,library\n")
    gloria.post(reverse("partners:import"), {"packed": _packed(page)[:-3] + "abc"})

    assert not Partner.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01binary", b"PK\x03\x04 not a workbook"])
def test_what_is_no_table_is_refused_in_words(gloria, content):
    page = _upload(gloria, content, "x.xlsx")

    assert 'name="packed"' not in page


def test_what_leaves_as_a_file_comes_back_the_same(gloria):
    partner("=cmd|' /C calc'!A0")
    partner("Library, of Berea")
    for kind in ("csv", "xlsx"):
        file = gloria.get(reverse("partners:export", args=[kind])).content
        page = _upload(gloria, file, f"partners.{kind}")
        assert 'name="packed"' in page
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=cmd|' /C calc'!A0"


def test_a_cell_that_would_run_is_made_harmless_in_csv(gloria):
    partner("=1+1")
    text = gloria.get(reverse("partners:export", args=["csv"])).content.decode("utf-8-sig")

    assert "\r\n'=1+1," in text


def test_a_workbook_holds_text_and_no_formula():
    rows = CalamineWorkbook.from_filelike(
        io.BytesIO(as_xlsx(["a"], [["=1+1"]]))
    ).get_sheet_by_index(0)
    assert rows.to_python() == [["a"], ["=1+1"]]

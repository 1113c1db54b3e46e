"""However an encounter came, every report says the same; small counts are not shown to others."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beside.privacy.disclosure import Suppressed
from beside.supply.core.encounters import Way
from beside.supply.hand import asked, figures, forms, sheets
from beside.supply.models import Encounter
from tests import people as folk
from tests.supply.hand.shared import keep, site, today, told, worker
from tests.supply.shared import product, program, stocked, vials

pytestmark = pytest.mark.django_db

ROWS = [
    ("abc 031485 f", "1985", "woman", "40403", "yes", "2", "used", "1", "", "10"),
    ("", "", "", "", "", "", "", "", "1", ""),
    ("smma 90 m", "1990", "Man", "Berea", "no", "", "first", "2", "1", ""),
    ("abc 031485 f", "1985", "woman", "40403", "", "", "lost", "1", "", "5"),
]
HEADER = (
    "date,code,year of birth,gender,zip,new,others,reason,nasal_4mg kits,nasal_4mg,syringes back"
)


def as_posted(row):
    code, born, gender, town, new, others, reason, kits, single, back = row
    pk = product().pk
    return {
        "nonce": str(uuid4()), "on_date": today().isoformat(), "code": code, "birth_year": born,
        "gender": gender.lower(), "town": town, "is_new": new, "for_others": others,
        "reason": reason, f"kits_{pk}": kits, f"units_{pk}": single, "syringes_back": back,
    }  # fmt: skip


def as_file():
    return "\n".join([HEADER, *(",".join((today().isoformat(), *row)) for row in ROWS)]).encode()


def counted():
    found = figures.figures([program()], today() - timedelta(days=5), today())
    return found.given, found.came


@pytest.fixture
def sam(client):
    client.user = worker("packer", "program_manager")
    return folk.sign_in(client, client.user)


def by_page(client):
    for row in ROWS:
        answer = client.post(reverse("supply:hand") + f"?place={site().pk}", as_posted(row))
        assert answer.status_code == 302


def by_sheet(client):
    url = reverse("supply:hand_sheet")
    file = SimpleUploadedFile("list.csv", as_file())
    seen = client.post(url, {"place": site().pk, "file": file})
    page = seen.context["page"]
    assert not page.faults
    assert not Encounter.objects.exists()
    columns = {f"column_{one.position}": one.chosen for one in page.meanings}
    again = {"place": site().pk, "packed": page.packed, "keep": "yes", **columns}
    assert client.post(url, again).status_code == 302
    assert client.post(url, again).status_code == 302  # the button pressed twice


def offline(client):
    for row in ROWS:
        left = {k: v for k, v in as_posted(row).items() if k not in forms.OFFLINE_LEAVES_OUT}
        sent = client.post(reverse("supply:hand_sent"), {**left, "place": site().pk})
        assert sent.status_code == 200
        assert client.post(reverse("supply:hand_sent"), {**left, "place": site().pk}).json() == (
            sent.json()
        )


def test_single_entry_and_a_spreadsheet_give_the_same_reports(sam):
    stocked(20, at_place=site())
    by_page(sam)
    first = counted()
    assert first[1][0].people == 2
    assert first[0][0].units == 10
    Encounter.objects.all().delete()
    by_sheet(sam)
    assert counted() == first
    assert set(Encounter.objects.values_list("way", flat=True)) == {Way.SHEET.value}


def test_what_waited_offline_counts_the_same_but_says_nothing_of_anybody(sam):
    by_page(sam)
    given, came = counted()
    Encounter.objects.all().delete()
    offline(sam)
    again, back = counted()
    assert again == given
    assert (back[0].encounters, back[0].new, back[0].refills) == (
        came[0].encounters, came[0].new, came[0].refills,
    )  # fmt: skip
    kept = Encounter.objects.all()
    assert not kept.filter(code_hash__isnull=False).exists()
    assert set(kept.values_list("county_fips", flat=True)) == {""}


def test_broken_rows_are_named_and_nothing_is_kept(sam):
    bad = as_file() + b"\n2026-13-40,xx,1700,robot,00000,maybe,-1,eaten,many,,\n,,,,,,,,1,,"
    url = reverse("supply:hand_sheet")
    page = sam.post(url, {"place": site().pk, "file": SimpleUploadedFile("a.csv", bad)}).context[
        "page"
    ]
    named = {(fault.row, fault.column) for fault in page.faults}
    columns = ("date", "code", "year of birth", "gender", "zip", "new", "others", "reason",
               "nasal_4mg kits")  # fmt: skip
    assert {(6, column) for column in columns} <= named
    assert (7, "date") in named
    assert not page.rows
    assert all(fault.value != "xx" for fault in page.faults)
    sam.post(url, {"place": site().pk, "packed": page.packed, "keep": "yes"})
    assert not Encounter.objects.exists()


def test_a_spreadsheet_of_office_is_read_like_a_text(sam):
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, line in enumerate(as_file().decode().splitlines()):
            page.write_row(number, 0, line.split(","))
    given = sheets.read("list.xlsx", held.getvalue())
    text = sheets.read("list.csv", as_file())
    assert given.headers == text.headers
    assert [dict(cells) for _, cells in given.lines] == [dict(cells) for _, cells in text.lines]


def test_a_row_names_its_site(sam):
    other = site("Van")
    content = f"date,site,nasal_4mg\n{today()},van,2\n{today()},nowhere,2\n".encode()
    given = sheets.read("a.csv", content)
    asks = asked.products_of(site(), "en")
    mapping = sheets.guessed(given.headers, sheets.names_of(asks))
    judged = sheets.judged(given, mapping, [site(), other], site(), asks, today(), "")
    assert [(fault.row, fault.column) for fault in judged.faults] == [(3, "site")]


def test_what_was_taken_back_counts_nowhere(sam):
    kept = keep(by=sam.user)
    assert counted()[1]
    sam.post(reverse("supply:hand_undo", args=[kept.pk]))
    assert counted() == ([], [])


def test_small_counts_are_hidden_from_others_and_cannot_be_worked_out():
    for units in (400, 300, 4):
        keep(site(f"Site {units}"), units={product(): units})
    keep(site("Site 400"), units={vials(): 6})
    released = figures.published(figures.figures([program()], today(), today()))
    month = f"{today():%Y-%m}"
    cells = released.tables["by site"]
    assert isinstance(cells[month, "Site 4"], Suppressed)
    assert sum(isinstance(cells[month, f"Site {n}"], Suppressed) for n in (400, 300)) >= 1
    assert isinstance(released.tables["by product"][month, "vial_0_4mg"], Suppressed)


def test_an_epidemiologist_sees_only_what_may_be_published(client):
    keep(units={product(): 4})
    folk.sign_in(client, folk.person("epidemiologist"))
    page = client.get(reverse("supply:hand_figures")).context["page"]
    assert page.is_public
    assert not page.found.given
    body = client.get(reverse("supply:hand_figures_file", args=["csv"])).content.decode()
    assert "fewer than 11" in body or "not shown" in body


def test_another_program_sees_nothing_of_it(client):
    kept = keep()
    folk.sign_in(client, worker(slug="other"))
    assert client.post(reverse("supply:hand_undo", args=[kept.pk])).status_code == 404
    assert client.get(reverse("supply:hand") + f"?place={kept.place_id}").status_code == 404


def test_the_page_keeps_site_and_day_in_its_address_and_sets_no_cookie_of_its_own(sam):
    day = (today() - timedelta(days=3)).isoformat()
    data = as_posted(ROWS[1]) | {"on_date": day}
    van = site("Van")
    answer = sam.post(reverse("supply:hand") + f"?place={van.pk}", data)
    assert f"place={van.pk}" in answer["Location"]
    assert f"day={day}" in answer["Location"]
    page = sam.get(answer["Location"]).context["page"]
    assert page.place == van
    assert page.form["on_date"].value().isoformat() == day
    assert set(answer.cookies) <= {"messages", "sessionid", "csrftoken"}


def test_a_form_that_cannot_be_kept_comes_back_with_what_was_written(sam):
    data = as_posted(ROWS[0]) | {"town": "Nowhere at all", "code": "Ana Lopez"}
    answer = sam.post(reverse("supply:hand") + f"?place={site().pk}", data)
    assert answer.status_code == 422
    assert set(answer.context["page"].form.errors) == {"town", "code"}
    assert not Encounter.objects.exists()


def test_the_empty_sheet_is_understood_when_it_comes_back(sam):
    body = sam.get(reverse("supply:hand_sheet_empty", args=["csv"]), {"place": site().pk}).content
    headers = body.decode("utf-8-sig").strip().split(",")
    asks = asked.products_of(site(), "en")
    assert len(sheets.guessed(headers, sheets.names_of(asks))) == len(headers)


def test_every_part_of_an_encounter_survives_the_form():
    ready = forms.EncounterForm(
        as_posted(ROWS[0]) | {
            "race": ["white", "native"], "services": ["hiv_test"], "referrals": ["medication"],
            "education": ["overdose"], "substances": ["fentanyl", "meth"], "recipient": "at_risk",
            "previous_point": "pharmacy", "trained": "now", "pounds_back": "2", "syringes_back": "",
        },
        asks=asked.products_of(site(), "en"), states=["KY"], today=today(), cap=12,
    )  # fmt: skip
    assert ready.is_valid(), ready.errors
    said = ready.told()
    assert (said.syringes_back, said.is_back_weighed) == (562, True)
    assert said.county_fips == "21151"
    assert said.age == "35-44"
    kept = keep(**{n: getattr(said, n) for n in vars(told()) if n not in ("nonce", "way")})
    assert kept.race == ["white", "native"]
    assert kept.code_style == "ny"

"""Pages of the law, over HTTP: for everybody, and for those who keep the table."""

import csv
import gzip
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from python_calamine import CalamineWorkbook

from beside.kernel import clock, house
from beside.supply.core.law import Topic, Value
from beside.supply.law import here, sheets
from beside.supply.law import queries as law
from beside.supply.models import LawFact
from tests import people
from tests.supply.law.shared import SF_74, seen, shipped, state

pytestmark = pytest.mark.django_db
WY = ("WY", "good_samaritan")


def today():
    return house.today(clock.now())


def stated(**changes):
    """Somebody stated it today."""
    said = replace(
        SF_74, as_of_date=today(), next_review_date=today() + timedelta(days=90), **changes
    )
    return state(said, at=clock.now())


@pytest.fixture
def gloria(client):
    client.user = people.person("coordinator", name="Gloria")
    return people.sign_in(client, client.user)


def page_of(client, path, *, status=200, **asked):
    answer = client.get(path, asked)
    assert answer.status_code == status
    return answer.content.decode()


def staff(name, *args):
    return reverse(f"supply:{name}", args=args)


def fields(**changes):
    said = {
        "value": "yes", "scope": "For who asks for help.", "scope_es": "Para quien pide ayuda.",
        "exclusions": "", "exclusions_es": "", "citation": "Wyoming 2025 Senate File 74",
        "source_url": "https://wyoleg.gov/", "effective": "2025-07-01",
        "as_of_date": today().isoformat(),
        "next_review_date": (today() + timedelta(days=90)).isoformat(), "seen": "0",
    }  # fmt: skip
    return said | changes


# For everybody


def test_a_zip_leads_to_the_law_of_its_state_and_stands_in_no_further_address(client):
    answer = client.get("/en/law/", {"near": "40405"})

    assert (answer.status_code, answer["Location"]) == (302, "/en/law/ky/")
    assert client.get("/en/law/", {"near": "ks"})["Location"] == "/en/law/ks/"


def test_a_town_in_several_states_asks_which(client):
    page = page_of(client, "/en/law/", near="Springfield")

    assert "Which one?" in page
    assert "/en/law/mo/" in page
    assert "/en/law/il/" in page


def test_a_place_we_do_not_know_is_said_plainly_and_the_list_is_open(client):
    page = page_of(client, "/en/law/", near="zzzzzz", status=404)

    assert "We do not know that place" in page
    assert "<details open>" in page


@pytest.mark.parametrize("path", ["/en/law/zz/", "/en/law/kentucky/"])
def test_no_such_state_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_page_says_for_whom_not_since_when_on_what_and_when_it_was_looked_at(client):
    shipped()
    page = page_of(client, "/en/law/ks/")

    assert "a law protects you from some drug charges" in page
    assert "People on probation, on parole or on work release are not covered." in page
    assert "Since 2024." in page
    assert "Senate Bill 419" in page
    assert "Looked at: May 10, 2024." in page
    assert "This is not legal advice" in page


def test_the_page_is_whole_in_spanish(client):
    shipped()
    page = page_of(client, "/es/law/ks/")

    assert "libertad condicional" in page
    assert "Desde: 2024." in page
    for english in ("People on", "Looked at", "Since", "not legal advice", "We do not know"):
        assert english not in page


def test_what_is_old_shows_check_and_what_was_looked_at_today_does_not(client):
    shipped()
    tag = '<span class="tag warn">check</span>'
    assert tag in page_of(client, "/en/law/sd/")

    stated(state="PR")

    assert tag not in page_of(client, "/en/law/pr/")


def test_what_is_not_known_is_said_and_is_no_prohibition(client):
    shipped()
    page = page_of(client, "/en/law/wy/")

    assert "We do not know whether a law protects who calls 911 for an overdose." in page
    assert "Senate File 74" in page
    assert "not that it is forbidden" in page
    assert "call 911 and stay" in page


def test_a_territory_has_a_page_though_nobody_looked(client):
    assert page_of(client, "/en/law/pr/").count("We do not know") >= len(Topic)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", ["ky", "ks", "ak", "wy"])
def test_the_page_is_light_sets_no_cookie_and_asks_nobody_else(client, language, code):
    shipped()
    answer = client.get(f"/{language}/law/{code}/")

    assert len(gzip.compress(answer.content)) <= 14_000
    assert not answer.cookies
    assert not re.search(r'(src|href)="https?://[^"]*\.(js|css|png)', answer.content.decode())


def test_the_law_as_data_is_public_and_may_be_kept(client):
    shipped()
    answer = client.get("/law/facts.json", {"state": "ks", "topic": "good_samaritan"})
    [fact] = answer.json()["facts"]

    assert answer["Cache-Control"] == "public, max-age=3600"
    assert (fact["value"], fact["effective"], fact["check"]) == ("yes", "2024", True)
    assert "parole" in fact["exclusions"]["en"]
    assert len(client.get("/law/facts.json").json()["facts"]) == 56 * len(Topic)


def test_the_lesson_about_the_law_is_told_what_who_helps_should_know():
    laws = pytest.importorskip("beside.training.laws")
    shipped()
    told = {each.topic: each for each in laws.here("KS", "es") if each.topic in list(Topic)}

    assert told["good_samaritan"].value == "yes"
    assert "libertad condicional" in told["good_samaritan"].words
    assert told["good_samaritan"].stale
    assert told["lay_immunity"].value == "unknown"
    assert not [each for each in laws.here("ZZ", "en") if each.topic in list(Topic)]


def test_another_page_can_show_the_law_of_a_state_in_few_words():
    shipped()
    law_here = here.included("KS", today(), [Topic.GOOD_SAMARITAN, Topic.FENTANYL_STRIPS])
    drawn = render_to_string("supply/law/here.html", {"law": law_here})

    assert "The law in Kansas" in drawn
    assert "probation" in drawn
    assert "/law/ks/" in drawn
    assert drawn.count("<li") == 2


def test_the_page_of_an_overdose_leads_to_the_law(client):
    assert 'href="/en/law/"' in page_of(client, "/en/now/")


# For those who keep the table


def test_the_table_shows_every_state_and_topic_with_its_age(gloria):
    shipped()
    page = page_of(gloria, staff("law_table"))

    assert page.count('<td class="') == 56 * len(Topic)
    assert '<td class="yes"><a href="KS/good_samaritan/">yes</a>' in page
    assert '<td class="unknown"><a href="PR/syringe_mail/">?</a>' in page
    assert re.search(r"<small>\d+ years ✱</small>", page)


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"state": "KS"}, "/KS/good_samaritan/", "/KY/good_samaritan/"),
        ({"topic": "good_samaritan"}, "/KY/good_samaritan/", "/KY/syringe_services/"),
        ({"value": "unknown", "topic": "good_samaritan"}, "/TX/good_samaritan/", "/KY/"),
        ({"show": "here"}, "/WY/good_samaritan/", "/KY/good_samaritan/"),
        ({"show": "due", "state": "WY"}, "/WY/naloxone_access/", "/WY/good_samaritan/"),
    ],
)
def test_the_table_can_be_asked(gloria, asked, there, not_there):
    shipped()
    stated()
    page = page_of(gloria, staff("law_table"), **asked)

    assert there in page
    assert not_there not in page


def test_only_who_may_edit_the_law_comes_in(client):
    people.sign_in(client, people.person("packer"))

    assert client.get(staff("law_table")).status_code == 403
    assert client.post(staff("law_edit", *WY), fields(act="keep")).status_code == 403
    assert not LawFact.objects.exists()


def test_an_answer_is_previewed_in_both_languages_before_it_is_kept(gloria):
    page = gloria.post(staff("law_edit", *WY), fields(act="preview")).content.decode()

    assert "So it will be read" in page
    assert "If you call 911 for an overdose, a law protects you from some drug charges." in page
    assert "Si llama al 911" in page
    assert "Para quien pide ayuda." in page
    assert not LawFact.objects.exists()


def test_kept_it_stands_and_can_be_undone_from_the_next_page(gloria):
    answer = gloria.post(staff("law_edit", *WY), fields(act="keep"), follow=True)
    page = answer.content.decode()

    assert law.allows("WY", Topic.GOOD_SAMARITAN, today())
    undo = staff("law_undo", *WY, 1)
    assert undo in page
    gloria.post(undo)
    assert not law.allows("WY", Topic.GOOD_SAMARITAN, today())


def test_what_rests_on_nothing_is_said_at_its_field_and_nothing_is_lost(gloria):
    answer = gloria.post(staff("law_edit", *WY), fields(act="preview", citation=""))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "on what does it rest?" in page
    assert "Para quien pide ayuda." in page


@pytest.mark.parametrize("effective", ["July", "2025-13", "1/7/2025"])
def test_a_beginning_that_cannot_be_read_is_said(gloria, effective):
    answer = gloria.post(staff("law_edit", *WY), fields(effective=effective))

    assert answer.status_code == 422
    assert "Write 2017-07-01, 2017-07 or 2017." in answer.content.decode()


def test_who_was_overtaken_keeps_what_they_wrote_and_is_led_to_the_other(gloria):
    stated()
    answer = gloria.post(staff("law_edit", *WY), fields(act="keep", scope="Mine."))
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Somebody stated something else meanwhile" in page
    assert "Mine." in page
    assert seen("WY", Topic.GOOD_SAMARITAN) == 1


def test_looking_again_with_a_day_and_withdrawing(gloria):
    stated()
    again = {"seen": "1", "next_review_date": (today() + timedelta(days=60)).isoformat()}
    gloria.post(staff("law_verify", *WY), again)
    assert seen("WY", Topic.GOOD_SAMARITAN) == 2

    gloria.post(staff("law_withdraw", *WY), {"seen": "2"})

    assert law.answer("WY", Topic.GOOD_SAMARITAN, today()).value is Value.UNKNOWN
    page = page_of(gloria, staff("law_fact", *WY))
    for deed in ("withdrawn, Gloria", "looked at again, Gloria", "stated"):
        assert deed in page


def test_a_next_review_in_the_past_is_refused_at_its_field(gloria):
    stated()
    answer = gloria.post(
        staff("law_verify", *WY), {"seen": "1", "next_review_date": today().isoformat()}
    )

    assert answer.status_code == 422
    assert "must be after today" in answer.content.decode()


@pytest.mark.parametrize("act", ["law_verify", "law_withdraw"])
def test_an_act_on_what_somebody_changed_meanwhile_changes_nothing(gloria, act):
    stated()
    stated(value=Value.PARTIAL)
    ahead = (today() + timedelta(days=60)).isoformat()
    answer = gloria.post(staff(act, *WY), {"seen": "1", "next_review_date": ahead}, follow=True)

    assert "somebody wrote something else meanwhile" in answer.content.decode()
    assert seen("WY", Topic.GOOD_SAMARITAN) == 2


def test_a_promised_review_stands_over_every_staff_page_once_it_is_due(gloria, monkeypatch):
    stated()
    told = "1 answer about the law is due to be looked at again."
    assert told not in page_of(gloria, staff("law_table"))

    later = clock.now() + timedelta(days=91)
    monkeypatch.setattr(clock, "now", lambda: later)
    client = people.sign_in(gloria, gloria.user)

    assert told in page_of(client, staff("law_table"))


# Spreadsheets


def taken(client, kind="csv", **asked):
    answer = client.get(staff("law_file", kind), asked)
    assert answer.status_code == 200
    return answer.content


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def brought(client, content, name="law.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(staff("law_import"), {"file": file}).content.decode()


def as_csv(rows, header=sheets.HEADER):
    text = io.StringIO()
    writer = csv.DictWriter(text, header, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def packed_in(page):
    return re.search(r'name="packed" value="([^"]+)"', page).group(1)


def test_the_table_taken_away_and_brought_in_unchanged_changes_nothing(gloria):
    shipped()
    stated()
    page = brought(gloria, taken(gloria))

    assert f"Nothing to keep: {LawFact.objects.filter(superseded_by=None).count()}" in page


def test_the_same_holds_for_a_workbook(gloria):
    shipped()
    content = taken(gloria, "xlsx", state="KY")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert "Nothing to keep" in brought(gloria, content, "law.xlsx")
    assert book.get_sheet_by_index(0).to_python()[0][:3] == ["state", "topic", "value"]


def test_a_changed_list_is_previewed_kept_and_taken_back_as_a_whole(gloria):
    shipped()
    rows = rows_of(taken(gloria, topic="syringe_mail")) or []
    rows += [
        {"state": code, "topic": "syringe_mail", "value": "yes", "citation": f"Law of {code}",
         "as_of": today().isoformat(), "effective": "2024-05"}
        for code in ("OH", "IN")
    ]  # fmt: skip
    page = brought(gloria, as_csv(rows))
    assert "No faults: 2 new, 0 changed, 0 as they stand." in page
    assert not law.allows("OH", Topic.SYRINGE_MAIL, today())

    answer = gloria.post(staff("law_import"), {"packed": packed_in(page)}, follow=True)

    assert law.allows("OH", Topic.SYRINGE_MAIL, today())
    undo = re.search(r'action="([^"]+/import/undo/[^"]+)"', answer.content.decode()).group(1)
    gloria.post(undo)
    assert not law.allows("OH", Topic.SYRINGE_MAIL, today())


def test_a_broken_list_names_row_column_and_reason_and_keeps_nothing(gloria):
    good = {"state": "OH", "topic": "syringe_mail", "value": "yes", "citation": "A law",
            "as_of": today().isoformat()}  # fmt: skip
    rows = [
        good,
        good | {"state": "ZZ"},
        good | {"state": "IN", "topic": "jaywalking"},
        good | {"state": "IL", "value": "maybe"},
        good | {"state": "MI", "as_of": "soon"},
        good | {"state": "WV", "citation": ""},
        good | {"state": "TN", "effective": "1/2/2024"},
    ]
    page = brought(gloria, as_csv(rows))

    assert "Nothing was kept: 6 things to mend." in page
    told = re.findall(r'<td class="number">(\d+)</td><td>(\w+)</td>', page)
    assert told == [("3", "state"), ("4", "topic"), ("5", "value"), ("6", "as_of"),
                    ("7", "citation"), ("8", "effective")]  # fmt: skip
    assert not LawFact.objects.exists()


def test_a_state_and_topic_that_stand_twice_are_refused(gloria):
    one = {"state": "OH", "topic": "syringe_mail", "value": "yes", "citation": "A law",
           "as_of": today().isoformat()}  # fmt: skip
    page = brought(gloria, as_csv([one, one | {"value": "partial"}]))

    assert page.count("this state and topic stand twice") == 2


def test_a_missing_column_and_a_file_that_is_none_are_said(gloria):
    assert "this column is missing" in brought(gloria, b"state,value\nOH,yes\n")
    assert "could not be read" in brought(gloria, b"PK\x03\x04junk", "law.xlsx")


def test_a_cell_that_would_be_a_formula_is_harmless_and_reads_back(gloria):
    stated(citation="=HYPERLINK(1)")
    content = taken(gloria, show="here")

    assert "'=HYPERLINK(1)" in content.decode("utf-8-sig")
    assert "Nothing to keep" in brought(gloria, content)


def test_a_preview_is_good_for_an_hour_and_only_if_nothing_changed(gloria, monkeypatch):
    one = {"state": "WY", "topic": "good_samaritan", "value": "yes", "citation": "A law",
           "as_of": today().isoformat()}  # fmt: skip
    packed = packed_in(brought(gloria, as_csv([one])))
    stated()

    answer = gloria.post(staff("law_import"), {"packed": packed}, follow=True)

    assert "Nothing was kept" in answer.content.decode()
    assert seen("WY", Topic.GOOD_SAMARITAN) == 1
    broken = gloria.post(staff("law_import"), {"packed": packed + "x"}, follow=True)
    assert "That preview is too old" in broken.content.decode()


def test_another_answer_on_the_same_citation_is_asked_about(client, gloria):
    kept = stated()
    at = staff("law_edit", kept.state, kept.topic)
    same = fields(value="no", citation=kept.citation, act="preview", seen=str(kept.number))
    warning = "what it rests on is as before"

    assert warning in client.post(at, same).content.decode()
    other = same | {"citation": "Wyoming 2027 House Bill 1"}
    assert warning not in client.post(at, other).content.decode()
    assert warning not in client.post(at, same | {"value": kept.value}).content.decode()

"""What people and staff meet, over HTTP."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import translation

from beside.kernel import clock, house
from beside.training import laws
from beside.training.models import Completion, Course, Draft, GroupSession, Requirement
from beside.training.services import sessions
from tests import people
from tests.partners.samples import partner
from tests.training import town
from tests.training.town import small_course, with_courses

pytestmark = pytest.mark.django_db
NAME = "Tasha Q. Example-Somebody"


@pytest.fixture(autouse=True)
def _in_english():
    """Addresses are looked up in English, whatever page was opened before."""
    with translation.override("en"):
        yield


@pytest.fixture
def gloria(client):
    return people.sign_in(client, people.person("coordinator"))


def _text(answer) -> str:
    return unescape(answer.content.decode())


def _go(client, address) -> str:
    """A page that anyone may read: no cookie asked or given."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    assert not client.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    return _text(answer)


def _link(page: str, words: str) -> str:
    found = re.search(rf'href="([^"]+)">{words}<', page)
    assert found, words
    return found[1]


class TestLearning:
    def test_luis_learns_in_spanish_from_the_list_to_his_code(self, client):
        with_courses()
        page = _go(client, "/es/learn/")
        page = _go(client, re.search(r'href="(/es/learn/spray/)"', page)[1])
        page = _go(client, _link(page, "Empezar"))
        page = _go(client, _link(page, "Primera lección"))
        lessons = 1
        while "A las preguntas" not in page:
            page = _go(client, _link(page, "Siguiente"))
            lessons += 1
        assert lessons == 4
        page = _go(client, _link(page, "A las preguntas"))
        page = self._answer_all(client, page)
        assert not Completion.objects.exists()

        token = re.search(r'name="p" value="([^"]+)"', page)[1]
        answer = client.post("/es/learn/spray/community/done/", {"p": token}, follow=True)
        made = Completion.objects.get()
        assert made.code in _text(answer)
        assert (made.language, made.audience, made.version.course_id) == (
            "es", "community", "spray",
        )  # fmt: skip
        assert not client.cookies

    def _answer_all(self, client, page: str) -> str:
        """Every answer of every question, wrong ones first among them."""
        content = Course.objects.get(pk="spray").current.content
        for number, slug in enumerate(content["tracks"]["community"]["questions"], 1):
            here = f"/es/learn/spray/community/quiz/{number}/"
            token = re.search(r'name="p" value="([^"]+)"', page)[1]
            answers = content["questions"][slug]["answers"]
            ordered = sorted(enumerate(answers, 1), key=lambda pair: pair[1]["right"])
            for chosen, answer in ordered:
                page = _go(client, f"{here}?p={token}&a={chosen}")
                assert answer["why"]["es"] in page
        return page

    def test_a_question_is_not_skipped_and_a_token_is_not_forged(self, client):
        small_course()
        first = _go(client, "/en/learn/small/community/quiz/")
        token = re.search(r'name="p" value="([^"]+)"', first)[1]

        for forged in ("", "x", token[:-2] + "zz"):
            answer = client.get(f"/en/learn/small/community/quiz/1/?p={forged}")
            assert answer.status_code == 302
        done = client.post("/en/learn/small/community/done/", {"p": token})
        assert "/quiz/1/" in done.url
        assert client.post("/en/learn/small/community/done/", {"p": "x"}).status_code == 302
        assert not Completion.objects.exists()

    @pytest.mark.parametrize("tail", ["&send", "&a=", "&a=9", "&a=x", "&a=²", "&a=-1"])
    def test_no_answer_or_a_strange_one_is_asked_again(self, client, tail):
        small_course()
        page = _go(client, "/en/learn/small/community/quiz/")
        token = re.search(r'name="p" value="([^"]+)"', page)[1]
        page = _go(client, f"/en/learn/small/community/quiz/1/?p={token}{tail}")

        assert "Does it help?" in page
        assert ("Choose one of the answers." in page) is (tail != "&a=")

    def test_a_quiz_begun_goes_on_though_a_newer_version_came(self, client):
        version = small_course()
        page = _go(client, "/en/learn/small/community/quiz/")
        token = re.search(r'name="p" value="([^"]+)"', page)[1]
        Course.objects.filter(pk="small").update(current=None)

        page = _go(client, f"/en/learn/small/community/quiz/1/?p={token}&a=2")
        token = re.search(r'name="p" value="([^"]+)"', page)[1]
        client.post("/en/learn/small/community/done/", {"p": token})
        assert Completion.objects.get().version == version

    @pytest.mark.parametrize(
        "tail",
        ["nothing/", "small/police/", "small/community/9/", "small/community/0/", "small/x/all/",
         "small/community/quiz/9/", "code/2222-2222/", "code/hello/"],
    )  # fmt: skip
    def test_what_is_not_there_is_not_here(self, client, tail):
        small_course()
        answer = client.get(f"/en/learn/{tail}", follow=True)

        assert answer.status_code == (200 if "quiz/9" in tail else 404)

    def test_a_page_whose_review_is_overdue_says_so(self, client, monkeypatch):
        small_course()
        words = "somebody should look at this page again"
        assert words not in _go(client, "/en/learn/small/community/1/")

        monkeypatch.setattr(clock, "now", lambda: town.AT.replace(year=2027))
        assert words in _go(client, "/en/learn/small/community/1/")

    def test_a_first_page_is_light(self, client):
        with_courses()
        for address in ("", "overdose/", "overdose/community/", "overdose/community/4/"):
            answer = client.get(f"/en/learn/{address}", headers={"accept-encoding": "gzip"})
            assert len(answer.content) <= 14_000, address


class TestTheLawHere:
    def test_nobody_upstairs_answering_is_said(self, client, monkeypatch):
        monkeypatch.setattr(laws, "_answering", {})
        with_courses()
        page = _go(client, "/en/learn/overdose/school/7/")

        assert "The law of your state is not known to us yet." in page
        assert "<select" not in page

    def test_what_a_room_upstairs_knows_is_shown_for_the_state_asked(self, client, monkeypatch):
        monkeypatch.setattr(laws, "_answering", {})

        def knows(state: str, language: str):
            said = f"Calling protects you in {state} ({language})."
            return [laws.Law("good_samaritan", "yes", said, "KRS 218A.133", stale=True)]

        laws.register("test", knows)
        with_courses()
        page = _go(client, "/es/learn/overdose/school/7/?state=ky")
        assert "Calling protects you in KY (es)." in page
        assert "KRS 218A.133" in page
        assert "verifíquelo" in page
        assert "Calling" not in _go(client, "/es/learn/overdose/school/7/?state=zz")

    def test_a_state_of_which_nothing_is_known_says_so(self, client, monkeypatch):
        monkeypatch.setattr(laws, "_answering", {"test": lambda state, language: []})
        with_courses()

        page = _go(client, "/en/learn/overdose/school/7/?state=WY")
        assert "The law of Wyoming is not known to us." in page


class TestCodes:
    def test_a_code_typed_badly_is_told_from_one_nobody_has(self, client):
        for typed, words in (("hello", "not one of our codes"), ("2222-2222", "do not know")):
            answer = client.get("/en/learn/code/", {"code": typed})
            assert answer.status_code == 404
            assert words in _text(answer)

    def test_the_name_on_a_certificate_is_on_the_page_and_nowhere_else(self, client, caplog):
        session = town.session(house.today(clock.now()))
        address = f"/en/learn/code/{session.code}/certificate/"
        answer = client.post(address, {"name": f"  {NAME} "})

        assert NAME in _text(answer)
        assert answer["Cache-Control"] == "no-store"
        assert not client.cookies
        assert NAME not in caplog.text
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s',
                               [f"%{NAME}%"])  # fmt: skip
                assert cursor.fetchone() == (0,), table

    @pytest.mark.parametrize("name", ["", "   ", "x" * 81])
    def test_a_certificate_has_a_name_that_fits(self, client, name):
        session = town.session(house.today(clock.now()))
        answer = client.post(f"/en/learn/code/{session.code}/certificate/", {"name": name})

        assert answer.status_code == 422

    def test_a_name_is_text_and_nothing_more(self, client):
        session = town.session(house.today(clock.now()))
        address = f"/en/learn/code/{session.code}/certificate/"
        answer = client.post(address, {"name": "<b>x</b>"})

        assert b"<b>x</b>" not in answer.content

    def test_another_site_cannot_send_the_form(self, client):
        session = town.session(house.today(clock.now()))
        address = f"/en/learn/code/{session.code}/certificate/"
        from_there = {"Sec-Fetch-Site": "cross-site"}
        answer = client.post(address, {"name": "X"}, headers=from_there)

        assert answer.status_code == 403


class TestTheDesk:
    def test_gloria_writes_a_new_version_publishes_it_and_returns_to_the_first(self, gloria):
        small_course()
        act = reverse("training:act_version", args=["small", 1])
        gloria.post(act, {"act": "draft"})
        edit = reverse("training:edit_lesson", args=["small", "wake"])
        draft = Draft.objects.get()
        body = "Shout **loud**.\n\n![A hand](rub)"
        said = {
            "turn": draft.turn, "title_en": "Wake", "title_es": "", "body_en": body,
            "body_es": "Grite.", "sources": "CDC | https://www.cdc.gov/",
            "reviewed_on": "2026-11-22", "next_review": "2027-11-22",
        }  # fmt: skip
        gloria.post(edit, said)
        page = _text(gloria.get(edit))
        assert "nothing is written" in page
        assert "the pictures are not the same in both" in page
        assert "<strong>loud</strong>" in page

        publish = reverse("training:act_draft", args=["small"])
        gloria.post(publish, {"act": "publish", "turn": Draft.objects.get().turn})
        assert Course.objects.get(pk="small").current.number == 1
        said |= {"turn": Draft.objects.get().turn, "title_es": "Despierte",
                 "body_es": "Grite.\n\n![Una mano](rub)"}  # fmt: skip
        gloria.post(edit, said)
        page = gloria.post(
            publish, {"act": "publish", "turn": Draft.objects.get().turn}, follow=True
        )
        assert Course.objects.get(pk="small").current.number == 2

        undo = re.search(r'action="([^"]+\?act=show)"', _text(page))[1]
        gloria.post(undo)
        assert Course.objects.get(pk="small").current.number == 1

    def test_what_was_changed_meanwhile_is_not_overwritten(self, gloria):
        small_course()
        gloria.post(reverse("training:act_version", args=["small", 1]), {"act": "draft"})
        edit = reverse("training:edit_question", args=["small", "helps"])
        said = {"turn": Draft.objects.get().turn, "ask_en": "Mine?", "ask_es": "", "right": 1}
        gloria.post(edit, said)
        page = _text(gloria.post(edit, {**said, "ask_en": "Theirs?"}))

        assert "Somebody changed the draft meanwhile" in page
        assert "Theirs?" in page
        assert Draft.objects.get().content["questions"]["helps"]["ask"]["en"] == "Mine?"

    @pytest.mark.parametrize("slug", ["code", "new", "Über uns", ""])
    def test_a_course_gets_an_address_that_is_free(self, gloria, slug):
        said = {"slug": slug, "title_en": "A", "title_es": "B"}
        gloria.post(reverse("training:begin_course"), said)

        assert not Course.objects.exists()

    def test_a_requirement_names_a_state_or_a_program_and_its_source(self, gloria):
        small_course()
        said = {
            "course": "small", "state": "RI", "partner": str(partner().pk), "product": "",
            "citation": "", "as_of": "2026-11-01", "next_review": "2026-10-01",
            "since": "2026-11-01",
        }  # fmt: skip
        page = _text(gloria.post(reverse("training:require"), said))
        assert "Name a state or a program, and not both." in page
        assert "This must come after the day it was read." in page
        assert not Requirement.objects.exists()

        said |= {"partner": "", "citation": "216-RICR-20-20", "next_review": "2027-05-01"}
        gloria.post(reverse("training:require"), said)
        made = Requirement.objects.get()
        assert (made.state, made.citation) == ("RI", "216-RICR-20-20")
        page = _text(gloria.get(reverse("training:requirements")))
        assert "Rhode Island" in page
        assert made.least_version == 1

    def test_a_requirement_may_ask_for_a_later_version_that_there_is(self, gloria):
        made = small_course().number
        said = {
            "course": "small", "state": "RI", "partner": "", "product": "", "citation": "Example",
            "as_of": "2026-11-01", "next_review": "2027-05-01", "since": "2026-11-01",
            "least_version": str(made + 1),
        }  # fmt: skip
        page = _text(gloria.post(reverse("training:require"), said))
        assert f"no such version yet; it stands at {made}." in page
        assert not Requirement.objects.exists()


class TestTheSessionsDesk:
    def test_a_session_is_set_counted_and_taken_back(self, gloria):
        small_course()
        today = house.today(clock.now()).isoformat()
        said = {"on": today, "partner": str(partner().pk), "course": "small",
                "audience": "community", "language": "es"}  # fmt: skip
        gloria.post(reverse("training:plan"), said)
        session = GroupSession.objects.get()
        address = reverse("training:session", args=[session.pk])

        page = gloria.post(address, {"people": "17", "kits": ""}, follow=True)
        session.refresh_from_db()
        assert (session.state, session.people, session.kits) == ("held", 17, None)
        gloria.post(re.search(r'action="([^"]+\?act=take_back)"', _text(page))[1])
        session.refresh_from_db()
        assert session.state == "planned"

    def test_the_sheet_is_in_the_language_of_the_session(self, gloria):
        session = town.session(house.today(clock.now()), language="es")
        answer = gloria.get(reverse("training:sheet", args=[session.pk]), follow=True)

        assert answer.redirect_chain[0][0].startswith("/es/")
        assert session.code in _text(answer)
        assert "Qué hicimos" in _text(answer)

    def test_a_list_is_looked_at_kept_taken_away_and_read_again(self, gloria):
        small_course()
        partner()
        rows = b"date;place;course;people\n2026-11-02;Berea Public Library;small;12\n"
        page = self._upload(gloria, rows)
        assert not GroupSession.objects.exists()
        packed = re.search(r'name="packed" value="([^"]+)"', page)[1]
        gloria.post(reverse("training:import"), {"packed": packed})
        gloria.post(reverse("training:import"), {"packed": packed})
        assert GroupSession.objects.get().people == 12

        for kind in ("csv", "xlsx"):
            file = gloria.get(reverse("training:export_sessions", args=[kind])).content
            page = self._upload(gloria, file, f"sessions.{kind}")
            assert "is here already" in page

    def _upload(self, client, content, name="list.csv") -> str:
        file = SimpleUploadedFile(name, content)
        return _text(client.post(reverse("training:import"), {"file": file}))

    def test_one_bad_row_keeps_the_whole_list_out_and_says_where(self, gloria):
        small_course()
        partner()
        rows = (
            b"date,place,course,people\n2026-11-02,Berea Public Library,small,12\n"
            b"2026-11-03,Atlantis Library,small,many\n"
        )
        page = self._upload(gloria, rows)
        assert "Atlantis Library" in page
        assert "is no whole number" in page
        assert 'name="packed"' not in page

    @pytest.mark.parametrize("content", [b"", b"\x00\x01binary", b"PK\x03\x04 not a workbook"])
    def test_what_is_no_table_is_refused_in_words(self, gloria, content):
        assert 'name="packed"' not in self._upload(gloria, content, "x.xlsx")

    def test_a_preview_tampered_with_or_outlived_keeps_nothing(self, gloria):
        gloria.post(reverse("training:import"), {"packed": "W10:x:y"})

        assert not GroupSession.objects.exists()

    def test_people_trained_are_counted_and_taken_away(self, gloria):
        session = town.session(house.today(clock.now()))
        sessions.count(session=session, people=23, kits=46, by=None, at=clock.now())
        page = _text(gloria.get(reverse("training:figures"), {"by": "partner"}))
        assert "23" in page
        assert "Berea Public Library" in page

        text = gloria.get(reverse("training:export_figures", args=["csv"])).content.decode()
        assert ",community,en,Berea Public Library,0,1,23,23,46" in text
        assert gloria.get(reverse("training:export_figures", args=["pdf"])).status_code == 404

"""The caller's pages stand in English, Spanish and Arabic, to the end; others do not pretend to."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from beside.design.words import book, gather
from tests.line.caller.shared import arm, said, session_at
from tests.line.shared import let_deadline_pass

pytestmark = pytest.mark.django_db

LINE = gather.SOURCE / "line"
DESIGN = gather.SOURCE / "design"
FRAME = [
    *(DESIGN / "templates/design" / name for name in ("base.html", "public.html", "problem.html")),
    DESIGN / "problems.py",
]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def arabic(room: str) -> dict[str, str]:
    entries = book.entries(book.read(book.path_of(room, "ar"), "ar"))
    return {str(message.id): str(message.string) for message in entries}


def words_of(files: list[Path]) -> list[gather.Said]:
    return [one for path in files for one in gather.said_in_file(path)]


def test_every_word_of_the_callers_pages_is_said_in_arabic():
    files = [
        *(LINE / "caller").rglob("*.py"),
        *(LINE / "templates/line/caller").rglob("*.html"),
        LINE / "templates/line/voice/caller.html",
    ]
    known = arabic("line")
    assert sorted({one.where for one in words_of(files) if not known.get(one.text)}) == []


def test_every_word_of_the_frame_around_them_is_said_in_arabic():
    known = arabic("design")
    assert sorted({one.where for one in words_of(FRAME) if not known.get(one.text)}) == []


@pytest.mark.parametrize("room", ["line", "design"])
def test_arabic_words_keep_what_is_filled_in_and_are_arabic(room):
    for english, words in arabic(room).items():
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(words))
        assert re.search(r"[\u0600-\u06ff]", words), english


def test_nothing_is_kept_in_arabic_that_is_said_no_more():
    said_now = {one.text for one in gather.said_in("line")}
    assert sorted(set(arabic("line")) - said_now) == []


def test_the_start_is_written_from_right_to_left_and_offers_the_other_languages(client):
    page = client.get("/ar/line/").text
    assert '<html lang="ar" dir="rtl"' in page
    for code in ("en", "es"):
        assert f'href="/{code}/line/"' in page
    assert 'href="/ar/line/"' in client.get("/en/line/").text
    assert "لست مضطرًا" in page


@pytest.mark.parametrize("state", range(5))
def test_a_session_is_arabic_to_the_end(client, night, state):
    url = arm(client, language="ar", place="12 Elm St", first_number="606 555 0148")
    session = session_at(url)
    assert (url[:4], session.language) == ("/ar/", "ar")
    for _ in range(state):
        night.at = session_at(url).deadline_at
        let_deadline_pass(session)
    main = client.get(url).text.split('<div id="live">', 1)[1].split("</main>")[0]
    english = re.findall(r"\b[A-Za-z]{4,}\b", re.sub(r"<[^>]+>", " ", main))
    assert english == []


@pytest.mark.parametrize("accepts", [("es-MX,ar;q=0.5", "es"), ("ar", "en"), ("", "en")])
def test_a_page_that_is_not_said_in_arabic_sends_on_to_one_that_is(client, accepts):
    answer = client.get("/ar/about/?from=card", headers={"accept-language": accepts[0]})
    assert answer.status_code == 302
    assert answer["Location"] == f"/{accepts[1]}/about/?from=card"
    assert "Accept-Language" in answer["Vary"]


def test_other_pages_do_not_offer_arabic(client):
    assert "/ar/" not in client.get("/en/about/").text
    assert client.get("/ar/staff/")["Location"] == "/en/staff/"


def test_a_machine_address_answers_a_browser_that_asks_for_arabic(client):
    answer = client.get("/", headers={"accept-language": "ar"})
    assert answer["Location"] == "/en/"


def test_a_page_that_is_not_there_says_so_in_arabic_too(client):
    answer = client.get("/ar/line/nothing/")
    assert answer.status_code == 404
    assert "لا توجد صفحة هنا" in said(answer)


def test_only_pages_of_the_line_stand_in_a_third_language():
    def views(resolver):
        for each in resolver.url_patterns:
            yield from views(each) if hasattr(each, "url_patterns") else [each]

    names = {each.name for each in views(get_resolver()) if getattr(each.callback, "also_in", ())}
    assert {"start", "timer", "chat", "plan", "session", "tell", "keep", "rung"} <= names

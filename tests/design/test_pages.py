"""The frame of every page: languages, caching, exits, problems."""

import gzip

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from beside.design import navigation, problems
from beside.design.charts import LineChart, Point
from beside.design.compress import Compressed
from beside.design.house import in_language
from beside.design.paging import Paging

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_says_its_language_and_points_to_the_other(client, language):
    answer = client.get(f"/{language}/about/?from=card")

    assert f'<html lang="{language}" dir="ltr"' in answer.text
    other = "es" if language == "en" else "en"
    assert f'lang="{other}" hreflang="{other}" href="/{other}/about/?from=card"' in answer.text
    assert f'hreflang="{other}" href="{settings.SITE_ADDRESS}/{other}/about/"' in answer.text


@pytest.mark.parametrize(
    ("accepted", "to"), [("es-MX,es;q=0.9", "/es/"), ("en", "/en/"), ("fr", "/en/"), ("", "/en/")]
)
def test_the_front_door_asks_the_browser_for_its_language(client, accepted, to):
    answer = client.get("/", headers={"accept-language": accepted})

    assert answer.status_code == 302
    assert answer["Location"] == to
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("path", ["/", "/en/", "/es/about/", "/en/nothing/here/", "/exit"])
def test_public_pages_set_no_cookie_and_do_not_differ_by_one(client, path):
    answer = client.get(path)

    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


def test_a_page_seen_before_is_not_sent_again(client):
    first = client.get("/en/about/", headers={"accept-encoding": "br"})

    again = client.get(
        "/en/about/", headers={"accept-encoding": "br", "if-none-match": first["ETag"]}
    )

    assert again.status_code == 304
    assert not again.content


def test_the_exit_forgets_and_tells_nobody(client):
    answer = client.get("/exit")

    assert answer.status_code == 303
    assert answer["Location"] == settings.EXIT_ADDRESS
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"


def test_a_link_is_the_same_page_in_another_language():
    assert in_language("/en/near/?near=40405", "es") == "/es/near/?near=40405"
    assert in_language("//evil.example/", "es") == "/es/"


@pytest.mark.parametrize("status", [400, 403, 404, 429])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_problem_says_what_to_do(status, language, rf):
    from django.utils import translation

    with translation.override(language):
        answer = problems.answer(rf.get(f"/{language}/x/"), status)

    assert answer.status_code == status
    assert 'class="leave" href="/exit"' in answer.text
    assert f'href="/{language}/"' in answer.text
    assert (answer.get("Retry-After") == "60") == (status == 429)


@pytest.mark.parametrize("status", [413, 500, 503])
@pytest.mark.parametrize(("path", "word"), [("/en/x", "again"), ("/es/x", "de nuevo")])
def test_a_page_for_a_breakdown_needs_nothing_that_may_be_broken(
    status, path, word, monkeypatch, django_assert_num_queries
):
    def broken(*words, **more):
        raise RuntimeError("everything is broken")

    monkeypatch.setattr(navigation, "single", broken)
    monkeypatch.setattr("django.template.loader.get_template", broken)

    with django_assert_num_queries(0):
        answer = problems.simple_answer(path, status)

    assert answer.status_code == status
    assert word in answer.text
    assert 'href="tel:911"' in answer.text


@pytest.mark.parametrize(
    ("accepts", "coding", "reader"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_answers_are_sent_as_small_as_the_browser_understands(accepts, coding, reader):
    words = b"<p>naloxone</p>" * 100
    middleware = Compressed(lambda request: HttpResponse(words))

    answer = middleware(RequestFactory().get("/", headers={"accept-encoding": accepts}))

    assert answer.headers.get("Content-Encoding") == coding
    assert reader(answer.content) == words
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize(
    ("asked", "number", "first", "stop"),
    [("", 1, 1, 50), ("2", 2, 51, 100), ("99", 3, 101, 120), ("0", 1, 1, 50), ("x", 1, 1, 50)],
)
def test_a_long_list_is_cut_where_the_address_says(asked, number, first, stop):
    from django.http import QueryDict

    page = Paging.read(QueryDict(f"q=a&page={asked}"), total=120)

    assert (page.number, page.first, page.stop, page.pages) == (number, first, stop, 3)
    assert page.url(2) == "?q=a&page=2"


def test_an_empty_list_is_one_page():
    empty = Paging(1, 50, 0)
    assert (empty.first, empty.stop, empty.pages, empty.next_url) == (0, 0, 1, "")


def test_a_line_breaks_where_a_value_is_missing():
    chart = LineChart(
        "t", "x", "y", [Point("a", 0), Point("b", 8), Point("c", None), Point("d", 4)]
    )

    assert chart.top == 8
    assert chart.runs == ["0.0,200.0 200.0,0.0", "600.0,100.0"]

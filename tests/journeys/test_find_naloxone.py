"""Walk 1 (Tasha, old phone, two bars), the first half of 3 (Renee), and 7 (leaving at work)."""

import re

import brotli
import pytest

from beside.directory.finder import standing
from beside.kernel import clock
from tests.directory import town
from tests.directory.town import FRIDAY_NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _friday_noon(monkeypatch):
    standing.forget()
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_NOON)
    yield
    standing.forget()


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_tasha_types_her_zip_sees_who_is_open_and_how_to_get_in_without_a_name(client):
    near = town.place("River House", "naloxone", no_id_needed=True, walk_in=True, free=True)
    town.checked(near, days_ago=21)
    town.checked(town.place("Clinic", "naloxone", north=0.1, hours=None), days_ago=400)

    front = client.get("/en/").content.decode()
    action = re.search(r'<form[^>]*class="find"[^>]*action="([^"]+)"', front)
    assert action, "the front page has the finder's form"
    found = client.get(action[1], {"near": "40403"})
    [first, *_] = re.findall(r'class="place"[^>]*><h3><a href="([^"]+)">', found.content.decode())
    place = client.get(f"/en/find/{first}")

    assert "open until 5 pm" in said(found)
    assert "checked 3 weeks ago by phone" in said(found)
    assert "You do not have to show an ID." in said(place)
    for answer in (found, place):
        assert not answer.cookies


def test_renee_reaches_what_to_do_from_any_page_in_one_tap(client):
    location = town.place("River House", "naloxone")
    key = location.pk.hex[-10:]
    for path in ("/en/", "/en/find/", "/en/find/?near=40403", f"/en/find/at/{key}/"):
        assert 'href="/en/now/"' in client.get(path).content.decode()
    assert "Give naloxone" in said(client.get("/en/now/"))


def test_a_mother_who_searches_at_work_can_leave_from_every_page_without_a_script(client):
    town.place("River House", "naloxone")
    for path in ("/en/find/", "/en/find/?near=40403", "/en/now/"):
        assert 'href="/exit"' in client.get(path).content.decode()
    assert client.get("/exit").status_code == 303


def test_a_result_page_with_a_map_of_three_hundred_places_weighs_less_than_twenty_kilobytes(client):
    import random

    from beside.directory.finder.index import Index
    from tests.directory.finder.many import listings

    standing.use(Index(listings(400, random.Random(1)), FRIDAY_NOON), FRIDAY_NOON)
    body = client.get("/en/find/?near=40403&what=any").content

    assert body.count(b'id="s') == 300
    assert len(brotli.compress(body, quality=4)) <= 20_000
    assert b"src=" not in body
    assert b'rel="stylesheet"' not in body

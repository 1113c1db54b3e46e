"""A returning caller keeps a plan that nobody else can read."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from beside.kernel.codes import NotACode
from beside.line.caller import throttle
from beside.line.caller.locks import DoesNotOpen, lock_of
from beside.line.core import plan_code
from beside.line.core.ladder import Kind
from beside.line.core.rhythm import Route
from beside.line.models import Plan
from beside.line.particulars import Contact, Particulars
from beside.line.services import planning
from beside.line.services.planning import Kept
from beside.privacy import retention
from tests.line.caller.shared import arm, said
from tests.line.shared import AT

pytestmark = pytest.mark.django_db

MINE = Kept(
    Particulars(place="12 Elm St, Berea", callback="+16065550147", door_unlocked=False,
                contacts=(Contact(1, "Rosa", "+16065550148"),)),
    (Kind.PERSON, Kind.RESPONDER), Route.SMOKE, "ar",
)  # fmt: skip


@given(some.integers(0, 2**plan_code.BITS - 1), some.sampled_from(["en", "es", "ar"]))
def test_four_words_say_a_number_and_are_read_again(number, language):
    assert plan_code.parse(plan_code.say(number, language).upper().replace(" ", ", ")) == number


@pytest.mark.parametrize("said_", ["", "acorn", "acorn lemon tulip", "a b c d", "x " * 9])
def test_words_that_are_none_are_refused(said_):
    with pytest.raises(NotACode):
        plan_code.parse(said_)


def test_a_plan_is_whole_again_under_its_words_and_closed_without():
    number = planning.keep_plan(kept=MINE, at=AT)
    assert planning.open_plan(number=number, at=AT) == MINE
    with pytest.raises(planning.NoSuchPlan):
        planning.open_plan(number=number ^ 1, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(closed, 'escape') || encode(lookup, 'escape') FROM line_plan")
        kept = cursor.fetchone()[0]
    for secret in ("Elm", "6065550147", "Rosa"):
        assert secret not in kept


def test_what_was_tampered_with_or_moved_to_another_lock_does_not_open():
    mine, other = lock_of(1), lock_of(2)
    closed = mine.close(b"{}")
    assert mine.open(closed) == b"{}"
    for forged in (closed[:-1] + bytes([closed[-1] ^ 1]), other.close(b"{}")):
        with pytest.raises(DoesNotOpen):
            mine.open(forged)


def test_the_length_of_what_is_kept_says_nothing():
    lock = lock_of(1)
    assert len(lock.close(b"{}")) == len(lock.close(b"x" * 900))


def test_a_plan_is_kept_opened_and_forgotten_on_the_pages(client, night):
    url = arm(client, place="12 Elm St", first_number="606 555 0148", route="smoke")
    kept = client.post(f"{url}keep/")
    words = re.search(r"<strong>([^<]+)</strong>", kept.text)[1]
    assert len(words.split()) == 4
    assert "no-store" in kept["Cache-Control"]

    opened = client.post("/en/line/plan/", {"words": words})
    assert 'value="12 Elm St"' in opened.text
    assert 'value="+16065550148"' in opened.text
    assert re.search(r'value="smoke"[^>]*checked', opened.text)
    assert words in unescape(opened.text)

    assert "destroyed" in said(client.post("/en/line/plan/", {"words": words, "forget": "1"}))
    assert not Plan.objects.exists()
    again = client.post("/en/line/plan/", {"words": words})
    assert again.status_code == 422
    assert "Nothing is kept under these words" in said(again)


def test_guessing_is_slowed_down_for_everybody_alike(client, night):
    while throttle.WORDS.takes(night.at):
        pass
    assert client.post("/en/line/plan/", {"words": "a b c d"}).status_code == 429
    night.at += timedelta(seconds=3)
    assert client.post("/en/line/plan/", {"words": "a b c d"}).status_code == 422


def test_a_plan_nobody_opened_for_a_year_is_destroyed():
    unused = planning.keep_plan(kept=MINE, at=AT - timedelta(days=400))
    used = planning.keep_plan(kept=MINE, at=AT - timedelta(days=400))
    planning.open_plan(number=used, at=AT - timedelta(days=9))
    rule = retention.rule_named("line.plans")
    assert rule.destroy(AT - rule.keep, AT) == 1
    assert rule.destroy(AT - rule.keep, AT) == 0
    assert planning.open_plan(number=used, at=AT) == MINE
    with pytest.raises(planning.NoSuchPlan):
        planning.open_plan(number=unused, at=AT)

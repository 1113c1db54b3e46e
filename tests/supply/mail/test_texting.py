"""Kits asked for by SMS: short questions, nothing kept that need not be."""

from datetime import timedelta

import pytest
from django.db import connection

from beside.kernel import word_codes
from beside.kernel.models import Effect
from beside.kernel.transports import incoming
from beside.privacy import vault
from beside.privacy.models import Sealed
from beside.supply.core import asking_by_sms, sealed
from beside.supply.mail import texting, throttle
from beside.supply.mail.services import talking
from beside.supply.models import PackingKey, Request, TextTalk
from tests.supply.mail.shared import AT, mailing, site

pytestmark = pytest.mark.django_db
MARCUS = "+16065550147"


@pytest.fixture(autouse=True)
def _full():
    throttle.ASKING.fill()
    throttle.WORDS.fill()


def text(*words: str, at=AT) -> str:
    """What we answer to the last of these."""
    for each in words:
        incoming.hear(MARCUS, each, at)
    effects = Effect.objects.filter(kind=talking.EFFECT).order_by("pk")
    return texting.words(effects.last().payload) if effects else ""


def test_from_a_card_to_three_words_at_a_library():
    program, *_ = mailing()
    there = site(program)
    assert "ZIP code" in text("KITS")
    assert "1 to 12" in text("40403")
    assert "1: Berea library; MAIL" in text("2")
    answer = text("1")
    request = Request.objects.get()
    assert word_codes.say(request.code, "en") in answer
    assert (request.site, request.came_by, request.county_fips) == (there, "text", "21151")
    assert not TextTalk.objects.exists()
    assert "being packed" in text(word_codes.say(request.code, "en"))


def test_an_address_by_text_is_sealed_at_once_and_stands_nowhere():
    _, _, private = mailing()
    text("kits 40403", "3", "mail", "Marcus Example, 12 Elm St, Berea KY 40403")
    request = Request.objects.get()
    by = PackingKey.objects.get().copies.get().user
    blob = vault.open(request.address_id, by=by, purpose="supply.pack", at=AT)
    assert sealed.open_with(private, blob)[1] == "12 Elm St"
    assert (request.sealed_at_door, request.for_others) == (True, True)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', ["Elm St|6065550147"]
            )
            assert cursor.fetchone()[0] == 0, table


def test_in_spanish_and_what_cannot_be_read_is_asked_again():
    program, *_ = mailing()
    site(program)
    assert "código postal" in text("Naloxona") or "ZIP" in text("Naloxona")
    assert TextTalk.objects.get().language == "es"
    for wrong in ("Berea", "99999"):
        text(wrong)
        assert TextTalk.objects.get().step == "zip"
    text("40403")
    for wrong in ("0", "99", "many"):
        text(wrong)
        assert TextTalk.objects.get().step == "kits"


def test_where_nobody_mails_it_is_said_and_nothing_kept():
    mailing()
    assert "Nobody mails" in text("KITS 37902")
    assert not TextTalk.objects.exists()


def test_stop_ends_the_talk_and_destroys_the_number():
    mailing()
    text("KITS")
    incoming.hear(MARCUS, "STOP", AT)
    assert not TextTalk.objects.exists()
    assert not Sealed.objects.filter(kind=talking.NUMBER).exists()


def test_a_talk_that_stopped_is_not_taken_up_again():
    mailing()
    text("KITS")
    later = AT + timedelta(hours=3)
    incoming.hear(MARCUS, "40403", later)
    assert TextTalk.objects.get().step == "zip"
    assert talking.end_talks(before=later - talking.KEPT, at=later) == 1
    assert not TextTalk.objects.exists()


@pytest.mark.parametrize("words", ["hello", "", "LINE", "used 40403 2 ok"])
def test_what_does_not_concern_kits_is_let_be(words):
    assert asking_by_sms.opening(words) is None

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
from beside.supply.mail import helping, texting, throttle
from beside.supply.mail.services import talking
from beside.supply.models import PackingKey, Request, TextTalk
from tests.supply.mail.shared import AT, ask, mailing, site

pytestmark = pytest.mark.django_db
MARCUS = "+16065550147"


@pytest.fixture(autouse=True)
def _full():
    throttle.ASKING.fill()
    throttle.WORDS.fill()
    throttle.HELPING.fill()


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
    assert "KITS" in text("40403", at=later)  # what can be texted, and nothing is taken up
    assert not TextTalk.objects.exists()
    text("KITS")
    assert talking.end_talks(before=later - talking.KEPT, at=later) == 1
    assert not TextTalk.objects.exists()


@pytest.mark.parametrize("words", ["hello", "", "LINE", "used 40403 2 ok"])
def test_what_does_not_concern_kits_is_let_be(words):
    assert asking_by_sms.opening(words) is None


def delivered(program, **more) -> Request:
    """An order that came, whose words still mean something."""
    found = ask(program, **more)
    Request.objects.filter(pk=found.pk).update(state="delivered", deadline_at=None)
    found.refresh_from_db()
    return found


def last_words() -> str:
    return texting.words(Effect.objects.filter(kind=talking.EFFECT).latest("pk").payload)


@pytest.mark.parametrize("keyword", ["AGAIN", "more", "Otra", "MÁS"])
def test_the_same_again_by_the_three_words_of_an_order(keyword):
    program, *_ = mailing()
    first = delivered(program, kits=4, for_others=True)
    said = f"{keyword} {word_codes.say(first.code, 'en')}"
    for _ in range(2):
        incoming.hear(MARCUS, said, AT)
    new = Request.objects.get(refill_of=first)
    assert (new.came_by, new.way, new.kits_agreed, new.knows_others) == (
        "refill", "address", 4, True)  # fmt: skip
    language = "es" if keyword in ("Otra", "MÁS") else "en"
    assert word_codes.say(new.code, language) in last_words()
    assert not TextTalk.objects.exists()


def test_an_order_that_has_not_come_tells_how_it_stands_instead():
    program, *_ = mailing()
    first = ask(program)
    assert "being packed" in text(f"AGAIN {word_codes.say(first.code, 'en')}")
    assert Request.objects.count() == 1


def test_words_of_no_order_are_left_to_other_rooms():
    mailing()
    assert texting.hear(MARCUS, "MORE acorn lemon tulip", AT) is False


def test_what_is_no_keyword_gets_a_helpful_answer_once_a_day():
    mailing()
    answer = text("hello?", "what", "who is this")
    assert "KITS: free naloxone" in answer
    assert "KITS: naloxona gratis" in answer  # nobody knows the language: both
    assert Effect.objects.filter(kind=talking.EFFECT).count() == 1
    text("hello", at=AT + timedelta(days=1))
    assert Effect.objects.filter(kind=talking.EFFECT).count() == 2
    assert not TextTalk.objects.exists()


def test_help_is_answered_each_time_and_stop_is_not():
    mailing()
    for said in ("HELP", "Help", "info"):
        incoming.hear(MARCUS, said, AT)
    assert Effect.objects.filter(kind=talking.EFFECT).count() == 3
    incoming.hear(MARCUS, "STOP", AT)
    assert Effect.objects.filter(kind=talking.EFFECT).count() == 3


def test_the_answer_is_in_the_language_we_know():
    mailing()
    assert "//" not in text("hola, necesito ayuda")
    assert "naloxona gratis" in last_words()
    text("NALOXONA")
    answer = text("quisiera", at=AT + timedelta(days=1))
    assert "//" not in answer
    assert "naloxona gratis" in answer


def test_help_in_the_middle_of_a_talk_does_not_end_it():
    mailing()
    assert "KITS" in text("KITS", "help")
    assert "1 to 12" in text("40403")


def test_the_helpful_answer_fits_into_two_texts():
    for language in ("en", "es"):
        assert len(helping.words(language)) <= 160
        assert not set(helping.words(language)) & set("áíóúÁÍÓÚ“”’")

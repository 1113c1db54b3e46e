"""More by text: one message, one answer, and no row in which a number stands beside a card."""

import json
from uuid import UUID

import pytest

from beside.kernel import word_codes
from beside.kernel.models import Effect
from beside.kernel.transports import incoming
from beside.peers import recognising, texting
from beside.peers.core import texts
from beside.peers.core.points import PointKind
from beside.peers.core.texts import Texted, Verb
from beside.peers.models import Bag, Card
from beside.peers.services import bags
from beside.privacy import vault
from beside.privacy.models import Sealed
from tests.peers.shared import AT, desk, given, point
from tests.peers.test_cards import found_in_database
from tests.supply.hand.shared import worker

pytestmark = pytest.mark.django_db
NUMBER = "+16065550147"


def text(*said: str, at=AT) -> str:
    """What we answer to the last of these; "" when we do not."""
    before = Effect.objects.filter(kind=texting.EFFECT).count()
    for each in said:
        incoming.hear(NUMBER, each, at)
    effects = Effect.objects.filter(kind=texting.EFFECT).order_by("pk")
    return opened(effects.last(), at)[1] if effects.count() > before else ""


def opened(effect, at=AT) -> list[str]:
    sealed = UUID(effect.payload["sealed"])
    return json.loads(vault.open(sealed, by=texting.WORKER, purpose=texting.PURPOSE, at=at))


def words(one, language: str = "en") -> str:
    return word_codes.say(one.number, language)


def test_three_words_bring_twelve_to_the_one_place():
    one = given()
    point()
    answer = text(words(one))
    bag = Bag.objects.get()

    assert bag.kits == 12
    assert answer.startswith("12. Front desk, Friday 6 pm. Say: ")
    said = answer.rsplit(": ", 1)[1]
    assert recognising.bag_of(word_codes.parse(said), AT) == bag


def test_in_spanish_with_a_keyword_and_a_number():
    one = given()
    point()
    answer = text(f"MÁS {words(one, 'es')} 6")

    assert Bag.objects.get().kits == 6
    assert "viernes 6 pm" in answer
    assert "Diga" in answer


def test_with_several_places_the_answer_asks_which_and_remembers_nothing():
    one = given()
    point()
    point(PointKind.MEETING, "By the river")
    asked = text(f"{words(one)} 8")

    assert "1 By the river" in asked
    assert not Bag.objects.exists()
    answer = text(f"{words(one)} 8 1")
    assert (Bag.objects.get().kits, Bag.objects.get().point.name) == (8, "By the river")
    assert "By the river" in answer


def test_a_number_stands_nowhere_beside_a_card():
    one = given()
    point()
    text(words(one))

    assert found_in_database("6065550147") == []
    assert found_in_database(words(one)) == []


def test_the_answer_is_destroyed_once_it_is_sent(monkeypatch):
    one = given()
    point()
    text(words(one))
    sent = []
    monkeypatch.setattr(texting.sending, "sms", lambda sms, key, at: sent.append(sms))
    effect = Effect.objects.get(kind=texting.EFFECT)
    from beside.kernel.outbox import Delivery

    texting.write(Delivery(effect.pk, effect.kind, "k", "", effect.payload, 1, AT, AT))
    assert sent[0].to == NUMBER
    assert not Sealed.objects.filter(kind=texting.KIND).exists()


def test_brought_twice_by_the_carrier_it_is_one_bag_and_the_same_words():
    one = given()
    point()
    first, again = text(words(one)), text(words(one))

    assert first == again
    assert Bag.objects.count() == 1


def test_the_words_of_a_bag_tell_how_it_stands_and_what_opens_a_locker():
    one = given()
    there = point(PointKind.LOCKER, "Wash")
    said = text(words(one)).rsplit(": ", 1)[1]
    assert "Not there yet" in text(said)
    bags.make_ready(bag=Bag.objects.get(), hatch="4711", by=worker(), at=AT)

    assert text(said) == f"{there.name}, Friday 6 pm, bag 1: 4711"


def test_a_card_is_ended_by_text_and_nothing_is_left():
    one = given()
    point()
    assert "Deleted" in text(f"FORGET {words(one)}")

    assert not Card.objects.exists()
    assert "do not know" in text(f"MORE {words(one)}")


def test_words_we_do_not_know_are_met_with_silence_unless_they_ask_for_more():
    desk()
    assert text("acorn lemon tulip") == ""


def test_no_answer_tells_a_bystander_what_it_is_about():
    for told in texting.WORDS.values():
        for word in ("naloxone", "narcan", "overdose", "drug", "peer", "kit"):
            assert word not in str(told).lower()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("acorn lemon tulip", (Verb.MORE, "en", None, None)),
        ("MORE acorn lemon tulip 12", (Verb.MORE, "en", 12, None)),
        ("Mas acorn lemon tulip 12 2", (Verb.MORE, "es", 12, 2)),
        ("olvidar acorn lemon tulip", (Verb.END, "es", None, None)),
    ],
)
def test_a_text_is_read_for_what_it_says(said, meant):
    number = word_codes.make()
    words_en = word_codes.say(number, "en")
    read = texts.read(said.replace("acorn lemon tulip", words_en))

    assert isinstance(read, Texted)
    assert read.number == number
    assert (read.verb, read.language, read.kits, read.place) == meant


@pytest.mark.parametrize(
    "said", ["KITS 40403", "USED 40403 2 ok", "hello", "", "more", "more 12", "40403 2 3 4"]
)
def test_another_text_is_let_be(said):
    assert texts.read(said) is None


def test_who_wants_a_card_deleted_and_is_not_understood_is_told_that_it_is_not():
    one = given()

    assert text("FORGET my card please").startswith("Nothing is deleted")
    assert text("OLVIDAR").startswith("No se borró nada")
    assert recognising.card_of(one.number, AT)

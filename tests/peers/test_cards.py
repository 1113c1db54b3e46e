"""A card: given, used, replaced, ended. Nothing of when, where or by whom stands anywhere."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from beside.kernel import word_codes
from beside.kernel.models import Act
from beside.peers import keys, recognising
from beside.peers.core import cards as core
from beside.peers.core.cards import Span, Use
from beside.peers.face import _forget_cards
from beside.peers.models import Card, CardKey
from beside.peers.services import cards
from beside.privacy import vault
from tests.peers.shared import AT, desk, given, restock
from tests.supply.hand.shared import worker
from tests.supply.shared import program

pytestmark = pytest.mark.django_db


def test_a_card_is_known_by_its_words_and_by_nothing_else():
    one, other = given(), given()

    assert recognising.card_of(one.number, AT) == one.card
    assert recognising.card_of(other.number, AT) == other.card
    assert recognising.card_of(one.number ^ 1, AT) in (None, other.card)


def test_the_words_stand_in_no_table():
    one = given()
    restock(one)
    words = [word_codes.say(one.number, language) for language in word_codes.LANGUAGES]
    for said in (*words, str(one.number), f"{one.number:06x}"):
        assert found_in_database(said) == []


def found_in_database(text: str) -> list[str]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE position(%s in t::text) > 0', [text]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_a_row_keeps_months_and_no_day():
    one = given()
    restock(one)
    row = Card.objects.get()

    assert (row.alive_month, row.restocked_month) == (date(2026, 11, 1), date(2026, 11, 1))
    assert row.id.version == 4
    moments = [
        field.name for field in Card._meta.get_fields() if "DateTime" in type(field).__name__
    ]
    assert moments == []


def test_who_gave_it_out_stands_nowhere():
    by = worker()
    given()
    acts = Act.objects.filter(verb="peer_card_given")

    assert [act.by for act in acts] == [""]
    assert {act.on_id for act in acts} == {str(program().pk)}
    assert str(by.pk) not in {act.by for act in acts}


def test_the_record_never_names_a_card():
    one = given()
    restock(one)
    cards.replace_card(card=one.card, at=AT)
    cards.end_card(card=one.card, at=AT)
    said = " ".join(f"{act.on_kind} {act.on_id} {act.detail}" for act in Act.objects.all())

    assert str(one.card.pk) not in said
    assert str(one.card) not in said


def test_replaced_the_old_words_mean_nothing():
    one = given()
    again = cards.replace_card(card=one.card, at=AT)

    assert recognising.card_of(one.number, AT) is None
    assert recognising.card_of(again.number, AT) == one.card


def test_ended_nothing_is_left():
    one = given()
    restock(one)
    cards.end_card(card=one.card, at=AT)

    assert not Card.objects.exists()
    assert recognising.card_of(one.number, AT) is None


def test_all_cards_end_at_once():
    ours, theirs = [given() for _ in range(3)], given("lexington")

    assert cards.end_all_cards(program=program(), by=worker(), at=AT) == 3
    assert [recognising.card_of(one.number, AT) for one in ours] == [None] * 3
    assert recognising.card_of(theirs.number, AT) == theirs.card


def test_a_card_nobody_used_for_a_year_is_forgotten():
    given(at=AT - timedelta(days=450))
    kept = given(at=AT - timedelta(days=300))

    assert _forget_cards(AT - timedelta(days=365), AT) == 1
    assert Card.objects.get() == kept.card


def test_a_card_that_is_used_is_hashed_under_the_years_key():
    one = given(at=AT)
    before = bytes(Card.objects.get().hash)
    next_year = datetime(2027, 3, 1, 15, tzinfo=UTC)
    restock(one, at=next_year)
    row = Card.objects.get()

    assert (row.key_year, bytes(row.hash) != before) == (2027, True)
    assert recognising.card_of(one.number, next_year) == row


def test_when_the_key_is_gone_no_hash_means_anything():
    one = given()
    vault.destroy(CardKey.objects.get().sealed_id, at=AT)
    keys._opened.clear()

    assert recognising.card_of(one.number, AT) is None
    fresh = given()
    assert recognising.card_of(fresh.number, AT) == fresh.card


def test_one_number_has_another_hash_for_another_use_and_key():
    number, key = 0xABCDEF, b"k" * 32

    assert core.keyed(number, Use.CARD, key) == core.keyed(number, Use.CARD, key)
    assert len({core.keyed(number, use, k) for use in Use for k in (key, b"l" * 32)}) == 4


def test_a_key_outlives_every_card_hashed_under_it():
    assert core.ends(2026) == datetime(2028, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "day", "spans"),
    [
        (None, date(2026, 11, 5), set(Span)),
        (date(2026, 11, 1), date(2026, 11, 30), set()),
        (date(2026, 10, 1), date(2026, 11, 5), {Span.MONTH}),
        (date(2026, 9, 1), date(2026, 11, 5), {Span.MONTH, Span.QUARTER}),
        (date(2025, 12, 1), date(2026, 1, 1), set(Span)),
    ],
)
def test_a_peer_is_counted_once_a_span(before, day, spans):
    assert set(core.firsts(before, day)) == spans


def test_laid_anew_every_row_was_written_by_one_transaction_and_nothing_else_changed():
    ours = [given() for _ in range(20)]
    before = {card.pk: bytes(card.hash) for card in Card.objects.all()}
    cards.lay_cards_anew(at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM peers_card")
        (transactions,) = cursor.fetchone()
        cursor.execute("SELECT id FROM peers_card ORDER BY ctid")
        order = [row[0] for row in cursor.fetchall()]

    assert transactions == 1
    assert {card.pk: bytes(card.hash) for card in Card.objects.all()} == before
    assert order != [one.card.pk for one in ours]


def test_no_table_refers_to_two_cards_and_only_money_to_one():
    from django.apps import apps

    referring = {
        model.__name__: [f.name for f in model._meta.concrete_fields if f.related_model is Card]
        for model in apps.get_models()
    }
    assert {name: names for name, names in referring.items() if names} == {
        "Purse": ["card"], "Stipend": ["card"],
    }  # fmt: skip


def test_a_desk_of_another_program_restocks_it_too():
    one, elsewhere = given(), desk(slug="lexington")
    restock(one, place=elsewhere)

    assert Card.objects.get().usual_kits == 12

"""Cards are given out, replaced and ended. Who did it for whom is written nowhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from beside.accounts.models import User
from beside.kernel import house, record, word_codes
from beside.peers import keys
from beside.peers.core.cards import Use, keyed, month_of
from beside.peers.models import Card, Fund, FundMonth, Purse
from beside.peers.recognising import card_of
from beside.supply.models import Program

TRIES = 8


@dataclass(frozen=True)
class Given:
    """A card and its words' number, in the one moment in which we have it."""

    card: Card
    number: int


@transaction.atomic
def give_card(*, program: Program, at: datetime) -> Given:
    """A new card. The caller prints the words; afterwards nobody can."""
    number, digest, year = _free(at)
    card = Card.objects.create(
        program=program, hash=digest, key_year=year, alive_month=month_of(house.today(at))
    )
    record.act("peer_card_given", on=program, at=at)
    return Given(card, number)


@transaction.atomic
def replace_card(*, card: Card, at: datetime) -> Given:
    """Other words for the same card; the old ones mean nothing from now on."""
    number, digest, year = _free(at)
    fresh = {"hash": digest, "key_year": year, "alive_month": month_of(house.today(at))}
    Card.objects.filter(pk=card.pk).update(**fresh)
    record.act("peer_card_replaced", on=card.program, at=at)
    return Given(card, number)


@transaction.atomic
def end_card(*, card: Card, at: datetime, by: User | None = None) -> int:
    """Delete it and all that refers to it; what was owed goes back to its fund. In cents."""
    released = _release(card, at)
    card.delete()
    record.act("peer_card_ended", on=card.program, by=by, at=at)
    return released


@transaction.atomic
def end_all_cards(*, program: Program, by: User, at: datetime) -> int:
    """Every card of the program, at once: when a list of words was lost, or somebody may come."""
    found = list(Card.objects.select_for_update().filter(program=program))
    for card in found:
        _release(card, at)
        card.delete()
    record.act("peer_cards_ended", on=program, by=by, at=at, detail={"count": len(found)})
    return len(found)


@transaction.atomic
def forget_unused(*, before: datetime, at: datetime) -> int:
    """Cards nobody has used since that month; how many."""
    found = list(Card.objects.filter(alive_month__lt=month_of(house.today(before))))
    for card in found:
        _release(card, at)
        card.delete()
    if found:
        record.act("peer_cards_forgotten", on=("peers.cards", "unused"), at=at,
                   detail={"count": len(found)})  # fmt: skip
    return len(found)


def _free(at: datetime) -> tuple[int, bytes, int]:
    """Words that are nobody's card: their number, its hash and the year of the key."""
    key = keys.current(at)
    for _ in range(TRIES):
        number = word_codes.make()
        if card_of(number, at) is None:
            return number, keyed(number, Use.CARD, key.secret), key.year
    raise RuntimeError("no three words are free")


def _release(card: Card, at: datetime) -> int:
    """What is owed to the card is owed to nobody: back into its funds."""
    purses = list(Purse.objects.select_for_update().filter(card=card, cents_owed__gt=0))
    month = month_of(house.today(at))
    for purse in purses:
        cents = purse.cents_owed
        Fund.objects.filter(pk=purse.fund_id).update(
            cents_left=F("cents_left") + cents, cents_owed=F("cents_owed") - cents
        )
        row, _ = FundMonth.objects.get_or_create(fund_id=purse.fund_id, month=month)
        FundMonth.objects.filter(pk=row.pk).update(cents_released=F("cents_released") + cents)
    return sum(purse.cents_owed for purse in purses)


_LAY_ANEW = (  # downstairs first; keys point at the same ids when the transaction ends
    "peers_card", "peers_purse", "peers_stipend",
)  # fmt: skip


@transaction.atomic
def lay_cards_anew(*, at: datetime) -> int:
    """Write every row again, in random order, in one transaction; how many cards.

    So neither where a row lies on the disk nor which transaction wrote it says anything of the
    order in which cards were given out, or of what was done in the same moment.
    """
    with connection.cursor() as cursor:
        for table in _LAY_ANEW:
            cursor.execute(
                f"WITH all_of AS (DELETE FROM {table} RETURNING *) "  # noqa: S608 - our own names
                f"INSERT INTO {table} SELECT * FROM all_of ORDER BY random()"
            )
    count = Card.objects.count()
    record.act("peer_cards_laid_anew", on=("peers.cards", "all"), at=at)
    return count

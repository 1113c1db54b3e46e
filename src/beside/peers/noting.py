"""What a restock leaves behind: a verdict on the record, sums, a fact, and a month on the card.

For services only, inside their transactions.
"""

from datetime import datetime

from beside.accounts.models import User
from beside.kernel import facts, house, record
from beside.peers import keys, tallies
from beside.peers.core import cards
from beside.peers.core.cards import Span, Use, keyed
from beside.peers.core.points import Way
from beside.peers.facts import PeerRestocked
from beside.peers.models import Card
from beside.supply.core import asking
from beside.supply.core.asking import Asked, Beyond, Offer
from beside.supply.models import Program


class NotThatMany(ValueError):
    """At least one kit, and above the program's cap only with a reason."""

    def __init__(self, cap: int) -> None:
        super().__init__(f"1 to {cap}")
        self.cap = cap


def judge(program: Program, kits: int, in_stock: int, beyond: Beyond | None) -> Offer:
    """What was offered, and why. Raises NotThatMany."""
    if kits < 1 or (kits > program.peer_cap and beyond is None):
        raise NotThatMany(program.peer_cap)
    asked = Asked(kits_asked=kits, knows_others=True)
    return asking.settle(asked, kits, in_stock, program.peer_cap, beyond)


def note(
    card: Card, number: int, program: Program, kits: int, way: Way, at: datetime
) -> tuple[Span, ...]:
    """The sums, and the few things the card keeps. Within a service."""
    day = house.today(at)
    new_in = tuple(cards.firsts(card.restocked_month, day))
    column = {Way.DESK: "kits_desk", Way.MAIL: "kits_mailed"}.get(way, "kits_waited")
    tallies.add(program, day, {"restocks": 1, "kits": kits, column: kits}, new_in=new_in)
    keep_alive(card, number, at, restocked_month=cards.month_of(day), usual_kits=cards.usual(kits))
    return new_in


def tell_house(
    program: Program, county_fips: str, kits: int, way: Way, offer: Offer, at: datetime,
    by: User | None = None,
) -> None:  # fmt: skip
    """What was asked, offered and agreed, on the record of the program; and a fact. No card."""
    detail = {"asked": kits, "offered": offer.offered, "agreed": kits, "why": offer.why.value,
              "way": way.value}  # fmt: skip
    record.act("peer_restocked", on=program, by=by, at=at, detail=detail)
    fact = PeerRestocked(program.pk, county_fips, kits, way.value)
    facts.publish(fact, about=program, at=at)


def keep_alive(card: Card, number: int, at: datetime, **changes: object) -> None:
    """The card was used: its month, and its hash under this year's key. Within a service."""
    changes["alive_month"] = cards.month_of(house.today(at))
    if card.key_year != at.year:
        key = keys.current(at)
        changes |= {"hash": keyed(number, Use.CARD, key.secret), "key_year": key.year}
    Card.objects.filter(pk=card.pk).update(**changes)
    for name, value in changes.items():
        setattr(card, name, value)

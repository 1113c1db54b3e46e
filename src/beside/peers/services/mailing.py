"""More by mail: a request of supply, whose address only the packers can open. No card with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from beside.kernel import house, record
from beside.peers import noting, pool
from beside.peers.core import cards
from beside.peers.core.points import Way
from beside.peers.models import Card
from beside.peers.queries import may_alone
from beside.peers.services.bags import AskAtSite
from beside.supply.core.request import Way as Door
from beside.supply.mail.routing import Where
from beside.supply.models import Product, Program
from beside.supply.services import requesting
from beside.supply.services.requesting import Placed


@dataclass(frozen=True)
class Parcel:
    """What is posted, and where to: sealed, with what the law has to know of it."""

    program: Program
    product: Product
    kits: int
    door: Door
    sealed: bytes
    is_sealed_at_door: bool
    where: Where
    language: str


@transaction.atomic
def ask_by_mail(*, card: Card, number: int, parcel: Parcel, nonce: str, at: datetime) -> Placed:
    """Store it as supply stores any request; its kits count as peers' once they came.

    Sent twice with one nonce it is one request. Raises AskAtSite, NotThatMany, and all that
    `requesting.place_request` raises.
    """
    card = Card.objects.select_for_update(of=("self",)).select_related("program").get(pk=card.pk)
    times = may_alone(card, at)
    offer = noting.judge(parcel.program, parcel.kits, parcel.kits, None)
    placed = requesting.place_request(
        program=parcel.program, lines={parcel.product: parcel.kits * parcel.product.per_kit},
        way=parcel.door, sealed=parcel.sealed, language=parcel.language, for_others=True, at=at,
        nonce=nonce, county_fips=parcel.where.county_fips, us_state=parcel.where.state,
        about=(pool.ABOUT, uuid4()), is_sealed_at_door=parcel.is_sealed_at_door,
    )  # fmt: skip
    if not placed.is_new:
        return placed
    if times is None:
        raise AskAtSite
    record.act("peer_asked_by_mail", on=parcel.program, at=at)
    noting.note(card, number, parcel.program, parcel.kits, Way.MAIL, at)
    month = cards.month_of(house.today(at))
    Card.objects.filter(pk=card.pk).update(times_alone=times + 1, alone_month=month)
    noting.tell_house(parcel.program, parcel.where.county_fips, parcel.kits, Way.MAIL, offer, at)
    return placed

"""A peer with a card gets more, from hand to hand, at any site. In seconds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house, outbox, record
from beside.peers import noting, pool, tallies
from beside.peers.core.cards import Span
from beside.peers.core.points import Way
from beside.peers.models import Card
from beside.supply.core.asking import Beyond
from beside.supply.core.fefo import OutOfStock
from beside.supply.models import Movement, Place, Product, Program
from beside.supply.services import moving
from beside.supply.services.asking_counts import ask_to_count


class SentBefore(Exception):
    """This very form was sent before; what it asked for was done then."""


@dataclass(frozen=True)
class Restocked:
    """What happened, for the page. It holds no card: the page may lie open."""

    program: Program
    kits: int
    short: int  # kits the shelf could not show
    movement: Movement | None
    new_in: tuple[Span, ...]


@transaction.atomic
def restock_at_site(
    *,
    card: Card,
    number: int,
    shelf: Place,
    product: Product,
    kits: int,
    beyond: Beyond | None,
    nonce: UUID,
    by: User,
    at: datetime,
) -> Restocked:
    """Kits leave this shelf for the peers' place. What was handed over is kept in any case.

    `kits` were asked for and agreed on. Any program's site restocks any card. When the shelf
    says too little, all that it says leaves it and it asks to be counted. Raises NotThatMany,
    SentBefore.
    """
    day = house.today(at)
    offer = noting.judge(shelf.program, kits, pool.kits_on(shelf, product, day), beyond)
    if not outbox.first_time(pool.ABOUT, str(nonce), at=at):
        raise SentBefore
    movement, short = _moved(shelf, product, kits, nonce, at, by)
    new_in = noting.note(card, number, shelf.program, kits, Way.DESK, at)
    noting.tell_house(shelf.program, shelf.county_fips, kits, Way.DESK, offer, at, by)
    return Restocked(shelf.program, kits, short // product.per_kit, movement, tuple(new_in))


@transaction.atomic
def undo_restock(
    *, movement: Movement, program: Program, kits: int, by: User, at: datetime
) -> None:
    """A slip: the kits stand on their shelf again and count nowhere.

    The card is not touched: nobody remembers which it was. Raises AlreadyUndone, NotThere.
    """
    moving.undo(movement=movement, at=at, by=by)
    back = {"restocks": -1, "kits": -kits, "kits_desk": -kits}
    tallies.add(program, movement.on_date, back)
    record.act("peer_restock_undone", on=program, by=by, at=at, detail={"kits": kits})


def _moved(
    shelf: Place, product: Product, kits: int, nonce: UUID, at: datetime, by: User
) -> tuple[Movement | None, int]:
    """The movement, and how many units the shelf could not show."""
    wanted, short, day = kits * product.per_kit, 0, house.today(at)
    while short < wanted:
        try:
            movement = pool.fill(
                shelf=shelf, wanted={product: wanted - short}, about=(pool.ABOUT, nonce), at=at,
                on_date=day, by=by,
            )  # fmt: skip
        except OutOfStock as missing:
            short += missing.short
        else:
            break
    else:
        movement = None
    if short:
        ask_to_count(place=shelf, product=product, short=short, at=at)
    return movement, short

"""Kits that wait at a site, a meeting place or in a locker, for whoever says their words."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.peers import keys, noting, pool, tallies
from beside.peers.core import cards
from beside.peers.core.cards import Use, keyed
from beside.peers.core.points import WAY_OF, BagState, PointKind, is_ready_at_once
from beside.peers.models import Bag, Card, Point
from beside.peers.queries import may_alone, terms_of
from beside.supply.models import Movement, Product, Program
from beside.supply.services import aside, moving

TRIES = 8


class AskAtSite(Exception):
    """This card has brought more without anybody of the staff often enough this month."""


class NothingThere(Exception):
    """That place has none to give now. Another may."""


class NotWaiting(Exception):
    """It does not wait (any more), or is not ready."""


class NoHatch(ValueError):
    """A locker opens with something; it has to be said."""


@dataclass(frozen=True)
class Asked:
    """A bag that waits, and its words' number. The page that asked can always find it again."""

    bag: Bag
    number: int
    new_in: tuple[cards.Span, ...] = ()
    is_new: bool = True


@transaction.atomic
def ask_for_more(
    *, card: Card, number: int, point: Point, product: Product, kits: int, nonce: str, at: datetime
) -> Asked:
    """Kits stand aside and wait there. Fewer than asked only when no more are there.

    Sent twice with one nonce it is one bag. Raises AskAtSite, NothingThere, NotThatMany.
    """
    digest = hashlib.sha256(nonce.encode()).digest()
    if known := Bag.objects.select_related("point", "product").filter(nonce_digest=digest).first():
        return Asked(known, cards.words_of_nonce(nonce, known.turn), is_new=False)
    card = Card.objects.select_for_update(of=("self",)).select_related("program").get(pk=card.pk)
    times = may_alone(card, at)
    if times is None:
        raise AskAtSite
    program, day = point.program, house.today(at)
    there = pool.kits_on(point.shelf, product, day)
    offer = noting.judge(program, min(kits, program.peer_cap), there, None)
    if there < 1:
        raise NothingThere
    agreed = min(kits, program.peer_cap, there)
    bag, words = _kept(point, product, agreed, digest, nonce, at)
    aside.set_aside(
        shelf=point.shelf, wanted={product: agreed * product.per_kit}, about=_about(bag), at=at
    )
    way = WAY_OF[PointKind(point.kind)]
    new_in = noting.note(card, number, program, agreed, way, at)
    month = cards.month_of(day)
    Card.objects.filter(pk=card.pk).update(times_alone=times + 1, alone_month=month)
    noting.tell_house(program, point.shelf.county_fips, agreed, way, offer, at)
    return Asked(bag, words, new_in)


def _kept(
    point: Point, product: Product, kits: int, digest: bytes, nonce: str, at: datetime
) -> tuple[Bag, int]:
    key, day = keys.current(at), house.today(at)
    ready = is_ready_at_once(PointKind(point.kind))
    for turn in range(TRIES):
        number = cards.words_of_nonce(nonce, turn)
        row = Bag(
            program=point.program, point=point, product=product, kits=kits, turn=turn,
            state=BagState.READY if ready else BagState.ASKED, number=_free_number(point.program),
            words_hash=keyed(number, Use.BAG, key.secret), key_year=key.year, nonce_digest=digest,
            asked_date=day, until_date=day + timedelta(days=terms_of(point.program).bag_days),
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue  # other words, or another number
        return row, number
    raise RuntimeError("no three words are free")


def _free_number(program: Program) -> int:
    taken = set(Bag.objects.filter(program=program).values_list("number", flat=True))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _about(bag: Bag) -> tuple[str, object]:
    return "peers.bag", bag.pk


@transaction.atomic
def make_ready(*, bag: Bag, hatch: str, by: User, at: datetime) -> None:
    """Packed and brought, or put into the locker, which `hatch` opens. Raises NoHatch, NotWaiting.

    Said again it changes what opens the locker.
    """
    hatch = "".join(hatch.split())[:12]
    if bag.point.kind == PointKind.LOCKER and not hatch:
        raise NoHatch
    waiting = Bag.objects.filter(pk=bag.pk).exclude(state=BagState.HANDED)
    if not waiting.update(state=BagState.READY, hatch=hatch):
        raise NotWaiting
    record.act("peer_bag_ready", on=bag.program, by=by, at=at)


@transaction.atomic
def hand_bag_over(*, bag: Bag, by: User | None, at: datetime) -> Movement:
    """Somebody said its words and took it. Raises NotWaiting (somebody was quicker)."""
    if not Bag.objects.filter(pk=bag.pk, state=BagState.READY).update(
        state=BagState.HANDED, hatch=""
    ):
        raise NotWaiting
    movement = aside.let_go(
        shelf=bag.point.shelf, target=pool.place_of(bag.program), why=pool.WHY,
        about=_about(bag), at=at, by=by,
    )  # fmt: skip
    record.act("peer_bag_handed_over", on=bag.program, by=by, at=at)
    return movement


@transaction.atomic
def take_bag_back(*, bag: Bag, by: User, at: datetime) -> None:
    """It was not handed over after all. Raises NotWaiting, NotThere (counted on already)."""
    if not Bag.objects.filter(pk=bag.pk, state=BagState.HANDED).update(state=BagState.READY):
        raise NotWaiting
    kind, about = _about(bag)
    moved = Movement.objects.filter(
        about_kind=kind, about_id=str(about), undoes=None, undone_by=None,
        entries__place=pool.place_of(bag.program),
    )  # fmt: skip
    moving.undo(movement=moved.distinct().get(), at=at, by=by)
    record.act("peer_bag_taken_back", on=bag.program, by=by, at=at)


@transaction.atomic
def call_bag_off(*, bag: Bag, at: datetime, by: User | None = None) -> None:
    """Nobody comes for it: its kits are on their shelf again. Raises NotWaiting."""
    found = Bag.objects.select_for_update(of=("self",)).select_related("point__shelf", "program")
    row = found.filter(pk=bag.pk).exclude(state=BagState.HANDED).first()
    if row is None:
        raise NotWaiting
    aside.put_back(shelf=row.point.shelf, about=_about(row), at=at, by=by)
    tallies.add(
        row.program, row.asked_date,
        {"restocks": -1, "kits": -row.kits, "kits_waited": -row.kits},
    )  # fmt: skip
    row.delete()
    record.act("peer_bag_called_off", on=row.program, by=by, at=at)


@transaction.atomic
def clear_bags(*, at: datetime) -> int:
    """At night: what was handed over is forgotten, what nobody took goes back; how many."""
    day, gone = house.today(at), 0
    for bag in Bag.objects.filter(until_date__lt=day).exclude(state=BagState.HANDED):
        call_bag_off(bag=bag, at=at)
        gone += 1
    forgotten, _ = Bag.objects.filter(state=BagState.HANDED).delete()
    record.act("peer_bags_cleared", on=("peers.bags", "night"), at=at,
               detail={"back": gone, "handed": forgotten})  # fmt: skip
    return gone + forgotten

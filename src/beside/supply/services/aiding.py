"""Mutual aid: one program lets another have stock. Both agree, then it moves once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.supply import shelves
from beside.supply.core import aid as core
from beside.supply.core.aid import Act, Dated, NotAllowed, NotConsented, Side, State
from beside.supply.core.places import SHELVES
from beside.supply.core.places import Movement as Why
from beside.supply.models import Aid, AidLot, Lot, Movement, Place, Product, Program
from beside.supply.posting import Leg, post

__all__ = ["NotAllowed", "NotConsented", "NotTheirs", "RecalledLot", "agree", "arrive",
           "ask_for_aid", "end_aid", "offer_aid"]  # fmt: skip
ABOUT = "supply.aid"


class NotTheirs(ValueError):
    """That shelf is not one of this program's."""


class RecalledLot(ValueError):
    """A recalled lot is let to nobody."""


@transaction.atomic
def ask_for_aid(
    *,
    taker: Program,
    product: Product,
    units: int,
    giver: Program | None,
    takes_short_dated: bool,
    takes_expired: bool,
    at: datetime,
    by: User,
) -> Aid:
    """Ask one program, or (no giver) whoever can."""
    aid = Aid.objects.create(
        taker=taker, giver=giver, product=product, units=units, state=State.ASKED,
        takes_short_dated=takes_short_dated, takes_expired=takes_expired, asked_at=at,
        changed_at=at,
    )  # fmt: skip
    record.act("aid_asked", on=aid, by=by, at=at, detail={"units": units})
    return aid


@transaction.atomic
def offer_aid(
    *,
    giver: Program,
    taker: Program,
    source: Place,
    lots: Mapping[Lot, int],
    at: datetime,
    by: User,
    answers: Aid | None = None,
) -> Aid:
    """Name the lots that could be had from a shelf, of one's own accord or as an answer.

    Raises NotTheirs, RecalledLot, NotAllowed (the asking was answered or withdrawn).
    """
    if source.program_id != giver.pk or source.kind not in SHELVES:
        raise NotTheirs
    if any(lot.recalled_at for lot in lots) or not lots:
        raise RecalledLot
    units, product = sum(lots.values()), next(iter(lots)).product
    if answers is None:
        aid = Aid(taker=taker, product=product, asked_at=at)
    else:
        aid = Aid.objects.select_for_update().get(pk=answers.pk)
        if aid.giver_id not in (None, giver.pk) or aid.taker_id == giver.pk:
            raise NotAllowed("asked of another")
        core.step(State(aid.state), Act.OFFER, Side.GIVER)
    aid.giver, aid.source, aid.units, aid.state, aid.changed_at = (
        giver, source, units, State.OFFERED, at,
    )  # fmt: skip
    aid.save()
    AidLot.objects.bulk_create(AidLot(aid=aid, lot=lot, units=n) for lot, n in lots.items())
    record.act("aid_offered", on=aid, by=by, at=at, detail={"units": units})
    return aid


@transaction.atomic
def agree(
    *,
    aid: Aid,
    target: Place,
    takes_short_dated: bool,
    takes_expired: bool,
    at: datetime,
    by: User,
) -> Aid:
    """The taker says yes to these lots; they are set aside on the giver's shelf.

    Raises NotConsented, NotTheirs, NotAllowed, RecalledLot, NotThere (gone meanwhile).
    """
    aid = (
        Aid.objects.select_for_update(of=("self",)).select_related("source__program").get(pk=aid.pk)
    )
    if target.program_id != aid.taker_id or target.kind not in SHELVES:
        raise NotTheirs
    state = core.step(State(aid.state), Act.AGREE, Side.TAKER)
    lots = _lots(aid)
    core.require_consent(
        [Dated(one.units, one.lot.expires_date) for one in lots], on=house.today(at),
        takes_short_dated=takes_short_dated, takes_expired=takes_expired,
    )  # fmt: skip
    source = _source(aid)
    beside = shelves.aside_of(source)
    legs = [Leg(one.lot, one.units, source, beside) for one in lots]
    post(legs, why=Why.SET_ASIDE, at=at, on_date=house.today(at), by=by, about=(ABOUT, aid.pk))
    aid.takes_short_dated, aid.takes_expired = takes_short_dated, takes_expired
    aid.target, aid.state, aid.changed_at = target, state, at
    aid.save()
    record.act("aid_agreed", on=aid, by=by, at=at)
    return aid


@transaction.atomic
def arrive(*, aid: Aid, at: datetime, by: User) -> Movement:
    """It came: one balanced movement, from the giver's shelf to the taker's. Raises NotAllowed."""
    aid = (
        Aid.objects.select_for_update(of=("self",))
        .select_related("source", "target")
        .get(pk=aid.pk)
    )
    state = core.step(State(aid.state), Act.ARRIVE, Side.TAKER)
    source, target = _source(aid), aid.target
    assert target is not None
    beside = shelves.aside_of(source)
    legs = [Leg(one.lot, one.units, beside, target) for one in _lots(aid)]
    movement = post(
        legs, why=Why.TRANSFERRED, at=at, on_date=house.today(at), by=by, about=(ABOUT, aid.pk)
    )
    Aid.objects.filter(pk=aid.pk).update(state=state, movement=movement, changed_at=at)
    record.act("aid_arrived", on=aid, by=by, at=at)
    return movement


@transaction.atomic
def end_aid(*, aid: Aid, act: Act, side: Side, at: datetime, by: User) -> State:
    """Decline or withdraw; what stood aside goes back to its shelf. Raises NotAllowed."""
    aid = Aid.objects.select_for_update(of=("self",)).select_related("source").get(pk=aid.pk)
    state = core.step(State(aid.state), act, side)
    if aid.state == State.AGREED:
        source = _source(aid)
        beside = shelves.aside_of(source)
        legs = [Leg(one.lot, one.units, beside, source) for one in aid.lots.select_related("lot")]
        post(legs, why=Why.PUT_BACK, at=at, on_date=house.today(at), by=by, about=(ABOUT, aid.pk))
    Aid.objects.filter(pk=aid.pk).update(state=state, changed_at=at)
    record.act("aid_ended", on=aid, by=by, at=at, detail={"state": state.value})
    return state


def _source(aid: Aid) -> Place:
    """The giver's shelf; once lots were offered there is one (the database sees to it)."""
    assert aid.source is not None
    return aid.source


def _lots(aid: Aid) -> list[AidLot]:
    """What was offered. Raises RecalledLot when one was recalled since."""
    lots = list(aid.lots.select_related("lot"))
    if any(one.lot.recalled_at for one in lots):
        raise RecalledLot
    return lots

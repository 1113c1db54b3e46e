"""Packers take requests into a batch, hold each lot in hand, pack, post; and undo."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from beside.accounts.models import User
from beside.kernel import facts, house, record
from beside.supply import shelves
from beside.supply.core import fefo
from beside.supply.core.places import Movement as Why
from beside.supply.core.postage import Postage, lightest
from beside.supply.core.request import Event, NotAllowed, State
from beside.supply.facts import RequestPosted
from beside.supply.mail import lots, picking
from beside.supply.mail.moving import Overtaken, move
from beside.supply.mail.picking import Read
from beside.supply.models import Batch, Lot, Parcel, Picked, Place, Program, Request
from beside.supply.posting import Leg, post
from beside.supply.services import aside
from beside.supply.services.aside import OutOfStock


class NotPicked(Exception):
    """A lot of this parcel has not been held in hand yet. `lots` are their numbers."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.lots = list(missing)


class NotRead(Exception):
    """Two lots of a product go out in this batch: which is in this parcel must be read."""

    def __init__(self, number: str, lots: Sequence[str]) -> None:
        super().__init__(number)
        self.number, self.lots = number, list(lots)


@dataclass(frozen=True)
class Made:
    """A batch, and what could not come into it: taken by somebody else, or out of stock."""

    batch: Batch | None
    taken: int
    elsewhere: int  # another packer was quicker
    short: int  # there was not enough usable stock with days left


def make_batch(
    *,
    program: Program,
    shelf: Place,
    requests: Sequence[Request],
    by: User,
    at: datetime,
    most: int | None = None,
) -> Made:
    """Take requests into a new batch, each with its lots, the first to expire first.

    Each is taken by itself, from the state it was read in: what another packer has taken
    meanwhile is left to them, and what the shelf cannot fill stays asked. With `most`, the
    requests that follow come instead of those, until it holds so many.
    """
    with transaction.atomic():
        Program.objects.select_for_update(no_key=True).get(pk=program.pk)
        last = Batch.objects.filter(program=program).aggregate(last=Max("number"))["last"] or 0
        batch = Batch.objects.create(
            program=program, shelf=shelf, number=last + 1, made_at=at, by=by
        )
        record.act("batch_made", on=batch, by=by, at=at)
    counts = {"taken": 0, "elsewhere": 0, "short": 0}
    for request in requests:
        if counts["taken"] == most:
            break
        counts[_try_to_take(batch, request, counts["taken"] + 1, by, at)] += 1
    if not counts["taken"]:
        close_batch(batch=batch, by=by, at=at)
    return Made(batch if counts["taken"] else None, **counts)


def _try_to_take(batch: Batch, request: Request, position: int, by: User, at: datetime) -> str:
    try:
        take_request(batch=batch, request=request, position=position, by=by, at=at)
    except (Overtaken, NotAllowed):
        return "elsewhere"
    except OutOfStock:
        return "short"
    return "taken"


@transaction.atomic
def take_request(
    *, batch: Batch, request: Request, position: int, by: User, at: datetime
) -> Parcel:
    """One request into a batch. Raises Overtaken (a packer was quicker), OutOfStock, NotAllowed."""
    _claim(request)
    shelf = _shelf_for(batch, request)
    move(request, Event.TAKEN, at=at, by=by, shelf=shelf)
    parcel = Parcel.objects.create(
        request=request, batch=batch, position=position, taken_at=at, by=by
    )
    _set_aside(request, shelf, at, by)
    return parcel


def _claim(request: Request) -> None:
    """Nobody else takes it until this transaction ends. Raises Overtaken, and waits for nobody:
    packers who take the same list at once go round each other, not in line behind each other.
    """
    free = Request.objects.filter(pk=request.pk, moved_at=request.moved_at)
    if not list(free.select_for_update(skip_locked=True, no_key=True).values_list("pk")):
        raise Overtaken(str(request.pk))


def _shelf_for(batch: Batch, request: Request) -> Place:
    """What waits at a site is taken from there when it has enough, else from the batch's shelf."""
    site = request.site
    if site is None or site == batch.shelf:
        return batch.shelf
    wanted = request.lines.select_related("product")

    has = all(
        shelves.usable(site, line.product, house.today(batch.made_at)) >= line.units
        for line in wanted
    )
    return site if has else batch.shelf


def _set_aside(request: Request, shelf: Place, at: datetime, by: User) -> None:
    margin = timedelta(days=request.program.least_days_left)
    wanted = {line.product: line.units for line in request.lines.select_related("product")}
    aside.set_aside(
        shelf=shelf, wanted=wanted, about=lots.about(request), at=at, by=by, margin=margin
    )


@transaction.atomic
def let_go(*, request: Request, by: User, at: datetime) -> None:
    """Out of its batch again; its lots go back to the shelf. Raises NotAllowed, Overtaken."""
    move(request, Event.LET_GO, at=at, by=by)


@transaction.atomic
def pick(*, batch: Batch, read: Read, by: User, at: datetime) -> Picked:
    """A packer holds this lot in hand. Raises picking's refusals; a recalled lot is replaced first.

    The refusal of a recalled or expired lot does not undo its replacement: see `replace_lot`.
    """
    lot = picking.judge(batch, read, house.today(at))
    picked, is_new = Picked.objects.get_or_create(
        batch=batch, lot=lot, defaults={"how": read.how, "at": at, "by": by}
    )
    if is_new:
        record.act("lot_picked", on=batch, by=by, at=at, detail={"lot": lot.pk, "how": read.how})
    return picked


@transaction.atomic
def unpick(*, batch: Batch, lot_id: int, by: User, at: datetime) -> None:
    """That lot was not in hand after all."""
    if Picked.objects.filter(batch=batch, lot_id=lot_id).delete()[0]:
        record.act("lot_unpicked", on=batch, by=by, at=at, detail={"lot": lot_id})


@transaction.atomic
def replace_lot(*, batch: Batch, lot: Lot, by: User, at: datetime) -> tuple[int, int]:
    """Every parcel of the batch gets other lots instead of this one.

    Answers how many got another, and how many had to be let go because there is no other.
    """
    swapped = gone = 0
    for parcel in picking.parcels(batch).filter(request__state=State.SET_ASIDE):
        if lot.pk in lots.lots_at(shelves.aside_of(_shelf(parcel)), parcel.request):
            done = _swap(parcel, lot, by, at)
            swapped, gone = swapped + done, gone + (not done)
    Picked.objects.filter(batch=batch, lot=lot).delete()
    record.act("lot_replaced", on=batch, by=by, at=at,
               detail={"lot": lot.pk, "swapped": swapped, "let_go": gone})  # fmt: skip
    return swapped, gone


def _swap(parcel: Parcel, lot: Lot, by: User, at: datetime) -> bool:
    """Back with this lot, and others aside; the parcel is let go when there are none."""
    request, shelf = parcel.request, _shelf(parcel)
    source = shelves.aside_of(shelf)
    shelves.alone_with(lots.about(request))
    list(shelves.balances(shelf, lot.product, lock=True))  # all of them, in their order, first
    if not (units := lots.lots_at(source, request).get(lot.pk, 0)):
        return True  # somebody else replaced it
    margin = timedelta(days=request.program.least_days_left)
    try:
        with transaction.atomic():
            post([Leg(lot, units, source, shelf)], why=Why.PUT_BACK, at=at, on_date=house.today(at),
                 by=by, about=lots.about(request), reason="replaced")  # fmt: skip
            _without(shelf, lot, request, units, margin, at, by)
    except OutOfStock:
        let_go(request=request, by=by, at=at)
        return False
    return True


def _without(
    shelf: Place, lot: Lot, request: Request, units: int, margin: timedelta, at: datetime, by: User
) -> None:
    """Set aside the same of other lots. Held lots (recalled, quarantined) are never taken."""

    there = [one for one in shelves.shelved(shelf, lot.product, lock=True) if one.lot.pk != lot.pk]
    taken = fefo.take(there, units, on=house.today(at), margin=margin, whole=lot.product.per_kit)
    target = shelves.aside_of(shelf)
    legs = [Leg(each.lot, each.units, shelf, target) for each in taken]
    post(legs, why=Why.SET_ASIDE, at=at, on_date=house.today(at), by=by, about=lots.about(request))


def _shelf(parcel: Parcel) -> Place:
    return parcel.request.shelf or parcel.batch.shelf


@transaction.atomic
def wrap(*, parcel: Parcel, by: User, at: datetime, read: Read | None = None) -> None:
    """Packed, once each of its lots was in hand. Raises NotPicked, NotAllowed, Overtaken.

    `read`: what was scanned as this parcel was closed. It is judged by this parcel's own
    lots, with the expiry it tells. Raises picking's refusals; NotRead where it is needed.
    """
    request = parcel.request
    there = lots.lots_at(lots.standing_at(State.SET_ASIDE, request), request)
    if read is not None:
        lot = picking.judge_for(parcel, read, there, house.today(at))
        Picked.objects.get_or_create(
            batch=parcel.batch, lot=lot, defaults={"how": read.how, "at": at, "by": by}
        )
        record.act("lot_in_parcel", on=parcel, by=by, at=at,
                   detail={"lot": lot.pk, "how": read.how})  # fmt: skip
    picked = dict(Picked.objects.filter(batch=parcel.batch).values_list("lot", "lot__product"))
    if missing := set(there) - set(picked):
        numbers = Lot.objects.filter(pk__in=missing).order_by("number")
        raise NotPicked(list(numbers.values_list("number", flat=True)))
    bad = [
        lot.number for lot in Lot.objects.filter(pk__in=there)
        if picking.unfit(lot, parcel.batch, house.today(at))
    ]  # fmt: skip
    if bad:
        raise NotPicked(bad)
    if read is None and max(Counter(picked.values()).values(), default=0) > 1:
        _require_no_reading(parcel)
    weight = picking.weight_g(request)
    move(request, Event.WRAPPED, at=at, by=by)
    Parcel.objects.filter(pk=parcel.pk).update(packed_at=at, weight_g=weight)


def _require_no_reading(parcel: Parcel) -> None:
    """Two lots of a product were in hand. Raises NotRead where they go into different parcels."""
    if apart := picking.told_apart(parcel.batch).get(parcel.pk):
        raise NotRead(f"{parcel.batch.number}-{parcel.position}", apart)


@transaction.atomic
def unwrap(*, parcel: Parcel, by: User, at: datetime) -> None:
    """It was not packed after all. Raises NotAllowed, Overtaken."""
    move(parcel.request, Event.UNWRAPPED, at=at, by=by)
    Parcel.objects.filter(pk=parcel.pk).update(packed_at=None)


@transaction.atomic
def send(*, parcel: Parcel, by: User, at: datetime, postage: Postage | None = None) -> None:
    """Handed to the post, or brought to its place. Raises NotAllowed, Overtaken."""
    request = parcel.request
    fact = RequestPosted(request.pk, request.program_id, request.county_fips, request.way)
    facts.publish(fact, about=request, at=at)
    move(request, Event.LEFT if request.is_posted else Event.BROUGHT, at=at, by=by)
    chosen = postage or (lightest(parcel.weight_g) if parcel.weight_g else None)
    Parcel.objects.filter(pk=parcel.pk).update(
        posted_at=at, postage=chosen.value if chosen and request.is_posted else ""
    )


@transaction.atomic
def take_back(*, parcel: Parcel, by: User, at: datetime) -> None:
    """It has not left after all. Raises NotAllowed, Overtaken."""
    request = parcel.request
    move(
        request, Event.LEAVING_UNDONE if request.is_posted else Event.BRINGING_UNDONE, at=at, by=by
    )
    Parcel.objects.filter(pk=parcel.pk).update(posted_at=None)


@transaction.atomic
def note_returned(*, request: Request, by: User, at: datetime) -> None:
    """The post brought it back; its kits are on the shelf again. Raises NotAllowed, Overtaken."""
    move(request, Event.CAME_BACK, at=at, by=by)


@transaction.atomic
def unsay(*, request: Request, by: User, at: datetime) -> None:
    """That it came, came back or never came was a slip: it is on its way, as when it left.

    Raises NotThere (its kits have left the shelf since), NotAllowed, Overtaken.
    """
    move(request, Event.UNSAID, at=at, by=by)


@transaction.atomic
def hand_over(*, request: Request, by: User, at: datetime) -> None:
    """Somebody said the three words and took it. Raises NotAllowed, Overtaken."""
    move(request, Event.WORDS_SAID, at=at, by=by)


@transaction.atomic
def undo_hand_over(*, request: Request, by: User, at: datetime) -> None:
    """It lies there still. Raises NotAllowed, Overtaken."""
    move(request, Event.HANDING_UNDONE, at=at, by=by)


class NotSent(Exception):
    """So many parcels are packed: let go, they would be packed and sent twice."""

    def __init__(self, parcels: int) -> None:
        super().__init__(parcels)
        self.parcels = parcels


@transaction.atomic
def close_batch(*, batch: Batch, by: User, at: datetime) -> None:
    """The batch is done; what is not packed is let go again. Raises NotSent."""
    if packed := picking.parcels(batch).filter(request__state=State.PACKED).count():
        raise NotSent(packed)
    for parcel in picking.parcels(batch).filter(request__state=State.SET_ASIDE):
        if parcel.ended_at is None:
            move(parcel.request, Event.LET_GO, at=at, by=by)
    Batch.objects.filter(pk=batch.pk, closed_at=None).update(closed_at=at)
    record.act("batch_closed", on=batch, by=by, at=at)

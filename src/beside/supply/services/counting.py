"""A count: a sheet is begun, what is found is written down, the difference is posted.

What was found is compared with what stood there when the sheet was begun, never with what
stands there when it is posted: kits that were given out in between were counted before or
left afterwards, and either way their own entries say so.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.supply import shelves
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.core.places import Movement as Why
from beside.supply.models import Balance, Count, CountLine, Lot, Movement, Place
from beside.supply.posting import Leg, post
from beside.supply.services.asking_counts import settle_count


class CountsAlready(Exception):
    """Somebody counts this place already; post or drop that sheet first."""


class NotAShelf(ValueError):
    """Only shelves are counted."""


class Ended(Exception):
    """That sheet was posted or dropped."""


class NothingCounted(ValueError):
    """No lot on the sheet has a number yet."""


@transaction.atomic
def begin_count(*, place: Place, at: datetime, by: User) -> Count:
    """Write down what stands there now. Raises CountsAlready, NotAShelf."""
    if place.kind not in SHELVES:
        raise NotAShelf
    try:
        with transaction.atomic():
            count = Count.objects.create(place=place, begun_at=at, begun_by=by)
    except IntegrityError:
        raise CountsAlready(str(place.pk)) from None
    there = Balance.objects.select_for_update().filter(place=place, units__gt=0).order_by("lot")
    CountLine.objects.bulk_create(
        CountLine(count=count, lot_id=one.lot_id, stood=one.units) for one in there
    )
    record.act("count_begun", on=count, by=by, at=at, detail={"place": str(place.pk)})
    return count


@transaction.atomic
def write_found(*, count: Count, found: Mapping[Lot, int | None], at: datetime, by: User) -> None:
    """Keep what was counted, in units; a lot the books did not have here is added at nought.

    Raises Ended.
    """
    _open(count)
    known = {line.lot_id: line for line in count.lines.all()}
    for lot, units in found.items():
        line = known.get(lot.pk) or CountLine(count=count, lot=lot, stood=0)
        line.found = units
        line.save()
    record.act("count_written", on=count, by=by, at=at, detail={"lots": len(found)})


@transaction.atomic
def post_count(*, count: Count, at: datetime, by: User) -> Movement | None:
    """Post the differences as one correction; None when all was as the books said.

    Lots nobody counted stay as they are. Raises Ended, NothingCounted, NotThere (units that
    were counted as missing have left since: count again).
    """
    _open(count)
    lines = list(count.lines.select_related("lot").filter(found__isnull=False))
    if not lines:
        raise NothingCounted
    edge = shelves.edge(count.place.program, PlaceKind.CORRECTED)
    legs = [_leg(line, count.place, edge) for line in lines if line.found != line.stood]
    movement = None
    if legs:
        about = ("supply.count", count.pk)
        movement = post(legs, why=Why.COUNTED, at=at, on_date=house.today(at), by=by, about=about)
    Count.objects.filter(pk=count.pk).update(ended_at=at, is_posted=True, movement=movement)
    settle_count(place=count.place, by=by, at=at)
    record.act("count_posted", on=count, by=by, at=at, detail={"differences": len(legs)})
    return movement


@transaction.atomic
def drop_count(*, count: Count, at: datetime, by: User) -> None:
    """Throw the sheet away; nothing is posted. Raises Ended."""
    _open(count)
    Count.objects.filter(pk=count.pk).update(ended_at=at)
    record.act("count_dropped", on=count, by=by, at=at)


def _open(count: Count) -> None:
    if not Count.objects.select_for_update().filter(pk=count.pk, ended_at=None).exists():
        raise Ended(str(count.pk))


def _leg(line: CountLine, place: Place, edge: Place) -> Leg:
    more = (line.found or 0) - line.stood
    return Leg(line.lot, more, edge, place) if more > 0 else Leg(line.lot, -more, place, edge)

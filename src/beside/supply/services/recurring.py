"""The same order again every few months: kept, changed, paused, ended; and made when it is due."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import deadlines, house, outbox, record
from beside.supply.agency.offers import pick_up_shelves
from beside.supply.agency.stepping import Overtaken
from beside.supply.core.supplying import months_later
from beside.supply.models import Agency, Order, Place, Product, Recurrence, RecurringLine
from beside.supply.services import ordering
from beside.supply.services.ordering import CannotOrder, Wish

HOW_IS_IT_GOING, COULD_NOT = "supply.how_is_it_going", "supply.recurring_refused"
MORNING = time(13, tzinfo=UTC)  # nine in the morning in the East


class NotRecurring(Exception):
    """There is no recurring order, or it ended."""


@transaction.atomic
def keep_recurring(
    *,
    agency: Agency,
    units: Mapping[Product, int],
    every_months: int,
    is_picked_up: bool,
    at: datetime,
    by: User | None = None,
) -> Recurrence:
    """Begin it, or change the one there is: the next order then is counted from today."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    kept, _new = Recurrence.objects.update_or_create(
        agency=agency, ended_at=None,
        defaults={
            "every_months": every_months, "started_on": house.today(at), "turn": 1,
            "paused_at": None, "is_picked_up": is_picked_up,
            "due_at": _due_after(at, every_months, 1),
        },
    )  # fmt: skip
    kept.lines.all().delete()
    RecurringLine.objects.bulk_create(
        RecurringLine(recurrence=kept, product=product, units=number)
        for product, number in units.items() if number
    )  # fmt: skip
    record.act("recurring_order_kept", on=kept, by=by, at=at, detail={"months": every_months})
    return kept


def _due_after(started: datetime, every_months: int, turn: int) -> datetime:
    """When the order of that turn is made: in the morning, on the day of the month it began."""
    return datetime.combine(months_later(house.today(started), every_months * turn), MORNING)


@transaction.atomic
def pause_recurring(*, agency: Agency, at: datetime, by: User | None = None) -> Recurrence:
    """Nothing is ordered until it goes on. Raises NotRecurring."""
    kept = _the_one(agency)
    Recurrence.objects.filter(pk=kept.pk).update(paused_at=at, due_at=None)
    record.act("recurring_order_paused", on=kept, by=by, at=at)
    return kept


@transaction.atomic
def resume_recurring(*, agency: Agency, at: datetime, by: User | None = None) -> Recurrence:
    """It goes on at the first day of its own that is still ahead. Raises NotRecurring."""
    kept = _the_one(agency)
    start, turn = _began(kept), kept.turn
    while _due_after(start, kept.every_months, turn) <= at:
        turn += 1
    due = _due_after(start, kept.every_months, turn)
    Recurrence.objects.filter(pk=kept.pk).update(paused_at=None, due_at=due, turn=turn)
    record.act("recurring_order_resumed", on=kept, by=by, at=at)
    return kept


@transaction.atomic
def end_recurring(*, agency: Agency, at: datetime, by: User | None = None) -> Recurrence:
    """No more of it. Another can be begun any day. Raises NotRecurring."""
    kept = _the_one(agency)
    Recurrence.objects.filter(pk=kept.pk).update(ended_at=at, due_at=None, paused_at=None)
    record.act("recurring_order_ended", on=kept, by=by, at=at)
    return kept


def _the_one(agency: Agency) -> Recurrence:
    kept = Recurrence.objects.select_for_update().filter(agency=agency, ended_at=None).first()
    if kept is None:
        raise NotRecurring
    return kept


def _began(kept: Recurrence) -> datetime:
    return datetime.combine(kept.started_on, MORNING)


@transaction.atomic
def make_recurring_order(*, recurrence_id: UUID, missed: datetime, at: datetime) -> Order | None:
    """The order that is due; None when it could not be taken, and the agency hears why it waits.

    However late we are, one order is made and the next falls on the next day of its own.
    Raises Overtaken.
    """
    found = Recurrence.objects.select_for_update(of=("self",)).select_related("agency__program")
    kept = found.get(pk=recurrence_id)
    if kept.due_at != missed:
        raise Overtaken(None)
    turn = kept.turn + 1
    while _due_after(_began(kept), kept.every_months, turn) <= at:
        turn += 1
    due_turn, kept.turn = kept.turn, turn
    kept.due_at = _due_after(_began(kept), kept.every_months, turn)
    kept.save(update_fields=["due_at", "turn"])
    order = _ordered(kept, due_turn, at)
    _ask_once(kept.agency, at)
    record.act("recurring_order_made", on=kept, at=at, detail={"made": order is not None})
    deadlines.armed(kept.due_at)
    return order


def _ordered(kept: Recurrence, turn: int, at: datetime) -> Order | None:
    units = {line.product: line.units for line in kept.lines.select_related("product")}
    last = kept.agency.orders.exclude(plan="").order_by("-placed_at").first()
    wish = Wish(
        units=units, agrees=True, plan=last.plan if last else "",
        pick_up_at=_shelf(kept) if kept.is_picked_up else None,
    )  # fmt: skip
    try:
        return ordering.place_order(
            agency=kept.agency, wish=wish, nonce=f"{kept.pk.hex}:{turn}", at=at, recurrence=kept
        )
    except CannotOrder:
        outbox.put(COULD_NOT, {"agency": str(kept.agency_id)}, about=kept.agency, due_at=at,
                   key=f"{kept.pk}:{turn}")  # fmt: skip
        return None


def _shelf(kept: Recurrence) -> Place | None:
    """Where they picked up last, else the program's first shelf."""
    last = kept.agency.orders.filter(way=Order.Way.PICK_UP).order_by("-placed_at").first()
    return last.pick_up_at if last else next(iter(pick_up_shelves(kept.agency.program)), None)


def _ask_once(agency: Agency, at: datetime) -> None:
    """How is it going? Asked with the first recurring order, and never again."""
    if agency.going_asked_at is None:
        Agency.objects.filter(pk=agency.pk, going_asked_at=None).update(going_asked_at=at)
        outbox.put(HOW_IS_IT_GOING, {"agency": str(agency.pk)}, about=agency, due_at=at,
                   key=str(agency.pk))  # fmt: skip

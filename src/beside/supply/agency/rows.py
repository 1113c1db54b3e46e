"""Rows of the database as pages show them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language

from beside.supply import shelves
from beside.supply.agency import words
from beside.supply.agency.about import of_order
from beside.supply.agency.pages import Amount, LotRow, OrderRow
from beside.supply.core.order import OPEN, Event, State
from beside.supply.core.units import Pack
from beside.supply.models import Lot, Order, OrderStep, Product


def amount(
    product: Product, units: int, *, on_hand: int | None = None, asked: int | None = None
) -> Amount:
    """Units in cases, kits and single units."""
    parts = product.packs.broken_down(units)
    return Amount(
        product, name(product), units, parts[Pack.CASE], parts[Pack.KIT], parts[Pack.UNIT],
        None if on_hand is None else on_hand // product.per_kit, asked,
    )  # fmt: skip


def name(product: Product) -> str:
    """In the language of the page."""
    return product.name(get_language() or "en")


def amounts(order: Order) -> list[Amount]:
    """What was asked; what was approved once that is decided."""
    found = []
    for line in order.lines.all():
        units = line.asked if line.approved is None else line.approved
        fewer = line.asked if line.approved is not None and line.approved < line.asked else None
        if line.asked:
            found.append(amount(line.product, units, on_hand=line.on_hand, asked=fewer))
    return found


def order_row(order: Order, on: date) -> OrderRow:
    """One order for a list."""
    state = State(order.state)
    left = (order.runs_out_date - on).days if order.runs_out_date else None
    late = state in OPEN and not order.shipped_at and order.answer_by_date < on
    return OrderRow(
        order, words.STATES[state], words.TONES.get(state, ""), amounts(order), left, late
    )


def order_rows(orders: Iterable[Order], on: date) -> list[OrderRow]:
    """Several."""
    return [order_row(order, on) for order in orders]


def steps(order: Order) -> list[tuple[OrderStep, object]]:
    """What happened to it, the last first."""
    found = order.steps.select_related("by").order_by("-pk")
    return [(step, words.EVENTS.get(_event(step.event), step.event)) for step in found]


def _event(said: str) -> Event | str:
    try:
        return Event(said)
    except ValueError:
        return said


def lots_of(order: Order) -> list[LotRow]:
    """The lots that stand aside for it, first expiring first."""
    if order.shelf is None:
        return []
    held = shelves.lots_aside(order.shelf, of_order(order))
    return lot_rows(held)


def lot_rows(held: dict[int, int]) -> list[LotRow]:
    """Lots (by id) with their units."""
    lots = Lot.objects.filter(pk__in=held).select_related("product")
    lots = lots.order_by("product", "expires_date", "pk")
    return [
        LotRow(lot, name(lot.product), held[lot.pk], held[lot.pk] // lot.product.per_kit)
        for lot in lots
    ]

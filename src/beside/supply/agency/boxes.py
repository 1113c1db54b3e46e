"""How boxes and machines stand: what is in them, how fast it goes, which must be seen first."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Sum

from beside.kernel import house
from beside.supply.agency.pages import LotRow, MachineRow
from beside.supply.agency.rows import lot_rows
from beside.supply.models import Balance, Lot, Machine, VisitLine

OVER = timedelta(weeks=12)


def rows(machines: Iterable[Machine], at: datetime) -> list[MachineRow]:
    """The worst first: said to be empty, empty, low, a visit overdue."""
    found = [_row(machine, at) for machine in machines]
    return sorted(found, key=_worst)


def _worst(one: MachineRow) -> tuple[bool, bool, bool, int]:
    return (not one.is_empty, not one.is_low, not one.is_due, one.kits)


def row(machine: Machine, at: datetime) -> MachineRow:
    """One of them."""
    return _row(machine, at)


def _row(machine: Machine, at: datetime) -> MachineRow:
    there = Balance.objects.filter(place_id=machine.pk, units__gt=0).select_related("lot__product")
    kits = sum(one.units // one.lot.product.per_kit for one in there)
    is_empty = machine.reported_empty_at is not None or kits == 0
    due = machine.visited_at is None or at - machine.visited_at > timedelta(days=machine.every_days)
    low = kits <= machine.low_at_kits
    return MachineRow(machine, kits, is_empty, low, due, _taken_a_week(machine, at))


def _taken_a_week(machine: Machine, at: datetime) -> float | None:
    """Kits people took a week, over the last twelve weeks; None before the second visit."""
    visits = machine.visits.filter(undone_at=None, at__gt=at - OVER).order_by("at")
    first = visits.first()
    if first is None or visits.count() < 2:
        return None
    lines = VisitLine.objects.filter(visit__in=visits).exclude(visit=first)
    taken = lines.values("product__per_kit").annotate(n=Sum("dispensed"))
    kits = sum((one["n"] or 0) / one["product__per_kit"] for one in taken)
    last = visits.last()
    weeks = max((last.at - first.at) / timedelta(weeks=1), 1 / 7) if last else 1.0
    return max(kits, 0.0) / weeks


def lots(machine: Machine) -> list[LotRow]:
    """What stands in it, first expiring first."""
    there = Balance.objects.filter(place_id=machine.pk, units__gt=0)
    return lot_rows({one.lot_id: one.units for one in there})


def expired(machine: Machine, at: datetime) -> list[LotRow]:
    """What must come out: expired, or recalled."""

    def is_out(lot: Lot) -> bool:
        over = lot.expires_date is not None and lot.expires_date < house.today(at)
        return over or lot.recalled_at is not None

    return [one for one in lots(machine) if is_out(one.lot)]

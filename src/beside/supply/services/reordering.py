"""When to order again: what a program says of it, what was ordered, what the simulation found."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.supply import demand
from beside.supply.core import reorder
from beside.supply.models import Awaited, Product, Program, Reordering


class Arrived(Exception):
    """That order came, or was dropped."""


@transaction.atomic
def say_reordering(
    *,
    program: Program,
    product: Product,
    weekly_units: int,
    lead_days: Sequence[int],
    covers_days: int,
    service_percent: float,
    at: datetime,
    by: User,
) -> Reordering:
    """What is expected, how long an order takes, how long one should last; simulated at once."""
    reorder.LeadTime(*lead_days)
    rule, _ = Reordering.objects.update_or_create(
        program=program, product=product,
        defaults={"weekly_units": weekly_units, "lead_days": list(lead_days),
                  "covers_days": covers_days, "service_percent": service_percent},
    )  # fmt: skip
    record.act("reordering_said", on=program, by=by, at=at, detail={"product": product.slug})
    return simulate(rule=rule, at=at)


@transaction.atomic
def simulate(*, rule: Reordering, at: datetime) -> Reordering:
    """Find the reorder point anew, from what was given out until yesterday. The same day, the
    same figures: the seed is the day and the rule."""
    history = demand.history(rule.program, rule.product, house.today(at))
    lead = demand.lead_time(rule)
    try:
        found = reorder.policy(
            history, expected_daily=rule.weekly_units / 7, unit=rule.product.per_kit, lead=lead,
            covers_days=rule.covers_days, service=float(rule.service_percent) / 100,
            seed=house.today(at).toordinal() * 1000 + rule.pk % 1000,
            life_days=demand.life_days(rule.product, house.today(at)),
        )  # fmt: skip
    except reorder.NoDemand:
        found = reorder.Policy(0, 0, 0.0)
    rule.reorder_units, rule.up_to_units = found.reorder_units, found.up_to_units
    rule.daily_units, rule.history_days, rule.computed_at = found.daily_units, len(history), at
    rule.save()
    record.act("reorder_point_found", on=rule.program, at=at,
               detail={"product": rule.product.slug, "units": found.reorder_units})  # fmt: skip
    return rule


@transaction.atomic
def note_order(
    *, program: Program, product: Product, units: int, on_date: date, expected: date | None,
    at: datetime, by: User | None,
) -> Awaited:  # fmt: skip
    """An order went to a supplier; it counts as on its way."""
    made = Awaited.objects.create(
        program=program, product=product, units=units, ordered_date=on_date,
        expected_date=expected, at=at, by=by,
    )  # fmt: skip
    record.act("stock_ordered", on=made, by=by, at=at, detail={"units": units})
    return made


@transaction.atomic
def note_arrival(
    *, awaited: Awaited, units: int, on_date: date, at: datetime, by: User | None
) -> None:
    """It came, or a part of it and the rest will not. Raises Arrived."""
    _move(awaited, dropped=False, arrived_date=on_date, arrived_units=units)
    record.act("order_arrived", on=awaited, by=by, at=at, detail={"units": units})


@transaction.atomic
def drop_order(*, awaited: Awaited, at: datetime, by: User) -> None:
    """It will not come. Raises Arrived."""
    _move(awaited, dropped=False, dropped_at=at)
    record.act("order_dropped", on=awaited, by=by, at=at)


@transaction.atomic
def take_up_order(*, awaited: Awaited, at: datetime, by: User) -> None:
    """It will come after all. Raises Arrived when it stands, or came."""
    _move(awaited, dropped=True, dropped_at=None)
    record.act("order_taken_up", on=awaited, by=by, at=at)


def _move(awaited: Awaited, *, dropped: bool, **to: Any) -> None:
    """Only from the state the caller read; raises Arrived when it is in another."""
    standing = Awaited.objects.filter(
        pk=awaited.pk, arrived_date=None, dropped_at__isnull=not dropped
    )
    if not standing.update(**to):
        raise Arrived(str(awaited.pk))

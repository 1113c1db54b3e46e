"""Staff decide on an order: all of it, part of it, or not, with a reason; and take it back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.agency import stepping
from beside.supply.core.order import Event, Reason
from beside.supply.models import Order

LONGEST_WORDS = 400


class NothingApproved(ValueError):
    """Approving none of it is declining it, and that has a reason."""


class MoreThanAsked(ValueError):
    """Nobody is sent more than they asked for. `slug` is of the product."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@transaction.atomic
def approve_order(*, order: Order, by: User, at: datetime) -> Order:
    """All that was asked. Raises NotAllowed, Overtaken (somebody decided meanwhile)."""
    stepping.move(
        order, Event.APPROVED, at=at, by=by, decided_at=at, decided_by=by, reason="", words=""
    )
    order.lines.update(approved=F("asked"))
    record.act("order_decided", on=order, by=by, at=at, detail={"as": order.state})
    return order


@transaction.atomic
def approve_part(
    *, order: Order, units: Mapping[int, int], words: str, by: User, at: datetime
) -> Order:
    """So many units of each line (by the line's id); the whole when nothing is missing.

    Raises NothingApproved, MoreThanAsked, NotAllowed, Overtaken.
    """
    lines = list(order.lines.select_related("product"))
    for line in lines:
        line.approved = units.get(line.pk, 0)
        if line.approved > line.asked:
            raise MoreThanAsked(line.product.slug)
    if not any(line.approved for line in lines):
        raise NothingApproved
    if all(line.approved == line.asked for line in lines):
        return approve_order(order=order, by=by, at=at)
    stepping.move(
        order, Event.PART_APPROVED, at=at, by=by, decided_at=at, decided_by=by, reason="",
        words=words.strip()[:LONGEST_WORDS],
    )  # fmt: skip
    for line in lines:
        line.save(update_fields=["approved"])
    given = sum(line.approved or 0 for line in lines)
    record.act("order_decided", on=order, by=by, at=at, detail={"as": order.state, "units": given})
    return order


@transaction.atomic
def decline_order(*, order: Order, reason: Reason, words: str, by: User, at: datetime) -> Order:
    """None of it, and why. Raises NotAllowed, Overtaken."""
    stepping.move(
        order, Event.DECLINED, at=at, by=by, decided_at=at, decided_by=by, reason=reason,
        words=words.strip()[:LONGEST_WORDS],
    )  # fmt: skip
    record.act("order_decided", on=order, by=by, at=at, detail={"as": "declined", "why": reason})
    return order


@transaction.atomic
def take_back_decision(*, order: Order, by: User, at: datetime) -> Order:
    """As if nothing had been decided. Raises NotAllowed once lots stand aside, Overtaken."""
    stepping.move(
        order, Event.TAKEN_BACK, at=at, by=by, decided_at=None, decided_by=None, reason="", words=""
    )
    order.lines.update(approved=None)
    record.act("order_decision_taken_back", on=order, by=by, at=at)
    return order

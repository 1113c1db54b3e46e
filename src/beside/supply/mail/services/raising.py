"""More kits for a request that nobody has begun to pack: what was offered, or what staff decide."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.kernel.steps import NotAllowed
from beside.supply import negotiating
from beside.supply.core import asking
from beside.supply.core.asking import Beyond
from beside.supply.core.request import State
from beside.supply.models import Product, Request, RequestLine

RAISED = "raised"


class NothingMore(ValueError):
    """It holds no naloxone, or no more is offered than was asked for."""


class SayWhy(ValueError):
    """More than the cap needs a reason. `cap` in kits."""

    def __init__(self, cap: int) -> None:
        super().__init__(str(cap))
        self.cap = cap


@transaction.atomic
def take_offer(*, request: Request, at: datetime) -> Request:
    """The person takes all that was offered. Raises NothingMore, NotAllowed."""
    held = _held(request)
    if not held.is_more_offered or held.kits_offered is None:
        raise NothingMore(str(held.pk))
    _raise(held, held.kits_offered)
    Request.objects.filter(pk=held.pk).update(kits_agreed=held.kits_offered)
    record.act("offer_taken", on=held, at=at, detail={"kits": held.kits_offered})
    return Request.objects.get(pk=held.pk)


@transaction.atomic
def give_more(
    *, request: Request, kits: int, beyond: Beyond | None, by: User, at: datetime
) -> Request:
    """Staff and the person agreed on more. Raises NothingMore, SayWhy, NotAllowed."""
    held = _held(request)
    before = negotiating.kits_of(_units(held))
    if not before or kits <= before or kits > asking.MOST:
        raise NothingMore(str(held.pk))
    cap = negotiating.cap_of(held.program, for_others=True)
    if asking.is_beyond(kits, cap) and beyond is None:
        raise SayWhy(cap)
    there = negotiating.kits_of_program(held.program, house.today(at))
    told = negotiating.kept(
        held.was_asked, agreed=kits, in_stock=there, cap=cap, beyond=beyond, by=by
    )
    _raise(held, kits)
    Request.objects.filter(pk=held.pk).update(**told)
    record.act("request_raised", on=held, by=by, at=at,
               detail={"from": before, "to": kits, "why": told["beyond_why"]})  # fmt: skip
    return Request.objects.get(pk=held.pk)


def _held(request: Request) -> Request:
    held = Request.objects.select_for_update(of=("self",)).select_related("program")
    found = held.get(pk=request.pk)
    if found.state != State.ASKED:
        raise NotAllowed(State(found.state), RAISED)
    return found


def _units(request: Request) -> dict[Product, int]:
    return {line.product: line.units for line in request.lines.select_related("product")}


def _raise(request: Request, kits: int) -> None:
    """The difference is added to the naloxone of which most is asked."""
    lines = request.lines.select_related("product").filter(product__kind=Product.Kind.NALOXONE)
    line = max(lines, key=lambda one: (one.units, -one.pk))
    more = kits - negotiating.kits_of(_units(request))
    units = line.units + more * line.product.per_kit
    RequestLine.objects.filter(pk=line.pk).update(units=units)

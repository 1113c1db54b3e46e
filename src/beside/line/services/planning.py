"""A plan for next time: kept, opened, forgotten by whoever has its words, and by nobody else."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from django.db import transaction

from beside.kernel import house, record
from beside.line.caller.locks import DoesNotOpen, lock_of
from beside.line.core import plan_code
from beside.line.core.ladder import Kind
from beside.line.core.rhythm import Route
from beside.line.models import Plan
from beside.line.particulars import Particulars
from beside.line.particulars import read as particulars_of


class NoSuchPlan(LookupError):
    """No plan lies under these words: they are others, or it was forgotten."""


@dataclass(frozen=True)
class Kept:
    """What somebody wishes not to have to say again."""

    particulars: Particulars = field(repr=False)
    chosen: tuple[Kind, ...] = ()
    route: Route = Route.OTHER
    language: str = "en"


@transaction.atomic
def keep_plan(*, kept: Kept, at: datetime) -> int:
    """Close it with new words; their number, which is kept nowhere."""
    number = plan_code.make()
    lock = lock_of(number)
    today = house.today(at)
    plan = Plan.objects.create(
        lookup=lock.lookup, closed=lock.close(_written(kept)), kept_on=today, used_on=today
    )
    record.act("line_plan_kept", on=("line.plan", str(plan.pk)), at=at)
    return number


@transaction.atomic
def open_plan(*, number: int, at: datetime) -> Kept:
    """What lies under these words. Raises NoSuchPlan."""
    lock = lock_of(number)
    plan = Plan.objects.filter(lookup=lock.lookup).first()
    if plan is None:
        raise NoSuchPlan
    try:
        kept = _read(lock.open(bytes(plan.closed)))
    except DoesNotOpen:
        raise NoSuchPlan from None
    Plan.objects.filter(pk=plan.pk).update(used_on=house.today(at))
    record.act("line_plan_opened", on=("line.plan", str(plan.pk)), at=at)
    return kept


@transaction.atomic
def forget_plan(*, number: int, at: datetime) -> bool:
    """Destroy it; whether there was one."""
    found = Plan.objects.filter(lookup=lock_of(number).lookup)
    return _destroy(list(found.values_list("pk", flat=True)), at) > 0


@transaction.atomic
def destroy_unused(*, before: datetime, at: datetime) -> int:
    """Destroy the plans nobody has opened since; how many."""
    found = Plan.objects.filter(used_on__lt=house.today(before))
    return _destroy(list(found.values_list("pk", flat=True)), at)


def _destroy(keys: list[int], at: datetime) -> int:
    for key in keys:
        record.act("line_plan_forgotten", on=("line.plan", str(key)), at=at)
    return Plan.objects.filter(pk__in=keys).delete()[0]


def _written(kept: Kept) -> bytes:
    words = {**asdict(kept), "chosen": list(kept.chosen)}
    return json.dumps(words, separators=(",", ":")).encode()


def _read(plain: bytes) -> Kept:
    words = json.loads(plain)
    here = particulars_of(json.dumps(words["particulars"]).encode())
    return Kept(
        replace(here), tuple(Kind(kind) for kind in words["chosen"]),
        Route(words["route"]), words["language"],
    )  # fmt: skip

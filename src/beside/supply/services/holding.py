"""Quarantine: a lot is not given out for now, at one place or in a whole program."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.models import Lot, Place, Program, Quarantine


class HeldAlready(Exception):
    """The lot is in quarantine there."""


class Lifted(Exception):
    """That quarantine was lifted before."""


@transaction.atomic
def hold_lot(
    *, lot: Lot, program: Program, place: Place | None, reason: str, at: datetime, by: User
) -> Quarantine:
    """Give it out nowhere (or not from that place) until it is lifted. Raises HeldAlready."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    held = Quarantine.objects.filter(lot=lot, program=program, place=place, lifted_at=None)
    if held.exists():
        raise HeldAlready(str(lot.pk))
    made = Quarantine.objects.create(
        lot=lot, program=program, place=place, reason=reason, since_at=at, by=by
    )
    record.act("lot_held", on=lot, by=by, at=at, detail={"reason": reason})
    return made


@transaction.atomic
def lift_hold(*, quarantine: Quarantine, at: datetime, by: User) -> None:
    """It may be given out again. Raises Lifted."""
    standing = Quarantine.objects.filter(pk=quarantine.pk, lifted_at=None)
    if not standing.update(lifted_at=at, lifted_by=by):
        raise Lifted(str(quarantine.pk))
    record.act("hold_lifted", on=quarantine.lot, by=by, at=at)

"""Naloxone was used: the report, the new kit, and the call that somebody asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.accounts.models import User
from beside.kernel import facts, house, record
from beside.kernel.transports.messages import e164
from beside.privacy import vault
from beside.supply.core import used as asked
from beside.supply.core.asking import Asked
from beside.supply.core.used import Used, Way
from beside.supply.facts import KitWasUsed, ReportTakenBack
from beside.supply.models import Program, Reversal
from beside.supply.reversals import refills
from beside.supply.reversals.refills import Wish
from beside.supply.services.requesting import Placed

ABOUT = "supply.reversal"
CALLBACK, CALL_BACK = "supply.callback", "supply.call_back"
CALLED_WITHIN = timedelta(hours=72)
NEGOTIATED = ("kits_asked", "knows_others", "kits_offered", "kits_agreed", "offer_why")
UNDO_WITHIN = timedelta(days=30)


class AlreadyTaken(Exception):
    """It was taken back before."""


class NobodyCalls(Exception):
    """No program serves the place, so nobody would call."""


class NoCallWanted(Exception):
    """The call was made, or its time is over."""


@dataclass(frozen=True)
class Reported:
    """A report that is kept, and the new kit if one was asked for and can be had."""

    reversal: Reversal
    refill: Placed | None = None
    refill_failed: bool = False
    is_new: bool = True


@transaction.atomic
def report_reversal(
    *,
    told: Used,
    way: Way,
    nonce: UUID,
    program: Program | None,
    at: datetime,
    by: User | None = None,
    wish: Wish | None = None,
    answers: Asked | None = None,
) -> Reported:
    """Keep a report, once for its nonce, and ask for a new kit in the same transaction.

    `answers` are those to the two questions; of a kit that is asked for here they are the wish's.

    When the kit cannot be had now, the report is kept all the same and `refill_failed` says so.
    """
    kept = _row(told, way, nonce, program, at, by)
    Reversal.objects.bulk_create([kept], ignore_conflicts=True)
    found = Reversal.objects.get(nonce=nonce)
    if found.pk != kept.pk:
        return _known(found, wish, told, at)
    placed, failed = _refill(kept, wish, told, at)
    _note_asked(kept, placed, wish.answers if wish else answers or Asked())
    record.act("reversal_reported", on=kept, by=by, at=at, detail={
        "way": way.value, "refill": bool(placed)})  # fmt: skip
    month = f"{asked.counted_on(_days(told, at)):%Y-%m}"
    fact = KitWasUsed(
        kept.pk, told.county_fips, kept.product, month, kept.program_id, kept.kit_from
    )
    facts.publish(fact, about=kept, at=at)
    return Reported(kept, placed, failed)


def _known(found: Reversal, wish: Wish | None, told: Used, at: datetime) -> Reported:
    """Sent again: the same report, and the same kit."""
    if wish is None or found.refill_id is None:
        return Reported(found, is_new=False)
    return Reported(
        found, refills.place(wish=wish, used=told, about=(ABOUT, found.pk), at=at), is_new=False
    )


def _refill(
    kept: Reversal, wish: Wish | None, told: Used, at: datetime
) -> tuple[Placed | None, bool]:
    if wish is None:
        return None, False
    try:
        with transaction.atomic():
            placed = refills.place(wish=wish, used=told, about=(ABOUT, kept.pk), at=at)
    except refills.NOT_NOW:
        return None, True
    kept.refill_id = placed.request.pk
    kept.save(update_fields=["refill_id"])
    return placed, False


def _note_asked(kept: Reversal, placed: Placed | None, answers: Asked) -> None:
    """What was asked, offered and agreed of the new kit stands with the report too."""
    if placed is None and not answers.is_said:
        return
    told: dict[str, object] = {
        "kits_asked": answers.kits_asked, "knows_others": answers.knows_others,
    }  # fmt: skip
    if placed:
        told |= {name: getattr(placed.request, name) for name in NEGOTIATED}
    for name, value in told.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(told))


def _days(told: Used, at: datetime) -> asked.Days:
    if told.on_date:
        return asked.Days(told.on_date, told.on_date)
    return asked.days_of(told.when, house.today(at))


def _row(
    told: Used, way: Way, nonce: UUID, program: Program | None, at: datetime, by: User | None
) -> Reversal:
    days = _days(told, at)
    words = (
        "when", "setting", "product", "giver", "survived", "called_911", "ems_came",
        "police_came", "conscious", "stayed", "breathing", "age", "gender", "kit_from",
        "county_fips",
    )  # fmt: skip
    lists = ("police_did", "drugs", "race")
    return Reversal(
        program=program, way=way, nonce=nonce, reported_at=at, by=by, doses=told.doses,
        first_date=days.first, last_date=days.last,
        **{name: getattr(told, name) or "" for name in words},
        **{name: list(dict.fromkeys(getattr(told, name))) for name in lists},
    )  # fmt: skip


@transaction.atomic
def undo_reversal(*, reversal: Reversal, by: User, at: datetime) -> Reversal:
    """Take a report back: it counts nowhere. A kit that was asked for stays asked for.

    Raises AlreadyTaken.
    """
    unmoved = Reversal.objects.filter(pk=reversal.pk, undone_at=None)
    if not unmoved.update(undone_at=at, undone_by=by):
        raise AlreadyTaken(str(reversal.pk))
    record.act("reversal_undone", on=reversal, by=by, at=at)
    month = f"{reversal.last_date:%Y-%m}"
    fact = ReportTakenBack(reversal.pk, month, reversal.program_id, reversal.kit_from)
    facts.publish(fact, about=reversal, at=at)
    return reversal


@sensitive_variables()
@transaction.atomic
def want_call(*, reversal: Reversal, number: str, at: datetime) -> datetime:
    """Somebody would like to be called; until when. The number is sealed, and gone by then.

    Raises BadAddress, NobodyCalls.
    """
    if reversal.program_id is None:
        raise NobodyCalls
    dialled, until = e164(number), at + CALLED_WITHIN
    sealed = vault.seal(
        dialled.encode(), kind=CALLBACK, retain_until=until, at=at, findable_by=[dialled]
    )
    held = Reversal.objects.select_for_update().get(pk=reversal.pk)
    if held.callback_id:
        vault.destroy(held.callback_id, at=at)
    held.callback_id, held.callback_asked_at, held.callback_until_at = sealed, at, until
    held.called_back_at = None
    held.save(update_fields=["callback_id", "callback_asked_at", "callback_until_at",
                             "called_back_at"])  # fmt: skip
    record.act("call_wanted", on=reversal, at=at)
    return until


@sensitive_variables()
@transaction.atomic
def show_number(*, reversal: Reversal, by: User, at: datetime) -> str:
    """The number of somebody who wants a call. Raises NoCallWanted."""
    if reversal.callback_id is None:
        raise NoCallWanted(str(reversal.pk))
    try:
        number = vault.open(reversal.callback_id, by=by, purpose=CALL_BACK, at=at).decode()
    except vault.Destroyed:
        raise NoCallWanted(str(reversal.pk)) from None
    record.act("call_number_shown", on=reversal, by=by, at=at)
    return number


@transaction.atomic
def end_call(*, reversal: Reversal, by: User, at: datetime) -> None:
    """They were called, or tried for the last time: the number is destroyed now.

    Raises NoCallWanted.
    """
    held = Reversal.objects.select_for_update().get(pk=reversal.pk)
    if held.callback_id is None:
        raise NoCallWanted(str(reversal.pk))
    vault.destroy(held.callback_id, at=at, by=by)
    held.callback_id, held.called_back_at = None, at
    held.save(update_fields=["callback_id", "called_back_at"])
    record.act("called_back", on=reversal, by=by, at=at)

"""Adding partners, correcting them, ending and resuming the work with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.partners.core.kinds import Kind
from beside.partners.core.rows import Listed
from beside.partners.models import Partner


class NameTaken(ValueError):
    """Another partner has this name."""


class NotInThatOrder(ValueError):
    """The work would end before it began."""


class NothingToChange(ValueError):
    """It is already so."""


@dataclass(frozen=True)
class About:
    """The facts of a partner."""

    name: str
    kind: Kind
    counties: Sequence[str]
    since: date


@transaction.atomic
def add_partner(*, about: About, by: User | None, at: datetime) -> Partner:
    """Begin to work with an organization. Raises NameTaken."""
    partner = _kept(
        Partner(
            name=about.name, kind=about.kind, counties=list(about.counties),
            since_date=about.since, created_at=at,
        )
    )  # fmt: skip
    record.act("partner_added", on=partner, by=by, at=at, detail={"kind": about.kind.value})
    return partner


@transaction.atomic
def change_partner(*, partner: Partner, about: About, by: User | None, at: datetime) -> Partner:
    """Correct what is known of a partner. Raises NameTaken, NotInThatOrder."""
    if partner.until_date and about.since > partner.until_date:
        raise NotInThatOrder
    changed = _changes(partner, about)
    partner.name, partner.kind, partner.since_date = about.name, about.kind, about.since
    partner.counties = list(about.counties)
    _kept(partner)
    record.act("partner_changed", on=partner, by=by, at=at, detail={"fields": changed})
    return partner


def _changes(partner: Partner, about: About) -> list[str]:
    now = {
        "name": (partner.name, about.name),
        "kind": (partner.kind, about.kind),
        "counties": (sorted(partner.counties), sorted(about.counties)),
        "since": (partner.since_date, about.since),
    }
    return [field for field, (old, new) in now.items() if old != new]


def _kept(partner: Partner) -> Partner:
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as error:
        raise NameTaken(partner.pk) from error
    return partner


@transaction.atomic
def end_partner(*, partner: Partner, on: date, by: User | None, at: datetime) -> None:
    """The work together ends on a day; members reach its rows no more from then on.

    Raises NotInThatOrder, NothingToChange.
    """
    if on < partner.since_date:
        raise NotInThatOrder
    if not Partner.objects.filter(pk=partner.pk, until_date=None).update(until_date=on):
        raise NothingToChange
    partner.until_date = on
    record.act("partner_ended", on=partner, by=by, at=at, detail={"until": on})


@transaction.atomic
def resume_partner(*, partner: Partner, by: User | None, at: datetime) -> None:
    """Undo an ending. Raises NothingToChange."""
    if not Partner.objects.filter(pk=partner.pk, until_date__isnull=False).update(until_date=None):
        raise NothingToChange
    partner.until_date = None
    record.act("partner_resumed", on=partner, by=by, at=at)


@dataclass(frozen=True)
class Kept:
    """What an import did."""

    added: int
    changed: int
    same: int


@transaction.atomic
def import_partners(*, listed: Sequence[Listed], by: User | None, at: datetime) -> Kept:
    """Keep a list that was judged without faults: all of it, or nothing.

    A partner of the same name is brought up to date; none is ever removed.
    """
    added = changed = same = 0
    for row in listed:
        about = About(row.name, row.kind, row.counties, row.since)
        partner = Partner.objects.select_for_update().filter(name__iexact=row.name).first()
        if partner is None:
            partner = add_partner(about=about, by=by, at=at)
            added += 1
        elif _changes(partner, about) or partner.until_date != row.until:
            change_partner(partner=partner, about=about, by=by, at=at)
            changed += 1
        else:
            same += 1
        Partner.objects.filter(pk=partner.pk).update(until_date=row.until)
    kept = Kept(added, changed, same)
    detail = {"added": added, "changed": changed, "same": same}
    record.act("partners_imported", on=("partners", "list"), by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def note_export(*, count: int, by: User, at: datetime) -> None:
    """Record that the list was taken away, and how many stood on it."""
    record.act("partners_exported", on=("partners", "list"), by=by, at=at, detail={"count": count})

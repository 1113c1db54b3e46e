"""An agency that wishes it comes into the public directory, and leaves it at once.

Everything is written by the directory's own verbs, so that its journal tells who did what.
"""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.directory.core.offers import Offer
from beside.directory.desk.services.edit import edit_row
from beside.directory.desk.services.listing import NewListing, forget_listing, write_listing
from beside.directory.models import (
    Address,
    Location,
    Organization,
    Service,
    Source,
    Verification,
    Visibility,
)
from beside.directory.truth.services import checks
from beside.kernel import deadlines, house, record
from beside.supply.agency import showing
from beside.supply.agency.sealed import ShipTo
from beside.supply.agency.showing import Shown
from beside.supply.core.listing import Why, why_not
from beside.supply.models import Agency, AgencyListing, Program

PUBLIC, UNLISTED = Visibility.PUBLIC.value, Visibility.UNLISTED.value
GIVES = Offer.NALOXONE.value
LOOKED_AT = (Verification.Field.ADDRESS, Verification.Field.OFFERS)


class MayNot(Exception):
    """It may not stand in the directory today. `why` says it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class ChangedSince(Exception):
    """The agency changed its facts after staff looked: look again."""


class HiddenThere(Exception):
    """The directory hides an organization or place of that name: ask who looks after it."""


class NotListed(Exception):
    """It does not stand there; somebody was quicker."""


@transaction.atomic
def list_agency(*, agency: Agency, seen: UUID | None, by: User, at: datetime) -> AgencyListing:
    """Make or change its listing. `seen` is the sealed address that staff were shown.

    Raises MayNot, ChangedSince, HiddenThere.
    """
    now = _locked(agency)
    if why := why_not(showing.standing(now), house.today(at)):
        raise MayNot(why)
    if now.ship_to_id != seen:
        raise ChangedSince(str(now.pk))
    shown = showing.shown(now, by=by, at=at)
    if shown is None:
        raise MayNot(Why.NO_DOOR)
    if shown.is_hidden_there:
        raise HiddenThere(str(now.pk))
    before = showing.listing_of(now)
    service, location, is_written = _written(now, shown, before, by, at)
    check = checks.record_check(
        location=location, finding=Verification.Finding.RIGHT, by=by, at=at,
        method=Verification.Method.SELF, fields=LOOKED_AT,
    )  # fmt: skip
    kept, _new = AgencyListing.objects.update_or_create(
        agency=now,
        defaults={
            "service_id": service.pk, "location_id": location.pk, "is_written": is_written,
            "check_id": check, "listed_at": at, "listed_by": by, "due_at": _lapses_at(now),
            "ended_at": None, "why": "",
        },
    )  # fmt: skip
    record.act("agency_listed", on=now, by=by, at=at, detail={"service": str(service.pk)})
    return kept


def _locked(agency: Agency) -> Agency:
    rows = Agency.objects.select_for_update(of=("self",)).select_related("program", "place")
    return rows.get(pk=agency.pk)


def _written(
    agency: Agency, shown: Shown, before: AgencyListing | None, by: User, at: datetime
) -> tuple[Service, Location, bool]:
    """The listing that stands there from now on, and whether it was written by us."""
    if shown.known is None:
        service = write_listing(listing=_new(agency, shown), by=by, at=at)
        location = Location.objects.get(service_at_locations__service=service)
        edit_row(row=service, service=service, changes={"visibility": PUBLIC}, by=by, at=at)
        return service, location, True
    service, location = shown.known.service, shown.known.location
    is_written = before is not None and before.is_written and before.service_id == service.pk
    offers = [*service.offers, *(one for one in shown.offers if one not in service.offers)]
    changes = {"visibility": PUBLIC, "offers": offers, "naloxone_products": _products(shown)
               or service.naloxone_products}  # fmt: skip
    edit_row(row=service, service=service, changes=changes, by=by, at=at)
    if is_written:
        for row in (location, service.organization):
            edit_row(row=row, service=service, changes={"visibility": PUBLIC}, by=by, at=at)
    return service, location, is_written


def _new(agency: Agency, shown: Shown) -> NewListing:
    """Its phone is not told: the number we hold is of a person."""
    program = agency.program
    source, _made = Source.objects.get_or_create(
        name=f"Organizations that order from {program.public_name}", year=None,
        defaults={"publisher": program.public_name, "note": "They wish to be listed."},
    )  # fmt: skip
    return NewListing(
        organization=shown.name, name="Naloxone", offers=shown.offers, street=shown.street,
        city=shown.city, state=shown.state, zip=shown.zip, phone="", latitude=shown.point.lat,
        longitude=shown.point.lon, source=source, products=tuple(_products(shown)),
    )  # fmt: skip


def _products(shown: Shown) -> list[str]:
    return sorted({one.naloxone for one in shown.products if one.naloxone})


def _lapses_at(agency: Agency) -> datetime | None:
    """The first moment of the day after its standing orders end."""
    last = showing.last_date(agency)
    if last is None:
        return None
    return datetime.combine(last + timedelta(days=1), time(), house.zone())


@transaction.atomic
def unlist_agency(
    *, agency: Agency, by: User | None, at: datetime, why: Why = Why.BY_STAFF
) -> None:
    """Off the directory, at once. Raises NotListed.

    What we wrote is hidden; of a place that is confidential now, or moved, nothing stays.
    """
    row = AgencyListing.objects.select_for_update().filter(agency=agency, ended_at=None).first()
    if row is None:
        raise NotListed(str(agency.pk))
    row.ended_at, row.why, row.due_at = at, why, None
    row.save(update_fields=["ended_at", "why", "due_at"])
    record.act("agency_unlisted", on=agency, by=by, at=at, detail={"why": why.value})
    service = Service.objects.select_related("organization").filter(pk=row.service_id).first()
    if service is not None:
        _take_off(row, service, why, by, at)


def _take_off(
    row: AgencyListing, service: Service, why: Why, by: User | None, at: datetime
) -> None:
    location = Location.objects.filter(pk=row.location_id).first()
    if row.is_written and why in (Why.CONFIDENTIAL, Why.MOVED):
        forget_listing(service=service, by=by, at=at)
    elif row.is_written:
        _hide(service, location, UNLISTED, by, at)
    elif why == Why.CONFIDENTIAL:
        _hide(service, location, Visibility.CONFIDENTIAL.value, by, at)
    else:
        left = [one for one in service.offers if one != GIVES]
        changes = {"offers": left, "naloxone_products": []}
        edit_row(row=service, service=service, changes=changes, by=by, at=at)


def _hide(
    service: Service, location: Location | None, seen: str, by: User | None, at: datetime
) -> None:
    """The service, its place, and the organization when nothing else of it is public.

    A confidential place is hidden even when something else is given there.
    """
    hidden: list[Service | Location | Organization] = [service]
    if location is not None and (seen != UNLISTED or not _is_shared(service, location)):
        hidden.append(location)
    others = Service.objects.filter(organization=service.organization, visibility=PUBLIC)
    if not others.exclude(pk=service.pk).exists():
        hidden.append(service.organization)
    for row in hidden:
        edit_row(row=row, service=service, changes={"visibility": seen}, by=by, at=at)


def _is_shared(service: Service, location: Location) -> bool:
    there = Service.objects.filter(service_at_locations__location=location, visibility=PUBLIC)
    return there.exclude(pk=service.pk).exists()


@transaction.atomic
def follow_agency(
    *, agency: Agency, by: User | None, at: datetime, door: ShipTo | None = None
) -> Why | None:
    """Its facts changed (`door`: its address as it is now): take it off when it may not stand.

    Answers why it was taken off; None when it stands, or did not.
    """
    row = AgencyListing.objects.filter(agency=agency, ended_at=None).first()
    if row is None:
        return None
    now = Agency.objects.select_related("program").get(pk=agency.pk)
    why = why_not(showing.standing(now), house.today(at))
    if why is None and door is not None and not _is_there(row, door):
        why = Why.MOVED
    if why is None:
        AgencyListing.objects.filter(pk=row.pk).update(due_at=_lapses_at(now))
        record.act("agency_listing_stands", on=now, by=by, at=at)
        return None
    unlist_agency(agency=now, by=by, at=at, why=why)
    return why


def _is_there(row: AgencyListing, door: ShipTo) -> bool:
    """Whether the listing tells this address."""
    street = ", ".join(part for part in (door.street, door.more) if part)
    told = Address.objects.filter(location_id=row.location_id, address_1__iexact=street)
    return told.filter(postal_code__startswith=door.zip[:5]).exists()


@transaction.atomic
def follow_program(*, program: Program, by: User | None, at: datetime) -> int:
    """The program closed, takes no orders, or has another standing order: how many left."""
    listed = Agency.objects.filter(program=program, listing__ended_at=None, listing__isnull=False)
    gone = [one for one in listed if follow_agency(agency=one, by=by, at=at)]
    if gone:
        record.act("agencies_unlisted", on=program, by=by, at=at, detail={"count": len(gone)})
    return len(gone)


@transaction.atomic
def let_listing_lapse(*, agency_id: UUID, missed: datetime, at: datetime) -> None:
    """Its standing order ended. Raises Overtaken when somebody moved the day meanwhile."""
    rows = AgencyListing.objects.filter(pk=agency_id, ended_at=None, due_at=missed)
    if not rows.exists():
        raise deadlines.Overtaken(str(agency_id))
    agency = Agency.objects.select_related("program").get(pk=agency_id)
    if follow_agency(agency=agency, by=None, at=at) is None:
        record.act("agency_listing_kept", on=agency, at=at)

"""An agency asks to be let in; a program lets it in, sends its link, keeps its facts, closes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import ids, outbox, record
from beside.partners.core.kinds import Kind
from beside.privacy import vault
from beside.supply.agency import links, sealed
from beside.supply.agency.sealed import Contact, ShipTo
from beside.supply.core.places import PlaceKind
from beside.supply.core.supplying import is_po_box, plain_name
from beside.supply.models import Agency, AgencyLink, Place, Program
from beside.supply.services import listing_agencies

INVITED, WAITS = "supply.agency_invited", "supply.agency_waits"


class Twin(ValueError):
    """This program has an agency of that name already. `agency` is the one."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(str(agency.pk))
        self.agency = agency


class NotNow(Exception):
    """The agency is not in a state for this: somebody else was quicker, or it is closed."""


@dataclass(frozen=True)
class Asked:
    """What an organization says of itself when it asks to be let in."""

    name: str
    kind: Kind
    contact: Contact
    language: str
    county_fips: str = ""
    usps_state: str = ""


@dataclass(frozen=True)
class Door:
    """Where cases go, and who may know."""

    ship_to: ShipTo | None
    county_fips: str
    is_confidential: bool
    list_publicly: bool


@transaction.atomic
def ask_to_be_let_in(*, program: Program, asked: Asked, at: datetime) -> Agency:
    """Keep the asking. Who asks twice is one agency, and the asking is noted."""
    try:
        with transaction.atomic():
            agency = _new(program, asked, at)
    except IntegrityError:
        return _again(program, asked, at)
    record.act("agency_asked", on=agency, at=at, detail={"kind": agency.kind})
    outbox.put(WAITS, {"agency": str(agency.pk)}, about=agency, due_at=at, key=f"{agency.pk}")
    return agency


def _new(program: Program, asked: Asked, at: datetime) -> Agency:
    agency = Agency.objects.create(
        program=program, name=asked.name, plain_name=plain_name(asked.name), kind=asked.kind,
        language=asked.language, county_fips=asked.county_fips, usps_state=asked.usps_state,
        asked_at=at,
    )  # fmt: skip
    agency.contact_id = sealed.seal_contact(asked.contact, at)
    agency.save(update_fields=["contact_id"])
    return agency


def _again(program: Program, asked: Asked, at: datetime) -> Agency:
    agency = Agency.objects.select_for_update().get(
        program=program, plain_name=plain_name(asked.name), state__in=["asked", "open"]
    )
    agency.asked_again_at = at
    agency.save(update_fields=["asked_again_at"])
    record.act("agency_asked_again", on=agency, at=at)
    return agency


@transaction.atomic
def add_agency(
    *, program: Program, asked: Asked, by: User, at: datetime, sends_link: bool = True
) -> Agency:
    """Staff bring in an organization themselves, and its link goes out. Raises Twin."""
    try:
        with transaction.atomic():
            agency = _new(program, asked, at)
    except IntegrityError:
        known = plain_name(asked.name)
        raise Twin(
            Agency.objects.get(program=program, plain_name=known, state__in=["asked", "open"])
        ) from None
    record.act("agency_added", on=agency, by=by, at=at, detail={"kind": agency.kind})
    return let_in(agency=agency, by=by, at=at, sends_link=sends_link)


@transaction.atomic
def let_in(*, agency: Agency, by: User, at: datetime, sends_link: bool = True) -> Agency:
    """Open its page: a place on the ledger, and a link. Raises NotNow, Twin."""
    agency = _locked(agency, Agency.State.ASKED, Agency.State.DECLINED, Agency.State.CLOSED)
    twin = Agency.objects.filter(
        program=agency.program, plain_name=agency.plain_name, state__in=["asked", "open"]
    ).exclude(pk=agency.pk).first()  # fmt: skip
    if twin:
        raise Twin(twin)
    if agency.place is None:
        agency.place = Place.objects.create(
            program=agency.program, kind=PlaceKind.AGENCY, name=agency.name[:80],
            county_fips=agency.county_fips,
        )  # fmt: skip
    agency.state = Agency.State.OPEN
    _decided(agency, by, at)
    record.act("agency_let_in", on=agency, by=by, at=at)
    if sends_link:
        send_link(agency=agency, by=by, at=at)
    return agency


@transaction.atomic
def decline_agency(*, agency: Agency, by: User, at: datetime) -> Agency:
    """It is not served by this program. Can be taken back with `let_in`. Raises NotNow."""
    agency = _locked(agency, Agency.State.ASKED)
    agency.state = Agency.State.DECLINED
    _decided(agency, by, at)
    record.act("agency_declined", on=agency, by=by, at=at)
    return agency


@transaction.atomic
def close_agency(*, agency: Agency, by: User, at: datetime) -> Agency:
    """No more orders: its link opens nothing, its recurring order ends. Raises NotNow."""
    agency = _locked(agency, Agency.State.OPEN)
    agency.state = Agency.State.CLOSED
    _decided(agency, by, at)
    agency.links.filter(revoked_at=None).update(revoked_at=at)
    agency.recurrences.filter(ended_at=None).update(ended_at=at, due_at=None)
    record.act("agency_closed", on=agency, by=by, at=at)
    listing_agencies.follow_agency(agency=agency, by=by, at=at)
    return agency


def _locked(agency: Agency, *states: str) -> Agency:
    found = Agency.objects.select_for_update(of=("self",)).select_related("program", "place")
    now = found.get(pk=agency.pk)
    if now.state not in states:
        raise NotNow(now.state)
    return now


def _decided(agency: Agency, by: User, at: datetime) -> None:
    agency.decided_at, agency.decided_by = at, by
    agency.save(update_fields=["state", "place", "decided_at", "decided_by"])


@transaction.atomic
def send_link(*, agency: Agency, by: User | None, at: datetime) -> AgencyLink:
    """Send its link, the same again while it holds, else a new one. Raises NotNow."""
    agency = _locked(agency, Agency.State.OPEN)
    link = links.open_link(agency)
    if link is None:
        link_id = ids.uuid7()
        link = AgencyLink.objects.create(
            id=link_id, agency=agency, digest=links.digest(links.token_of(link_id)),
            made_at=at, made_by=by,
        )  # fmt: skip
    link.sent_at = at
    link.save(update_fields=["sent_at"])
    record.act("agency_link_sent", on=agency, by=by, at=at, detail={"link": str(link.pk)})
    outbox.put(INVITED, {"agency": str(agency.pk)}, about=agency, due_at=at,
               key=f"{link.pk}:{at.timestamp():.0f}")  # fmt: skip
    return link


@transaction.atomic
def revoke_link(*, agency: Agency, by: User, at: datetime) -> int:
    """Its link opens nothing any more; how many were open (0 or 1)."""
    revoked = AgencyLink.objects.filter(agency=agency, revoked_at=None).update(revoked_at=at)
    record.act("agency_link_revoked", on=agency, by=by, at=at, detail={"links": revoked})
    return revoked


@transaction.atomic
def keep_contact(*, agency: Agency, contact: Contact, by: User | None, at: datetime) -> None:
    """Somebody else is to be written to; what was sealed before is destroyed."""
    before = agency.contact_id
    Agency.objects.filter(pk=agency.pk).update(contact_id=sealed.seal_contact(contact, at))
    if before:
        vault.destroy(before, at=at, by=by)
    record.act("agency_contact_kept", on=agency, by=by, at=at)


@transaction.atomic
def keep_door(*, agency: Agency, door: Door, by: User | None, at: datetime) -> None:
    """Where cases go. A confidential place is told in no list, nor by its county.

    A listing in the directory that may not stand any more leaves it here.
    """
    before, kept = agency.ship_to_id, None
    if door.ship_to:
        kept = sealed.seal_ship_to(door.ship_to, at)
    Agency.objects.filter(pk=agency.pk).update(
        ship_to_id=kept, ship_to_sealed_at=at,
        is_po_box=bool(door.ship_to and is_po_box(door.ship_to.lines)),
        usps_state=door.ship_to.state if door.ship_to else agency.usps_state,
        county_fips="" if door.is_confidential else door.county_fips,
        is_confidential=door.is_confidential,
        list_publicly=door.list_publicly and not door.is_confidential,
    )  # fmt: skip
    if before:
        vault.destroy(before, at=at, by=by)
    record.act("agency_door_kept", on=agency, by=by, at=at)
    listing_agencies.follow_agency(agency=agency, by=by, at=at, door=door.ship_to)


FACTS = ("license", "standing_order_until_date", "registration_until_date", "language")


@transaction.atomic
def keep_papers(
    *, agency: Agency, facts: Mapping[str, object], by: User | None, at: datetime
) -> None:
    """Its license, its papers and their last days, the language of its letters."""
    changed = {name: facts[name] for name in FACTS if name in facts}
    Agency.objects.filter(pk=agency.pk).update(**changed)
    record.act("agency_papers_kept", on=agency, by=by, at=at, detail={"fields": sorted(changed)})
    listing_agencies.follow_agency(agency=agency, by=by, at=at)


@transaction.atomic
def keep_facts(
    *,
    agency: Agency,
    contact: Contact,
    door: Door,
    papers: Mapping[str, object],
    by: User | None,
    at: datetime,
) -> None:
    """All that an agency's page of facts holds, at once."""
    keep_contact(agency=agency, contact=contact, by=by, at=at)
    keep_door(agency=agency, door=door, by=by, at=at)
    keep_papers(agency=agency, facts=papers, by=by, at=at)
    record.act("agency_facts_kept", on=agency, by=by, at=at)


@transaction.atomic
def say_how_it_goes(*, agency: Agency, going: str, at: datetime) -> None:
    """The one answer to the one question."""
    Agency.objects.filter(pk=agency.pk).update(going=going)
    record.act("agency_said_how_it_goes", on=agency, at=at, detail={"going": going})

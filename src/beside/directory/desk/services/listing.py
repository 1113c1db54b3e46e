"""Write a new listing by hand: an organization, a service, and a place if it has one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from beside.accounts.models import User
from beside.directory.desk.rows import whole
from beside.directory.models import (
    Address,
    Edit,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    Source,
)
from beside.kernel import ids, record


@dataclass(frozen=True)
class NewListing:
    """What the form gives. Without a street there is no place: a phone line, an outreach."""

    organization: str
    name: str
    offers: tuple[str, ...]
    street: str
    city: str
    state: str
    zip: str
    phone: str
    latitude: float | None = None
    longitude: float | None = None
    source: Source | None = None  # None: the house itself
    products: tuple[str, ...] = ()  # of naloxone, when it is known


@transaction.atomic
def write_listing(*, listing: NewListing, by: User, at: datetime) -> Service:
    """Write it, unlisted: it shows to the public when someone says so.

    An organization of exactly that name is used again.
    """
    organization = Organization.objects.filter(name__iexact=listing.organization).first()
    if organization is None:
        organization = Organization.objects.create(
            name=listing.organization, source=listing.source, modified_at=at
        )
    service = Service.objects.create(
        organization=organization, name=listing.name, offers=list(listing.offers),
        naloxone_products=list(listing.products), source=listing.source,
        visibility="unlisted", modified_at=at, last_modified=at,
    )  # fmt: skip
    if listing.street:
        _place(service, listing, at)
    if listing.phone:
        Phone.objects.create(service=service, number=listing.phone, modified_at=at)
    Edit.objects.create(
        change_set=ids.uuid7(), service=service, kind=Edit.Kind.ADDED, table="service",
        row_id=service.pk, after=whole(service), at=at, by=by,
    )  # fmt: skip
    record.act("listing_written", on=service, by=by, at=at)
    return service


def _place(service: Service, listing: NewListing, at: datetime) -> None:
    location = Location.objects.create(
        organization=service.organization, name=listing.organization,
        latitude=listing.latitude, longitude=listing.longitude, source=listing.source,
        modified_at=at,
    )  # fmt: skip
    Address.objects.create(
        location=location, address_1=listing.street, city=listing.city,
        state_province=listing.state, postal_code=listing.zip, country="US", modified_at=at,
    )  # fmt: skip
    ServiceAtLocation.objects.create(service=service, location=location, modified_at=at)


@transaction.atomic
def forget_listing(*, service: Service, by: User | None, at: datetime) -> None:
    """Remove a listing that nobody else may know of: journal, places and organization with it.

    A place that another service is given at stays, and so does an organization that
    offers something else.
    """
    organization = service.organization
    there = Location.objects.filter(service_at_locations__service=service)
    alone = list(there.exclude(service_at_locations__service__in=_others(service)))
    record.act("listing_forgotten", on=service, by=by, at=at, detail={"places": len(alone)})
    service.delete()
    for location in alone:
        location.delete()
    if not organization.services.exists() and not organization.locations.exists():
        organization.delete()


def _others(service: Service) -> QuerySet[Service]:
    return Service.objects.exclude(pk=service.pk)

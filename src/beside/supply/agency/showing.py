"""What the public would see of an agency, before anybody presses the button."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from beside.directory.core.offers import Offer
from beside.directory.models import Address, Location, Organization, ServiceAtLocation, Visibility
from beside.places import queries as places
from beside.privacy import vault
from beside.supply import listed
from beside.supply.agency import sealed
from beside.supply.agency.sealed import ShipTo
from beside.supply.core.listing import Standing
from beside.supply.models import Agency, OrderLine, Product
from beside.supply.models.agency_listed import AgencyListing

HIDDEN = (Visibility.UNLISTED, Visibility.CONFIDENTIAL)


@dataclass(frozen=True)
class Shown:
    """One listing, as it will be read."""

    name: str
    street: str
    city: str
    state: str
    zip: str
    county: str
    products: tuple[Product, ...]  # naloxone they were sent
    offers: tuple[str, ...]
    opening: str  # as the directory knows it, from before
    point: places.Point
    known: ServiceAtLocation | None  # it stands in the directory already
    known_place: Location | None
    is_hidden_there: bool  # somebody hides an organization of that name there, for a reason

    @property
    def lines(self) -> tuple[str, ...]:
        """The address."""
        return self.street, f"{self.city}, {self.state} {self.zip}"


def standing(agency: Agency) -> Standing:
    """What decides whether it may stand in the directory."""
    program = agency.program
    return Standing(
        is_confidential=agency.is_confidential,
        is_open=agency.state == Agency.State.OPEN,
        is_wanted=agency.list_publicly,
        is_program_open=program.is_open and program.takes_orders,
        last_date=last_date(agency),
        has_street=agency.ship_to_id is not None and not agency.is_po_box,
    )


def last_date(agency: Agency) -> date | None:
    """The last day of the standing orders it rests on."""
    ends = (agency.standing_order_until_date, agency.program.standing_order_until_date)
    return min((day for day in ends if day), default=None)


def listing_of(agency: Agency) -> AgencyListing | None:
    """Its row, whether it stands now or stood once."""
    return AgencyListing.objects.select_related("listed_by").filter(pk=agency.pk).first()


def shown(agency: Agency, *, by: vault.By, at: datetime) -> Shown | None:
    """Open the address for this purpose and put the listing together; None when it is gone."""
    door = sealed.ship_to(agency.ship_to_id, by=by, purpose=sealed.LIST, at=at)
    if door is None:
        return None
    street = ", ".join(part for part in (door.street, door.more) if part)
    place, products = _known_place(agency.name, street, door.zip), _sent(agency)
    pair = _known(place)
    return Shown(
        agency.name, street, door.city, door.state, door.zip[:5], _county(agency), products,
        _offers(products), _opening(place, at), _point(door), pair, place,
        _is_hidden(agency, place),
    )  # fmt: skip


def _sent(agency: Agency) -> tuple[Product, ...]:
    """What it was sent by the case."""
    sent = OrderLine.objects.filter(order__agency=agency, order__shipped_at__isnull=False)
    asked = sent.filter(approved__gt=0).values("product")
    return tuple(Product.objects.filter(pk__in=asked).order_by("slug"))


def _offers(products: tuple[Product, ...]) -> tuple[str, ...]:
    strips = any(one.kind == Product.Kind.TEST_STRIPS for one in products)
    return (Offer.NALOXONE.value, *((Offer.TEST_STRIPS.value,) if strips else ()))


def _county(agency: Agency) -> str:
    try:
        return places.county(agency.county_fips).name if agency.county_fips else ""
    except places.UnknownPlace:
        return ""


def _point(door: ShipTo) -> places.Point:
    """Where its ZIP code is: nearer is not told to anybody outside, so nobody is asked."""
    return places.locate(door.zip[:5])[0].point


def _known_place(name: str, street: str, zip_code: str) -> Location | None:
    """A place of that name at that address."""
    there = Address.objects.filter(address_1__iexact=street, postal_code__startswith=zip_code[:5])
    named = Q(name__iexact=name) | Q(organization__name__iexact=name)
    return Location.objects.filter(named, addresses__in=there).order_by("pk").first()


def _known(place: Location | None) -> ServiceAtLocation | None:
    """A service there that gives naloxone, or any."""
    if place is None:
        return None
    found = ServiceAtLocation.objects.filter(location=place).select_related("service")
    giving = found.filter(service__offers__contains=[Offer.NALOXONE.value])
    return giving.order_by("pk").first() or found.order_by("pk").first()


def _opening(place: Location | None, at: datetime) -> str:
    known = listed.facts([place.pk], at).get(place.pk) if place else None
    return known.opening if known else ""


def _is_hidden(agency: Agency, place: Location | None) -> bool:
    """Whether the directory hides it for a reason of its own, and not because we took it off."""
    ours = listing_of(agency)
    mine = [ours.service_id] if ours else []
    named = Organization.objects.filter(name__iexact=agency.name, visibility__in=HIDDEN)
    hides = named.exclude(services__in=mine).exists()
    is_mine = ours is not None and place is not None and place.pk == ours.location_id
    return hides or (place is not None and not is_mine and place.visibility in HIDDEN)

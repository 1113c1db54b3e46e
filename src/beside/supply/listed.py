"""Shelves as the public directory lists them: only what anybody may know, read when it is asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join

from beside.directory import access
from beside.directory.finder import reading, words
from beside.directory.finder.listing import Listing
from beside.directory.models import Address, Location, Phone, Visibility
from beside.directory.truth import queries as truth
from beside.places import queries as places
from beside.supply.core.places import PlaceKind
from beside.supply.models import Place, Program

KINDS = (PlaceKind.SITE, PlaceKind.MACHINE)
SHOWN = 40


class Gone(StrEnum):
    """Why a listing may not be named to anybody any more. Words are in templates."""

    UNLISTED = "unlisted"
    CONFIDENTIAL = "confidential"
    CLOSED = "closed"  # for good, as its last look found
    DELETED = "deleted"


@dataclass(frozen=True)
class Listed:
    """What the directory says of a place."""

    location_id: UUID
    name: str
    address: str = ""
    opening: str = ""
    phone: str = ""
    is_own: bool = False  # of the program's own partner

    @property
    def line(self) -> str:
        """All of it, for one line, as HTML: the phone's number stays in one piece."""
        phone = format_html("<bdi>{}</bdi>", self.phone) if self.phone else ""
        parts = [part for part in (self.address, self.opening, phone) if part]
        return format_html_join(" · ", "{}", ((part,) for part in parts))


def nameable(among: Collection[UUID] | None = None) -> "QuerySet[Location]":
    """Places that people may be sent to; all of them, or those among these."""
    there = access.public_locations().exclude(location_type=Location.Type.VIRTUAL)
    there = there if among is None else there.filter(pk__in=among)
    return there.exclude(pk__in=truth.closed_places(among))


def facts(locations: Iterable[UUID | None], at: datetime) -> dict[UUID, Listed]:
    """Name, address, opening and phone of those that may be named."""
    wanted = list(nameable([one for one in locations if one]))
    ids = [one.pk for one in wanted]
    known = {one.location_id: one for one in reading.listings(ids)} if ids else {}
    addresses = {one.location_id: one for one in Address.objects.filter(location__in=ids)}
    phones = {
        one.location_id: one.number
        for one in Phone.objects.filter(location__in=ids, contact=None).order_by("-pk")
    }
    made = {}
    for one in wanted:
        listing, address = known.get(one.pk), addresses.get(one.pk)
        phone = phones.get(one.pk) or (listing.phone if listing else "")
        opening = _opening(listing, at) if listing else ""
        made[one.pk] = Listed(one.pk, one.name, _line(address), opening, phone)
    return made


def _opening(listing: Listing, at: datetime) -> str:
    """The week in words; nothing when its services keep different hours, or nobody knows."""
    weeks = {one.hours for one in listing.offerings if one.hours.rules}
    return words.week_words(weeks.pop(), at) if len(weeks) == 1 else ""


def _line(address: Address | None) -> str:
    if address is None:
        return ""
    town = " ".join(part for part in (address.state_province, address.postal_code) if part)
    parts = (address.address_1, address.address_2, address.city, town)
    return ", ".join(part for part in parts if part)


def of(shelves: Iterable[Place], at: datetime) -> dict[UUID, Listed]:
    """The listings of these shelves, by shelf."""
    listed = [one for one in shelves if one.location_id]
    known = facts([one.location_id for one in listed], at)
    return {one.pk: known[one.location_id] for one in listed if one.location_id in known}


def gone(shelves: Iterable[Place]) -> dict[UUID, Gone]:
    """Those of these shelves whose listing may not be named any more, and why."""
    listed = {one.pk: one.location_id for one in shelves if one.location_id}
    still = set(nameable(list(listed.values())).values_list("pk", flat=True))
    lost = {pk: location for pk, location in listed.items() if location not in still}
    if not lost:
        return {}
    rows = Location.objects.filter(pk__in=lost.values()).select_related("organization")
    why = {row.pk: _why(row) for row in rows}
    return {pk: why.get(location, Gone.DELETED) for pk, location in lost.items()}


def _why(row: Location) -> Gone:
    seen = {row.visibility, row.organization.visibility if row.organization else ""}
    if Visibility.CONFIDENTIAL in seen:
        return Gone.CONFIDENTIAL
    return Gone.UNLISTED if Visibility.UNLISTED in seen else Gone.CLOSED


def candidates(
    program: Program, typed: str, at: datetime, *, county_fips: str = ""
) -> list[Listed]:
    """Listings a shelf may be: the partner's own first, then those of the program's area.

    As long as nothing is typed, only those of the shelf's own county.
    """
    rows = nameable()
    for word in typed.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(addresses__address_1__icontains=word)
                           | Q(addresses__city__icontains=word)
                           | Q(addresses__postal_code__startswith=word))  # fmt: skip
    own = rows.filter(organization__partner=program.partner_id).distinct().order_by("name")
    first = list(own.values_list("pk", flat=True)[:SHOWN])
    near = _in_area(rows, program)
    if county_fips and not typed:
        near = rows.filter(addresses__in=_in_counties(rows, [county_fips], []))
    near = near.exclude(pk__in=first).distinct().order_by("name")
    ids = [*first, *near.values_list("pk", flat=True)[: SHOWN - len(first)]]
    known = facts(ids, at)
    return [
        Listed(one.location_id, one.name, one.address, one.opening, one.phone, pk in set(first))
        for pk in ids
        if (one := known.get(pk))
    ]


def _in_area(rows: "QuerySet[Location]", program: Program) -> "QuerySet[Location]":
    """Those with an address in its counties or ZIP codes; in its states when it names neither."""
    if not program.counties and not program.zips:
        return rows.filter(addresses__state_province__in=program.states)
    return rows.filter(addresses__in=_in_counties(rows, program.counties, program.zips))


def _in_counties(
    rows: "QuerySet[Location]", counties: list[str], zips: list[str]
) -> "QuerySet[Address]":
    """Their addresses in these counties or ZIP codes."""
    there = Address.objects.filter(location__in=rows)
    if not zips:
        there = there.filter(state_province__in={places.county(one).state for one in counties})
    codes = {code[:5] for code in there.values_list("postal_code", flat=True).distinct()}
    return there.filter(_starts([one for one in codes if one in zips or _lies_in(one, counties)]))


def _starts(codes: list[str]) -> Q:
    """Postal codes like these, with four more digits or without."""
    return Q(postal_code__regex=rf"^({'|'.join(codes)})") if codes else Q(pk=None)


def _lies_in(zip_code: str, counties: list[str]) -> bool:
    try:
        shares = places.counties_of_zip(zip_code)
    except places.UnknownPlace:
        return False
    return any(share.county_fips in counties for share in shares)

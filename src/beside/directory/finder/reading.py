"""From rows to listings. Everything starts from `access`: what may not leave is never read."""

import re
from collections import defaultdict, namedtuple
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from beside.directory import access
from beside.directory.core.opening import Hours, Rule
from beside.directory.core.schedules import UnreadableSchedule, rule
from beside.directory.finder.listing import Listing, Offering
from beside.directory.models import (
    Accessibility,
    Address,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from beside.directory.truth import queries as truth
from beside.directory.truth.freshness import Checked
from beside.places import queries as places

SHOWN = (Service.Status.ACTIVE, Service.Status.TEMPORARILY_CLOSED)
WHEELCHAIR = re.compile(r"wheel\s?chair|silla de ruedas|\bADA\b|ramp\b|step-free", re.IGNORECASE)
NOT = re.compile(r"\b(no|not|none|without|sin)\b", re.IGNORECASE)

Rows = Mapping[UUID, list[Any]]


class Pair(NamedTuple):
    """A service at a place: the columns a card needs. Models would take five times as long."""

    pk: UUID
    service_id: UUID
    location_id: UUID
    service_name: str
    offers: list[str]
    walk_in: bool | None
    no_id_needed: bool | None
    free: bool | None
    first_visit_medication: bool | None
    organization: str
    name: str
    latitude: float
    longitude: float
    year: int | None
    unreliable: bool | None
    service_year: int | None
    service_unreliable: bool | None


PAIR = (
    "pk", "service_id", "location_id", "service__name", "service__offers", "service__walk_in",
    "service__no_id_needed", "service__free", "service__first_visit_medication",
    "service__organization__name", "location__name", "location__latitude", "location__longitude",
    "location__source__year", "location__source__unreliable",
    "service__source__year", "service__source__unreliable",
)  # fmt: skip
COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Address: ("address_type", "address_1", "address_2", "city", "state_province", "postal_code"),
    Accessibility: ("description", "details"),
    Phone: ("number",),
    Language: ("name", "code"),
    Schedule: (
        "freq", "byday", "bymonthday", "byweekno", "byyearday", "interval", "dtstart", "until",
        "count", "wkst", "valid_from", "valid_to", "opens_at", "closes_at", "timezone", "exception",
    ),
}  # fmt: skip
ROW = {model: namedtuple(model.__name__, columns) for model, columns in COLUMNS.items()}


def listings(only: Iterable[UUID] | None = None) -> list[Listing]:
    """Every public place with a point and something offered; or those of the given ids."""
    shown = _pairs(only)
    by_place: dict[UUID, list[Pair]] = defaultdict(list)
    for one in shown:
        by_place[one.location_id].append(one)
    book = _Book(by_place, shown, everything=only is None)
    gone = truth.closed_places()
    return [book.listing(place) for place in by_place if place not in gone]


def _pairs(only: Iterable[UUID] | None) -> list[Pair]:
    rows: QuerySet[ServiceAtLocation] = (
        access.public_services_at_locations()
        .filter(location__latitude__isnull=False, service__status__in=SHOWN)
        .exclude(location__location_type=Location.Type.POSTAL)
        .order_by("location_id", "service__name", "id")
    )
    chosen = rows if only is None else rows.filter(location__in=only)
    return [Pair(*values) for values in chosen.values_list(*PAIR)]


class _Book:
    """All that hangs on the places, fetched once and looked up by id."""

    def __init__(
        self,
        by_place: Mapping[UUID, list[Pair]],
        shown: list[Pair],
        *,
        everything: bool,
    ) -> None:
        self.by_place = by_place
        wanted = None if everything else list(by_place)
        services = None if everything else [one.service_id for one in shown]
        pairs = None if everything else [one.pk for one in shown]
        self.addresses = _grouped(Address.objects.all(), location_id=wanted)
        self.accessible = _grouped(Accessibility.objects.all(), location_id=wanted)
        parents = {"service_at_location_id": pairs, "service_id": services, "location_id": wanted}
        self.schedules = _by_parent(Schedule.objects.all(), parents)
        self.phones = _by_parent(Phone.objects.filter(contact=None), parents)
        spoken = {"service_id": services, "location_id": wanted}
        self.languages = _by_parent(Language.objects.all(), spoken)
        self.checked = truth.last_checked(wanted)

    def listing(self, place: UUID) -> Listing:
        """One place with its offerings."""
        shown = self.by_place[place]
        first, address = shown[0], _physical(self.addresses.get(place, []))
        year = first.year or first.service_year
        unreliable = first.unreliable if first.year else first.service_unreliable
        return Listing(
            location_id=place,
            name=first.name or first.organization,
            organization=first.organization,
            street=_street(address),
            city=address.city if address else "",
            state=address.state_province if address else "",
            zip=address.postal_code[:5] if address else "",
            latitude=first.latitude,
            longitude=first.longitude,
            offerings=tuple(self._offering(one, address) for one in shown),
            phone=self._phone(shown),
            wheelchair=_wheelchair(self.accessible.get(place, [])),
            checked=self.checked.get(place) or _from_list(year),
            year=year,
            unreliable=bool(unreliable) and place not in self.checked,
        )

    def _offering(self, one: Pair, address: Any) -> Offering:
        spoken = self._of(self.languages, one, nearest_only=False)
        zone = time_zone_of(address.postal_code if address else "", one.latitude, one.longitude)
        return Offering(
            service_id=one.service_id,
            name=one.service_name,
            offers=frozenset(one.offers),
            hours=Hours(_rules(tuple(self._of(self.schedules, one))), zone),
            languages=frozenset(code for row in spoken if (code := language_code(row))),
            walk_in=one.walk_in,
            no_id_needed=one.no_id_needed,
            free=one.free,
            first_visit_medication=one.first_visit_medication,
        )

    def _phone(self, shown: list[Pair]) -> str:
        for one in shown:
            for row in self._of(self.phones, one):
                return str(row.number)
        return ""

    def _of(self, rows: Mapping[str, Rows], one: Pair, *, nearest_only: bool = True) -> list[Any]:
        """What is said of the service here; else of the service; else of the place."""
        found: list[Any] = []
        for parent, key in (
            ("service_at_location_id", one.pk),
            ("service_id", one.service_id),
            ("location_id", one.location_id),
        ):
            if of := rows.get(parent):
                found += of.get(key, ())
            if found and nearest_only:
                break
        return found


def _by_parent(rows: "QuerySet[Any]", parents: Mapping[str, list[UUID] | None]) -> dict[str, Rows]:
    """Only parents of whom something is said: looking into the others would cost as much."""
    found = {name: _grouped(rows, **{name: ids}) for name, ids in parents.items()}
    return {name: of for name, of in found.items() if of}


def _grouped(rows: "QuerySet[Any]", **parent: list[UUID] | None) -> Rows:
    [(name, ids)] = parent.items()
    chosen = Q(**{f"{name}__isnull": False}) if ids is None else Q(**{f"{name}__in": ids})
    made = ROW[rows.model]
    found: dict[UUID, list[Any]] = defaultdict(list)
    values = rows.filter(chosen).order_by("id").values_list(name, *COLUMNS[rows.model])
    for of, *columns in values:
        found[of].append(made(*columns))
    return found


def _physical(addresses: list[Any]) -> Any:
    physical = [one for one in addresses if one.address_type == Location.Type.PHYSICAL]
    return physical[0] if physical else None


def _street(address: Any) -> str:
    if address is None:
        return ""
    return ", ".join(part for part in (address.address_1, address.address_2) if part)


def _wheelchair(said: list[Any]) -> bool | None:
    """Yes when the words say so; "no ramp" is a no; silence is silence."""
    texts = [f"{one.description} {one.details}" for one in said]
    named = [text for text in texts if WHEELCHAIR.search(text)]
    return None if not named else not all(NOT.search(text) for text in named)


def _from_list(year: int | None) -> Checked | None:
    return truth.from_list(year) if year else None


@lru_cache(maxsize=8192)
def _rules(rows: tuple[Any, ...]) -> tuple[Rule, ...]:
    """Rules in a fixed order, so that equal timetables are equal. Many places keep the same."""
    found = [made for row in rows if (made := _rule(row)) is not None]
    return tuple(sorted(found, key=repr))


def _rule(row: Any) -> Rule | None:
    """A row nobody can read says nothing; the desk names it (imports judge it at the door)."""
    try:
        return rule(
            freq=row.freq,
            byday=row.byday,
            bymonthday=row.bymonthday,
            byweekno=row.byweekno,
            byyearday=row.byyearday,
            interval=row.interval,
            dtstart=row.dtstart,
            until=row.until,
            count=row.count,
            wkst=row.wkst,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            hours_from_utc=row.timezone,
            exception=row.exception,
        )
    except UnreadableSchedule:
        return None


def time_zone_of(postal_code: str, latitude: float, longitude: float) -> str:
    """The zone of the place's ZIP code, else of the nearest one."""
    return _zone_of_zip(postal_code[:5]) or _zone_near(round(latitude, 1), round(longitude, 1))


@cache
def _zone_near(latitude: float, longitude: float) -> str:
    """To a tenth of a degree: only for places that name no ZIP code."""
    return places.nearest_zip(places.Point(latitude, longitude)).time_zone


@cache
def _zone_of_zip(zip_code: str) -> str:
    try:
        [place] = places.locate(zip_code) if zip_code.isdigit() and len(zip_code) == 5 else [None]
    except places.UnknownPlace:
        return ""
    return place.time_zone if place else ""


def language_code(row: Any) -> str:
    """Two letters from whatever the source gave; English is taken for granted."""
    said = (row.code or row.name).strip().lower()
    known = {"spa": "es", "spanish": "es", "español": "es", "eng": "en", "english": "en"}
    known |= {"ase": "ase", "american sign language": "ase", "asl": "ase"}
    code = known.get(said, said[:2] if row.code else "")
    return "" if code == "en" else code

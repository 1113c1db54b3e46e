"""What the desk shows: the list, one listing, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from beside.accounts.models import User
from beside.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Edit,
    Language,
    Location,
    Organization,
    Phone,
    SavedFilter,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Source,
)

HISTORY_LENGTH = 200


@dataclass(frozen=True)
class ListedRow:
    """One line of the list."""

    id: UUID
    name: str
    organization: str
    towns: str
    offers: Sequence[str]
    status: str
    visibility: str
    changed_at: datetime
    unreliable: bool
    source: str


@dataclass(frozen=True)
class Site:
    """One location of a listing, with what hangs on it."""

    location: Location
    address: Address | None
    phones: Sequence[Phone]
    schedules: Sequence[Schedule]
    accessibility: Sequence[Accessibility]


@dataclass(frozen=True)
class Listing:
    """One service, whole, as staff see it."""

    service: Service
    organization: Organization
    sites: Sequence[Site]
    phones: Sequence[Phone]
    schedules: Sequence[Schedule]
    languages: Sequence[Language]
    costs: Sequence[CostOption]
    capacities: Sequence[ServiceCapacity]


@dataclass(frozen=True)
class ChangeSet:
    """Edits made together: who, when, what, and whether they can still be taken back."""

    id: UUID
    at: datetime
    by: str
    edits: Sequence[Edit]
    is_undo: bool
    is_undone: bool


def rows(services: "QuerySet[Service]") -> list[ListedRow]:
    """Lines for these services (already filtered, ordered and sliced)."""
    pairs = ServiceAtLocation.objects.select_related("location").prefetch_related(
        "location__addresses"
    )
    wanted = services.select_related("organization", "source").prefetch_related(
        Prefetch("service_at_locations", queryset=pairs)
    )
    return [_row(service) for service in wanted]


def _row(service: Service) -> ListedRow:
    towns = sorted(
        {
            f"{address.city}, {address.state_province}".strip(", ")
            for pair in service.service_at_locations.all()
            for address in pair.location.addresses.all()
            if address.city
        }
    )
    return ListedRow(
        id=service.id, name=service.name, organization=service.organization.name,
        towns="; ".join(towns), offers=service.offers, status=service.status,
        visibility=service.visibility, changed_at=service.last_modified,
        unreliable=bool(service.source and service.source.unreliable),
        source=str(service.source) if service.source else "",
    )  # fmt: skip


def listing(service: Service) -> Listing:
    """Everything staff see of one service."""
    pairs = service.service_at_locations.select_related("location").order_by("id")
    return Listing(
        service=service,
        organization=service.organization,
        sites=[_site(pair) for pair in pairs],
        phones=list(service.phones.order_by("id")),
        schedules=list(service.schedules.order_by("id")),
        languages=list(service.languages.order_by("name")),
        costs=list(service.cost_options.order_by("id")),
        capacities=list(service.capacities.select_related("unit").order_by("id")),
    )


def _site(pair: ServiceAtLocation) -> Site:
    location = pair.location
    return Site(
        location=location,
        address=location.addresses.order_by("id").first(),
        phones=[*location.phones.order_by("id"), *pair.phones.order_by("id")],
        schedules=[*location.schedules.order_by("id"), *pair.schedules.order_by("id")],
        accessibility=list(location.accessibility.order_by("id")),
    )


def history(service: Service) -> list[ChangeSet]:
    """The last change sets of one listing, newest first."""
    edits = service.edits.select_related("by").order_by("-at", "-id")[:HISTORY_LENGTH]
    gathered: dict[UUID, list[Edit]] = {}
    for edit in edits:
        gathered.setdefault(edit.change_set, []).append(edit)
    undone = set(Edit.objects.filter(undoes__in=list(gathered)).values_list("undoes", flat=True))
    return [_change_set(mark, group, undone) for mark, group in gathered.items()]


def _change_set(mark: UUID, group: list[Edit], undone: set[Any]) -> ChangeSet:
    first = group[0]
    return ChangeSet(
        id=mark, at=first.at, by=first.by.name if first.by else "", edits=group,
        is_undo=first.undoes is not None, is_undone=mark in undone,
    )  # fmt: skip


def saved_filters(user: User) -> list[SavedFilter]:
    return list(user.directory_filters.order_by("name"))


def sources() -> list[str]:
    """Names of the lists that listings came from."""
    return list(Source.objects.order_by("name").values_list("name", flat=True).distinct())


def states() -> list[str]:
    """States in which there are listings."""
    found = Address.objects.exclude(state_province="").values_list("state_province", flat=True)
    return sorted(set(found.distinct()))

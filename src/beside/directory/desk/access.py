"""The only way the desk gets a row: it hands it over, or refuses."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.directory.desk.rows import Row
from beside.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Edit,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceCapacity,
    Visibility,
)


class NotYours(LookupError):
    """There is no such row for this person; whether it exists is not said."""


def services_for(user: User) -> "QuerySet[Service]":
    """Services this person may see: confidential ones only if they decide what is published."""
    found = Service.objects.all()
    if user.has_permission(Permission.PUBLISH_DIRECTORY):
        return found
    hidden = Visibility.CONFIDENTIAL
    at_hidden_place = Q(service_at_locations__location__visibility=hidden)
    kept_back = Service.objects.filter(at_hidden_place).values("pk")
    return found.exclude(
        Q(visibility=hidden) | Q(organization__visibility=hidden) | Q(pk__in=kept_back)
    )


def service_for(user: User, service_id: UUID) -> Service:
    """Raises NotYours."""
    found = services_for(user).select_related("organization", "source").filter(pk=service_id)
    if service := found.first():
        return service
    raise NotYours(str(service_id))


def part_row(service: Service, part: str, row_id: UUID | None) -> Row:
    """The row that a part of a listing's page edits. Raises NotYours."""
    if part in {"basics", "offers", "entry", "visibility"}:
        return service
    if part == "organization":
        return service.organization
    if part in HANGING and row_id is not None:
        hung: Row | None = HANGING[part](service).filter(pk=row_id).first()
        if hung is not None:
            return hung
    raise NotYours(f"{part} {row_id}")


def may_undo(user: User, change_set: UUID) -> bool:
    """Whether this person may see every listing that a change set touched."""
    touched = set(Edit.objects.filter(change_set=change_set).values_list("service", flat=True))
    return services_for(user).filter(pk__in=touched).count() == len(touched)


def _locations(service: Service) -> "QuerySet[Location]":
    return Location.objects.filter(service_at_locations__service=service)


def _own_or_at(service: Service) -> Q:
    """Rows of the service itself, of its places, or of the pair of both."""
    return (
        Q(service=service)
        | Q(service_at_location__service=service)
        | Q(location__in=_locations(service))
    )


HANGING: Mapping[str, Callable[[Service], "QuerySet[Any]"]] = {
    "location": _locations,
    "address": lambda service: Address.objects.filter(location__in=_locations(service)),
    "phone": lambda service: Phone.objects.filter(_own_or_at(service)),
    "schedule": lambda service: Schedule.objects.filter(_own_or_at(service)),
    "language": lambda service: Language.objects.filter(
        Q(service=service) | Q(location__in=_locations(service))
    ),
    "accessibility": lambda service: Accessibility.objects.filter(location__in=_locations(service)),
    "cost": lambda service: CostOption.objects.filter(service=service),
    "capacity": lambda service: ServiceCapacity.objects.filter(service=service),
}

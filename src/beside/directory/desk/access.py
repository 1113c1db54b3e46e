"""The only way the desk gets a row: it hands it over, or refuses."""

from uuid import UUID

from django.db.models import Q, QuerySet

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.directory.desk.rows import Row
from beside.directory.models import (
    Address,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
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
    row = HANGING[part](service).filter(pk=row_id).first() if part in HANGING else None
    if row is None:
        raise NotYours(f"{part} {row_id}")
    return row


def _locations(service: Service) -> "QuerySet[Location]":
    return Location.objects.filter(service_at_locations__service=service)


def _own_or_at(service: Service) -> Q:
    """Rows of the service itself, of its places, or of the pair of both."""
    return (
        Q(service=service)
        | Q(service_at_location__service=service)
        | Q(location__in=_locations(service))
    )


HANGING = {
    "location": _locations,
    "address": lambda service: Address.objects.filter(location__in=_locations(service)),
    "phone": lambda service: Phone.objects.filter(_own_or_at(service)),
    "schedule": lambda service: Schedule.objects.filter(_own_or_at(service)),
    "language": lambda service: Language.objects.filter(
        Q(service=service) | Q(location__in=_locations(service))
    ),
}

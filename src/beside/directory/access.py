"""The only rows that may leave the house: every outward path starts from one of these.

A page for the public, the API, a search, a sitemap or a public export never
touches a model's own manager. A confidential or unlisted organization hides
its services; a hidden location hides its address and all that hangs on it, but
not a service that is public (a shelter's phone line stays, its street goes).
"""

from django.db.models import Q, QuerySet

from beside.directory.models import (
    Contact,
    Location,
    Organization,
    Record,
    Service,
    ServiceAtLocation,
    Visibility,
)

PUBLIC = Visibility.PUBLIC


def public_organizations() -> "QuerySet[Organization]":
    """Organizations anyone may know of."""
    return Organization.objects.filter(visibility=PUBLIC)


def public_services() -> "QuerySet[Service]":
    """Services anyone may know of: their own visibility and their organization's are public."""
    return Service.objects.filter(visibility=PUBLIC, organization__visibility=PUBLIC)


def public_locations() -> "QuerySet[Location]":
    """Locations anyone may know of, their organization included when they name one."""
    return Location.objects.filter(
        Q(organization=None) | Q(organization__visibility=PUBLIC), visibility=PUBLIC
    )


def public_services_at_locations() -> "QuerySet[ServiceAtLocation]":
    """Pairs of which service, organization and location may all be known."""
    return ServiceAtLocation.objects.filter(
        Q(location__organization=None) | Q(location__organization__visibility=PUBLIC),
        service__visibility=PUBLIC,
        service__organization__visibility=PUBLIC,
        location__visibility=PUBLIC,
    )


def public_contacts() -> "QuerySet[Contact]":
    """Desks and roles. A contact with a personal name never leaves."""
    return Contact.objects.filter(name="")


def public_rows(model: type[Record]) -> "QuerySet[Record]":
    """Rows of any table that may leave, whatever they hang on.

    A row that names a hidden parent stays in, even when another of its parents
    is public. A contact's phone stays in when the contact has a personal name.
    """
    own = {
        Organization: public_organizations,
        Service: public_services,
        Location: public_locations,
        ServiceAtLocation: public_services_at_locations,
        Contact: public_contacts,
    }
    rows: QuerySet[Record] = own[model]() if model in own else model._default_manager.all()
    fields = {field.name for field in model._meta.concrete_fields}
    for parent, hidden in HIDING.items():
        if parent in fields and model not in (Organization, Service, Location, ServiceAtLocation):
            rows = rows.exclude(hidden)
    return rows


# Written as exclusions of what is known to be hidden; a missing parent hides nothing.
_NOT_PUBLIC = (Visibility.UNLISTED, Visibility.CONFIDENTIAL)
HIDING: dict[str, Q] = {
    "organization": Q(organization__visibility__in=_NOT_PUBLIC),
    "service": Q(service__visibility__in=_NOT_PUBLIC)
    | Q(service__organization__visibility__in=_NOT_PUBLIC),
    "location": Q(location__visibility__in=_NOT_PUBLIC)
    | Q(location__organization__visibility__in=_NOT_PUBLIC),
    "service_at_location": Q(service_at_location__location__visibility__in=_NOT_PUBLIC)
    | Q(service_at_location__location__organization__visibility__in=_NOT_PUBLIC)
    | Q(service_at_location__service__visibility__in=_NOT_PUBLIC)
    | Q(service_at_location__service__organization__visibility__in=_NOT_PUBLIC),
    "contact": Q(contact__isnull=False) & ~Q(contact__name=""),
    "phone": Q(phone__location__visibility__in=_NOT_PUBLIC)
    | Q(phone__location__organization__visibility__in=_NOT_PUBLIC)
    | Q(phone__contact__isnull=False) & ~Q(phone__contact__name=""),
}

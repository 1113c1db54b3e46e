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

"""Rows of the directory and what the database itself refuses."""

import pytest
from django.db import IntegrityError

from beside.directory import access
from beside.directory.models import Location, Organization, Service, ServiceAtLocation

pytestmark = pytest.mark.django_db


def test_a_location_has_both_coordinates_or_neither():
    with pytest.raises(IntegrityError):
        Location.objects.create(latitude=38.0)


def test_a_service_at_a_hidden_location_is_not_handed_out():
    organization = Organization.objects.create(name="River House")
    service = Service.objects.create(organization=organization, name="Shelter")
    hidden = Location.objects.create(visibility="confidential")
    ServiceAtLocation.objects.create(service=service, location=hidden)

    assert access.public_services().get() == service
    assert not access.public_services_at_locations().exists()
    assert not access.public_locations().exists()


def test_a_hidden_organization_hides_its_services():
    organization = Organization.objects.create(name="River House", visibility="unlisted")
    Service.objects.create(organization=organization, name="Shelter")

    assert not access.public_services().exists()

"""A listing to work on, and the people who may."""

import pytest

from beside.directory.models import (
    Address,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)
from tests import people


@pytest.fixture
def service(db) -> Service:
    """Naloxone at a library in Berea."""
    library = Organization.objects.create(name="Madison County Library")
    service = Service.objects.create(
        organization=library, name="Naloxone at the desk", offers=["naloxone"]
    )
    place = Location.objects.create(
        organization=library, name="Berea branch", latitude=37.57, longitude=-84.29
    )
    Address.objects.create(
        location=place, address_1="319 Chestnut St", city="Berea", state_province="KY",
        postal_code="40403", country="US",
    )  # fmt: skip
    ServiceAtLocation.objects.create(service=service, location=place)
    Phone.objects.create(service=service, number="859-555-0100")
    return service


@pytest.fixture
def editor(db):
    return people.person("directory_editor")


@pytest.fixture
def desk(client, editor):
    """A browser in which the editor is signed in."""
    return people.sign_in(client, editor)

"""Where services are given."""

from django.db import models
from django.db.models import Q

from beside.directory.models.base import Record, Visibility, text
from beside.directory.models.organizations import Organization
from beside.directory.models.services import Service


class Location(Record):
    """A place, or a line that stands for one. Its visibility covers all that hangs on it."""

    class Type(models.TextChoices):
        PHYSICAL = "physical"
        POSTAL = "postal"
        VIRTUAL = "virtual"

    location_type = models.CharField(max_length=10, choices=Type.choices, default=Type.PHYSICAL)
    url = text()
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="locations"
    )
    name = text()
    alternate_name = text()
    description = text()
    transportation = text()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    external_identifier = text()
    external_identifier_type = text()
    visibility = models.CharField(
        max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC, db_index=True
    )

    class Meta:
        indexes = [models.Index(fields=["latitude", "longitude"], name="location_point")]
        constraints = [
            models.CheckConstraint(
                name="location_point_whole_and_on_earth",
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            )
        ]


class Address(Record):
    """A street or postal address of a location."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    attention = text()
    address_1 = text()
    address_2 = text()
    city = text()
    region = text()
    state_province = text()
    postal_code = text()
    country = text()
    address_type = models.CharField(
        max_length=10, choices=Location.Type.choices, default=Location.Type.PHYSICAL
    )

    class Meta:
        indexes = [models.Index(fields=["postal_code"], name="address_postal_code")]


class Accessibility(Record):
    """How a place can be entered and used."""

    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="accessibility"
    )
    description = text()
    details = text()
    url = text()


class ServiceAtLocation(Record):
    """A service as it is given at one place: what the finder shows."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="service_at_locations"
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, related_name="service_at_locations"
    )
    description = text()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_at_location_once")
        ]

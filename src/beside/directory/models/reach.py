"""How and when a service is reached: contacts, phones, languages, opening hours."""

from typing import Any

from django.db import models

from beside.directory.models.base import Record, text
from beside.directory.models.organizations import Organization
from beside.directory.models.places import Location, ServiceAtLocation
from beside.directory.models.services import Service


def of(model: Any, name: str) -> Any:
    """One of several possible parents: nullable, and the row goes when the parent goes."""
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.CASCADE, related_name=name
    )


class Contact(Record):
    """A person or desk to ask for. `name` is a personal name: staff only, never published."""

    organization = of(Organization, "contacts")
    service = of(Service, "contacts")
    service_at_location = of(ServiceAtLocation, "contacts")
    location = of(Location, "contacts")
    name = text()
    title = text()
    department = text()
    email = text()


class Phone(Record):
    """A number. `extension` is text because people write "12 or 13"; HSDS has a number."""

    location = of(Location, "phones")
    service = of(Service, "phones")
    organization = of(Organization, "phones")
    contact = of(Contact, "phones")
    service_at_location = of(ServiceAtLocation, "phones")
    number = models.TextField()
    extension = text()
    type = text()
    description = text()


class Language(Record):
    """A language in which a service, a place or a phone answers."""

    service = of(Service, "languages")
    location = of(Location, "languages")
    phone = of(Phone, "languages")
    name = text()
    code = text()
    note = text()


class Schedule(Record):
    """Opening hours as RFC 5545 recurrence fields, in the words of HSDS.

    `opens_at` and `closes_at` are the wall clock at the place, unless
    `timezone` (hours from UTC) is given. `valid_from` and `valid_to` bound a
    season; both days count. `exception` is ours: on its days it replaces the
    regular hours, and without `opens_at` it means closed.
    """

    service = of(Service, "schedules")
    location = of(Location, "schedules")
    service_at_location = of(ServiceAtLocation, "schedules")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    timezone = models.FloatField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    wkst = models.CharField(max_length=2, blank=True, default="")
    freq = models.CharField(max_length=10, blank=True, default="")
    interval = models.PositiveIntegerField(null=True, blank=True)
    byday = text()
    byweekno = text()
    bymonthday = text()
    byyearday = text()
    description = text()
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    schedule_link = text()
    attending_type = text()
    notes = text()
    exception = models.BooleanField(default=False)

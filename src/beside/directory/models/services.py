"""Services and what hangs on them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.directory.models.base import Record, Visibility, text
from beside.directory.models.organizations import Organization, Program
from beside.kernel import clock


class Service(Record):
    """Something a person can be given. The last block of fields is our recovery profile.

    `None` in a yes-or-no field means nobody has said; it is never read as no.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")
        DEFUNCT = "defunct", _("Closed for good")
        TEMPORARILY_CLOSED = "temporarily closed", _("Temporarily closed")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="services"
    )
    program = models.ForeignKey(
        Program, null=True, blank=True, on_delete=models.SET_NULL, related_name="services"
    )
    name = models.TextField(db_index=True)
    alternate_name = text()
    description = text()
    url = text()
    email = text()
    status = models.CharField(
        max_length=20, choices=Status.choices, default=Status.ACTIVE, db_index=True
    )
    interpretation_services = text()
    application_process = text()
    fees_description = text()
    wait_time = text()
    fees = text()
    accreditations = text()
    eligibility_description = text()
    minimum_age = models.FloatField(null=True, blank=True)
    maximum_age = models.FloatField(null=True, blank=True)
    assured_date = models.DateField(null=True, blank=True)
    assurer_email = text()
    licenses = text()
    alert = text()
    last_modified = models.DateTimeField(default=clock.now, db_index=True)

    visibility = models.CharField(
        max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC, db_index=True
    )
    offers = ArrayField(models.TextField(), blank=True, default=list)
    naloxone_products = ArrayField(models.TextField(), blank=True, default=list)
    first_visit_medication = models.BooleanField(null=True, blank=True)
    next_slot_at = models.DateTimeField(null=True, blank=True)
    walk_in = models.BooleanField(null=True, blank=True)
    no_id_needed = models.BooleanField(null=True, blank=True)
    free = models.BooleanField(null=True, blank=True)

    class Meta:
        indexes = [GinIndex(fields=["offers"], name="service_offers")]


class RequiredDocument(Record):
    """A paper that must be brought."""

    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="required_documents"
    )
    document = text()
    uri = text()


class CostOption(Record):
    """What it costs, for whom, when."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    option = text()
    currency = text()
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    amount_description = text()

    def __str__(self) -> str:
        """ "Sliding scale, 5.00 USD, each visit"."""
        amount = "" if self.amount is None else f"{self.amount:.2f} {self.currency}".strip()
        return ", ".join(part for part in (self.option, amount, self.amount_description) if part)


class ServiceArea(Record):
    """Where people must live to be served. `extent` is GeoJSON or another shape, as given."""

    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="service_areas"
    )
    service_at_location = models.ForeignKey(
        "directory.ServiceAtLocation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="service_areas",
    )
    name = text()
    description = text()
    extent = text()
    extent_type = text()
    uri = text()


class Unit(Record):
    """What a capacity is counted in: beds, slots, appointments (HSDS 3.1)."""

    name = models.TextField()
    scheme = text()
    identifier = text()
    uri = text()


class ServiceCapacity(Record):
    """How many are free, of how many, as of when (HSDS 3.1)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="capacities")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="capacities")
    available = models.FloatField()
    maximum = models.FloatField(null=True, blank=True)
    description = text()
    updated = models.DateTimeField()

"""What was checked, by whom and how; what the public says is wrong; that something changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beside.directory.models.places import Location
from beside.kernel import ids


class Verification(models.Model):
    """One thing about a place that somebody looked into. Never edited; may be withdrawn."""

    class Field(models.TextChoices):
        ADDRESS = "address", _("Address")
        PHONE = "phone", _("Phone")
        HOURS = "hours", _("Opening hours")
        OFFERS = "offers", _("What is offered")
        ACCESS = "access", _("How to get in")

    class Method(models.TextChoices):
        PHONE = "phone", _("By phone")
        VISIT = "visit", _("By a visit")
        SELF = "self", _("The place told us")
        PARTNER = "partner", _("A partner told us")
        WEB = "web", _("On its website")
        LIST = "list", _("From a list")

    class Finding(models.TextChoices):
        RIGHT = "right", _("Still right")
        CHANGED = "changed", _("Changed")
        CLOSED = "closed", _("Closed for good")
        NO_ANSWER = "no_answer", _("No answer")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    check_id = models.UUIDField(db_index=True, help_text="One look at a place: its rows together.")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="verifications")
    field = models.CharField(max_length=10, choices=Field.choices)
    finding = models.CharField(max_length=10, choices=Finding.choices)
    method = models.CharField(max_length=10, choices=Method.choices)
    checked_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["location", "-checked_at"], name="verification_latest")]
        constraints = [
            models.UniqueConstraint(fields=["check_id", "field"], name="field_once_in_a_check"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.finding} {self.id}"


class Report(models.Model):
    """Something wrong here? Said by anyone. No contact, no address of a sender, only a day."""

    class About(models.TextChoices):
        CLOSED = "closed", _("It is closed for good")
        MOVED = "moved", _("It is somewhere else")
        HOURS = "hours", _("The hours are wrong")
        PHONE = "phone", _("The phone number is wrong")
        NOT_OFFERED = "not_offered", _("They do not have what it says")
        TREATED_BADLY = "treated_badly", _("I was treated badly or turned away")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        WAITING = "waiting", _("To look at")
        ACCEPTED = "accepted", _("Believed: shown until checked")
        REFUSED = "refused", _("Not shown")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="reports")
    about = models.CharField(max_length=14, choices=About.choices)
    words = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=8)
    received_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["state", "received_on"], name="report_waiting")]
        constraints = [
            models.CheckConstraint(
                name="report_decided_when_not_waiting",
                condition=Q(state="waiting", decided_at=None)
                | Q(state__in=("accepted", "refused"), decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.id}"


class Touch(models.Model):
    """A transaction changed the directory: written by triggers, counted by the finder."""

    id = models.BigAutoField(primary_key=True)
    transaction = models.BigIntegerField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)

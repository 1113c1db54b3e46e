"""Those who answer, and those who go."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User


class Operator(models.Model):
    """What the line knows of an operator beside their account. The number is sealed."""

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="line_operator"
    )
    number_id = models.UUIDField(null=True)  # sealed: the phone that rings for them
    number_digest = models.BinaryField(max_length=32, null=True)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    most_at_once = models.PositiveSmallIntegerField(default=1)
    most_emergencies = models.PositiveSmallIntegerField(default=2)  # in one shift; then a rest
    practised_at = models.DateTimeField(null=True)
    sound_tested_at = models.DateTimeField(null=True)
    let_in_at = models.DateTimeField(null=True)  # a supervisor let them answer without practice
    let_in_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"operator {self.pk}"


class Presence(models.Model):
    """An operator is at the console (or on call) from one moment to another."""

    user = models.ForeignKey(User, models.CASCADE, related_name="line_presences")
    on_call_only = models.BooleanField(default=False)  # rung when needed; not at the console
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    deadline_at = models.DateTimeField()  # when a silent console is given up
    until_at = models.DateTimeField(null=True)
    emergencies = models.PositiveSmallIntegerField(default=0)
    was_lost = models.BooleanField(default=False)  # the console fell silent; nobody said goodbye

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(until_at=None), name="line_presence_once"
            )
        ]
        indexes = [
            models.Index(F("deadline_at"), name="line_presence_due", condition=Q(until_at=None))
        ]

    def __str__(self) -> str:
        return f"presence of {self.user_id}"


class Responder(models.Model):
    """A community responder who goes when called. Name and number are sealed."""

    label = models.CharField(max_length=40)  # what operators call them: never a surname
    counties = ArrayField(models.CharField(max_length=5), default=list)
    number_id = models.UUIDField()
    is_available = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=10)
    tested_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"responder {self.pk}"

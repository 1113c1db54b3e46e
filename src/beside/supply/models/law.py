"""What the law of a state says, version by version. Nothing is overwritten."""

from datetime import date

from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import house, ids
from beside.supply.core.law import STATES, TERRITORIES, Precision, Topic, Value


class LawFact(models.Model):
    """One version of one answer. The newest one of a state and topic stands.

    `deed` says how it came to be: shipped with the software; stated, verified or withdrawn
    by a person; restored when one of those was taken back. The table only appends: what
    superseded a version points at it.
    """

    class Deed(models.TextChoices):
        SHIPPED = "shipped"
        STATED = "stated"
        VERIFIED = "verified"
        WITHDRAWN = "withdrawn"
        RESTORED = "restored"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    state = models.CharField(max_length=2)
    topic = models.CharField(max_length=24, choices=[(t.value, t.value) for t in Topic])
    number = models.PositiveIntegerField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    deed = models.CharField(max_length=10, choices=Deed.choices)
    value = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Value])
    scope = models.CharField(max_length=600, blank=True)
    scope_es = models.CharField(max_length=600, blank=True)
    exclusions = models.CharField(max_length=600, blank=True)
    exclusions_es = models.CharField(max_length=600, blank=True)
    citation = models.CharField(max_length=400, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    effective_date = models.DateField(null=True)  # the last day on which it can have begun
    effective_precision = models.CharField(
        max_length=5, default=Precision.DAY.value, choices=[(p.value, p.value) for p in Precision]
    )
    as_of_date = models.DateField(null=True)
    next_review_date = models.DateField(null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    batch = models.UUIDField(null=True)  # the list it came in with, undone as a whole

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "topic", "number"], name="supply_law_version"),
            models.CheckConstraint(
                condition=Q(state__in=[*STATES, *TERRITORIES], topic__in=[t.value for t in Topic]),
                name="supply_law_of_a_state",
            ),
            models.CheckConstraint(
                condition=Q(number=1, supersedes=None) | Q(number__gt=1, supersedes__isnull=False),
                name="supply_law_versions_follow",
            ),
            models.CheckConstraint(
                condition=Q(value=Value.UNKNOWN.value)
                | (
                    ~Q(citation="")
                    & Q(as_of_date__isnull=False)
                    & Q(value__in=[v.value for v in Value])
                ),
                name="supply_law_rests_on_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.topic} {self.number}"

    @property
    def stated_on(self) -> date:
        """The day it was written down."""
        return house.today(self.at)

"""What outlives a session: counts, and the promise to call back."""

from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User
from beside.line.core.session import Outcome


class Count(models.Model):
    """So many sessions of one kind in one hour. The only thing kept for good."""

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    county_fips = models.CharField(max_length=5, blank=True)
    way = models.CharField(max_length=8)
    minutes = models.PositiveSmallIntegerField()  # upper end of a band; 0: longer
    wait_s = models.PositiveSmallIntegerField(null=True)  # band; null: never answered by a person
    outcome = models.CharField(max_length=16, choices=[(o.value, o.value) for o in Outcome])
    reason = models.CharField(max_length=24, blank=True)
    was_emergency = models.BooleanField()
    wanted_operator = models.BooleanField()
    sessions = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "hour", "county_fips", "way", "minutes", "wait_s", "outcome",
                        "reason", "was_emergency", "wanted_operator"],
                name="line_count_cell", nulls_distinct=False,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sessions} on {self.day}"


class FollowUp(models.Model):
    """After an emergency: call the person, and sit down with the operator. One of each, always."""

    class Kind(models.TextChoices):
        PERSON = "person"
        OPERATOR = "operator"  # a debrief

    session_id = models.UUIDField()  # no key: the session goes before this does
    kind = models.CharField(max_length=8, choices=Kind.choices)
    operator = models.ForeignKey(User, models.SET_NULL, null=True, related_name="line_follow_ups")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    result = models.CharField(max_length=24, blank=True)  # reached, not_reached, declined, talked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session_id", "kind"], name="line_follow_up_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, result="") | ~(Q(done_at=None) | Q(result="")),
                name="line_follow_up_done_has_result",
            ),
        ]
        indexes = [models.Index(F("due_at"), name="line_follow_up_due", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"

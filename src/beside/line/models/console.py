"""What the console keeps: company, practice, and when the watch-keeper fell silent."""

from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User
from beside.line.models.sessions import Session


class Company(models.Model):
    """Somebody who joined a session beside its operator."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="company")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="line_company_once")
        ]

    def __str__(self) -> str:
        return f"company in {self.session_id}"


class Practice(models.Model):
    """A simulated caller: which story, how far it is, and when the next line falls."""

    session = models.OneToOneField(
        Session, models.CASCADE, primary_key=True, related_name="practice"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    scenario = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField(default=0)  # lines that have fallen
    due_at = models.DateTimeField(null=True)  # null: the story is told
    began_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("due_at"), name="line_practice_due", condition=~Q(due_at=None))]

    def __str__(self) -> str:
        return f"practice {self.scenario} {self.session_id}"


class Outage(models.Model):
    """Something that must not stop stopped, from one moment to another; who was told, and how."""

    name = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    paged_at = models.DateTimeField(null=True)
    paged = models.PositiveSmallIntegerField(default=0)  # messages that a carrier took
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at=None), name="line_outage_one_open"
            )
        ]
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return f"outage of {self.name}"

"""What a coalition sets for its own line."""

from django.db import models


class RhythmSetting(models.Model):
    """One clock that differs from the default, in seconds."""

    name = models.CharField(max_length=24, primary_key=True)
    seconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.seconds} s"


class NumberSetting(models.Model):
    """Any other number that differs from its default (core/numbers.py)."""

    name = models.CharField(max_length=24, primary_key=True)
    value = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Elsewhere(models.Model):
    """A number of another organization: a partner line, a service. The relay is dispatch's."""

    class Kind(models.TextChoices):
        PARTNER = "partner"  # another line that takes callers when nobody is free
        SERVICE = "service"  # a warm transfer: crisis line, treatment line

    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=60)
    number = models.CharField(max_length=20)  # E.164 or a short code; never a person's
    languages = models.CharField(max_length=40, blank=True)  # codes, with commas
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=10)
    tested_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "order", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

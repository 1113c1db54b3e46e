"""Whom to call for a place: emergency centres by county and area, and the relay."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import ids


class Psap(models.Model):
    """An emergency centre's own ten-digit line, and for which places it answers."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.CharField(max_length=120)
    counties = ArrayField(models.CharField(max_length=5), default=list)
    area = models.JSONField(null=True)  # GeoJSON Polygon or MultiPolygon, where a county is split
    number = models.CharField(max_length=16)  # E.164, never a short emergency number
    fallback = models.CharField(max_length=16, blank=True)
    source = models.CharField(max_length=200)
    is_test_mode = models.BooleanField(default=False)  # leads to a desk of our own, for practice
    last_tested_at = models.DateTimeField(null=True)
    tested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    notes = models.CharField(max_length=400, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="line_psap_name"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+1[2-9]\d{9}$"), name="line_psap_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(fallback="") | Q(fallback__regex=r"^\+1[2-9]\d{9}$"),
                name="line_psap_fallback_ten_digits",
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Relay(models.Model):
    """The relay centre under contract, where people answer for any place. One row, or none."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=16)
    source = models.CharField(max_length=200, blank=True)
    last_tested_at = models.DateTimeField(null=True)
    tested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="line_relay_only_one"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+1[2-9]\d{9}$"), name="line_relay_ten_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name

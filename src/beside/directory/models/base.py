"""What every row of the directory carries: a stable id, where it came from, what else it said."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.kernel import clock, ids


class Visibility(models.TextChoices):
    """Who may learn that a thing exists. Only `PUBLIC` ever leaves the house."""

    PUBLIC = "public", _("Public")
    UNLISTED = "unlisted", _("Unlisted: staff only, not shown to the public")
    CONFIDENTIAL = "confidential", _("Confidential: only those who look after it")


class Source(models.Model):
    """A list that records came from, so that a page can say which, and how old it is."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.TextField()
    publisher = models.TextField(blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.TextField(blank=True, default="")
    licence = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    unreliable = models.BooleanField(
        default=False,
        help_text="Historical or unverified: every record says not to rely on it without checking.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "year"], name="source_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})" if self.year else self.name


class Extra(models.JSONField):
    """A JSON object that is empty in most rows: those are not parsed one by one."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The object, or any value that was asked for out of it."""
        return {} if value == "{}" else super().from_db_value(value, expression, connection)

    def deconstruct(self) -> Any:
        """For the database it is any other JSON field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class Record(models.Model):
    """One HSDS row. `extra` keeps what the source said and HSDS has no field for."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    extra = Extra(blank=True, default=dict)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    external_id = models.TextField(blank=True, default="")
    modified_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.id}"


def text() -> "models.TextField[str, str]":
    """Text that may be absent. HSDS does not tell empty from absent, so neither do we."""
    return models.TextField(blank=True, default="")

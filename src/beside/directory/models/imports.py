"""What an import leaves behind: its mapping, its journal for undo, and suggested duplicates."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from beside.directory.models.base import Source
from beside.kernel import clock, ids


class Mapping(models.Model):
    """How the columns of one kind of file become fields, saved and used again."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.TextField(unique=True)
    columns = models.JSONField(help_text="The mapping document: see docs/rooms/directory.md.")
    headers = models.JSONField(default=list, help_text="Headers it was made for, to suggest it.")
    shipped = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One import: what was read, what it did, and whether it still stands."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Looked at, not yet imported")
        REFUSED = "refused", _("Refused: the file has faults")
        APPLIED = "applied", _("Imported")
        UNDONE = "undone", _("Undone")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    state = models.CharField(max_length=10, choices=State.choices)
    file_name = models.TextField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    kind = models.TextField()
    mapping = models.ForeignKey(
        Mapping, null=True, blank=True, on_delete=models.SET_NULL, related_name="batches"
    )
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="batches"
    )
    choices = models.JSONField(default=dict)
    progress_id = models.UUIDField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    upload = models.BinaryField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class Made(models.Model):
    """The rows of one table that an import made, so that an undo removes them."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="made")
    table = models.CharField(max_length=32)
    keys = ArrayField(models.UUIDField())

    def __str__(self) -> str:
        return f"{len(self.keys)} of {self.table}"


class Change(models.Model):
    """One row an import changed, as it was before."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=32)
    row_id = models.UUIDField()
    before = models.JSONField()

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class Suggestion(models.Model):
    """Two listings that may be one. A person decides; nothing merges by itself."""

    class State(models.TextChoices):
        OPEN = "open", _("To look at")
        SAME = "same", _("The same: one was folded into the other")
        DIFFERENT = "different", _("Not the same")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    table = models.CharField(max_length=32)
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    journal = models.JSONField(default=list, help_text="What folding moved, so it can be undone.")
    made_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "first_id", "second_id"], name="pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"

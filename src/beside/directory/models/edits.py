"""Who changed what in the directory, so that anyone on staff can see it and take it back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beside.directory.models.services import Service
from beside.kernel import ids


class Edit(models.Model):
    """One field changed, or one row added or removed, by one person at one moment.

    `before` and `after` hold a field's value, or a whole row when `field` is
    empty. Edits made together share a `change_set`, and are undone together.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", _("Changed")
        ADDED = "added", _("Added")
        REMOVED = "removed", _("Removed")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    change_set = models.UUIDField(db_index=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="edits")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    table = models.CharField(max_length=32)
    row_id = models.UUIDField()
    field = models.CharField(max_length=40, blank=True, default="")
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undoes = models.UUIDField(
        null=True, blank=True, help_text="The change set that this one takes back."
    )

    class Meta:
        indexes = [models.Index(fields=["service", "-at"], name="edit_history")]
        constraints = [
            models.CheckConstraint(
                name="edit_names_a_field_or_a_whole_row",
                condition=(Q(kind="changed") & ~Q(field=""))
                | Q(kind__in=["added", "removed"], field=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class SavedFilter(models.Model):
    """A filter of the staff list that somebody wants again: a name for a query string."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="directory_filters"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_named_once")
        ]

    def __str__(self) -> str:
        return self.name

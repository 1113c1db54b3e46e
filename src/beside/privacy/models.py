"""What the vault keeps in the database: nothing that can be read without a key kept elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from beside.kernel import ids


class Span(models.Model):
    """A span of time whose key can be destroyed when everything in it is due."""

    class State(models.TextChoices):
        OPEN = "open"  # records may be sealed and opened
        CLOSING = "closing"  # neither; the key is being destroyed
        GONE = "gone"  # the key and every record are destroyed

    name = models.CharField(max_length=16, primary_key=True)
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    gone_at = models.DateTimeField(null=True)
    destroyed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="span_gone_at_when_gone",
                condition=Q(state="gone", gone_at__isnull=False)
                | Q(state__in=("open", "closing"), gone_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(name="span_due", fields=["ends_at"], condition=~Q(state="gone")),
        ]

    def __str__(self) -> str:
        return self.name


class Sealed(models.Model):
    """One sealed record: its wrapped key and its ciphertext, which go together."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    kind = models.CharField(max_length=60)
    span = models.ForeignKey(Span, on_delete=models.PROTECT)
    wrapped_key = models.BinaryField()
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()
    retain_until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sealed_kept_for_some_time", condition=Q(retain_until__gt=F("sealed_at"))
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class SearchMark(models.Model):
    """A keyed hash by which a sealed record can be found by one who holds the span's key."""

    sealed = models.ForeignKey(Sealed, on_delete=models.CASCADE)
    mark = models.BinaryField()

    def __str__(self) -> str:
        return f"of {self.sealed_id}"


class Opening(models.Model):
    """Somebody opened a sealed record. Outlives the record: who looked, at what kind, why, when."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    record_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    by_worker = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opening_by_a_person_or_a_worker",
                condition=Q(by__isnull=False, by_worker="")
                | (Q(by__isnull=True) & ~Q(by_worker="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.purpose}"


class Destroyed(models.Model):
    """How many records of a kind were destroyed on a day. All that remains of them."""

    kind = models.CharField(max_length=60)
    date = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="destroyed_once_a_day", fields=["kind", "date"])
        ]

    def __str__(self) -> str:
        return f"{self.count} of {self.kind}"


class Keeping(models.Model):
    """A retention rule's next turn and its last: a promise with a deadline."""

    rule = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField(db_index=True)
    last_at = models.DateTimeField(null=True)
    last_destroyed = models.PositiveIntegerField(default=0)
    ever_destroyed = models.PositiveBigIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.rule

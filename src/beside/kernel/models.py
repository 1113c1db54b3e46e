"""The kernel's rows: acts and their seals, effects and receipts, events, beats, progress.

None of them holds who somebody is: ids, kinds, moments and counts only.
"""

from django.db import models
from django.db.models import F, Q

from beside.kernel import ids
from beside.kernel.transports.models import Message as Message
from beside.kernel.transports.models import OptOut as OptOut


class Act(models.Model):
    """Something was done. A trigger refuses every change and deletion."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    on_kind = models.CharField(max_length=80)
    on_id = models.CharField(max_length=80)
    by = models.CharField(max_length=80, blank=True)  # the id of a signed-in person, or nobody
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["on_kind", "on_id"], name="kernel_act_on")]

    def __str__(self) -> str:
        return f"{self.verb} {self.on_kind} {self.on_id}"


class UnsealedAct(models.Model):
    """An act that waits to be chained. Written by a trigger, removed by the sealer."""

    act_number = models.BigIntegerField(primary_key=True)


class Seal(models.Model):
    """One link of the chain over the acts. A trigger refuses every change and deletion."""

    position = models.BigIntegerField(primary_key=True)
    act = models.OneToOneField(Act, models.PROTECT)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)


class Effect(models.Model):
    """Something the world must be made to do, once the transaction that asked has committed."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        GIVEN_UP = "given_up"
        CALLED_OFF = "called_off"

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    about = models.CharField(max_length=160, blank=True)
    payload = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    put_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_at = models.DateTimeField()  # due, or the end of a lease, or the next try
    attempts = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True)
    last_error = models.CharField(max_length=80, blank=True)  # a class's name, never its message
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="kernel_effect_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="kernel_effect_ended_has_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="kernel_effect_next", condition=Q(state="waiting")
            ),
            models.Index(
                F("next_at"),
                name="kernel_effect_urgent",
                condition=Q(state="waiting", urgent=True),
            ),
            models.Index(fields=["about"], name="kernel_effect_about"),
            models.Index(
                fields=["ended_at"], name="kernel_effect_ended", condition=~Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Receipt(models.Model):
    """The world confirmed it: proof that one effect, or one message received, counted once."""

    source = models.CharField(max_length=80)  # an effect's kind, or whoever sent the message
    key = models.CharField(max_length=200)
    note = models.CharField(max_length=120, blank=True)  # the carrier's own id, if it gave one
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="kernel_receipt_once")
        ]
        indexes = [models.Index(fields=["at"], name="kernel_receipt_at")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class LiveEvent(models.Model):
    """News for browsers. `seq` is given after the commit, in the order of commits."""

    seq = models.BigIntegerField(null=True, unique=True)
    topic = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="kernel_live_unnumbered", condition=Q(seq=None)),
            models.Index(fields=["topic", "seq"], name="kernel_live_topic"),
            models.Index(fields=["at"], name="kernel_live_at"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.seq}"


class LiveNumbers(models.Model):
    """One row: the newest number given to live news, and the newest that was let go."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last = models.BigIntegerField(default=0)
    let_go = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="kernel_live_numbers_one_row"),
            models.CheckConstraint(
                condition=Q(let_go__lte=F("last")), name="kernel_live_numbers_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"live news up to {self.last}"


class Heartbeat(models.Model):
    """The last moment at which something that must not stop said that it lives."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Progress(models.Model):
    """How far a long work has come."""

    class State(models.TextChoices):
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    kind = models.CharField(max_length=80)
    by = models.CharField(max_length=80, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    of = models.PositiveBigIntegerField(default=0)  # 0 when nobody can say
    message = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    cancel_asked = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None)
                | (~Q(state="running") & Q(ended_at__isnull=False)),
                name="kernel_progress_ended_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

"""What became of a message, and who asked to be left alone. No number and no word is kept."""

from django.db import models

from beside.kernel import ids


class Message(models.Model):
    """One message and its fate. A state is only ever moved forward."""

    class State(models.TextChoices):
        GIVEN = "given"  # being handed to a carrier
        TAKEN = "taken"  # the carrier has it
        DELIVERED = "delivered"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    key = models.CharField(max_length=200, unique=True)
    way = models.CharField(max_length=8)
    carrier = models.CharField(max_length=40, blank=True)
    carrier_id = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    why = models.CharField(max_length=40, blank=True)  # the carrier's error code
    given_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    objects: models.Manager["Message"] = models.Manager()

    class Meta:
        db_table = "kernel_message"
        indexes = [models.Index(fields=["given_at"], name="kernel_message_given")]

    def __str__(self) -> str:
        return f"{self.way} {self.pk}"


class OptOut(models.Model):
    """A number that asked to be left alone, as a keyed digest."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    objects: models.Manager["OptOut"] = models.Manager()

    class Meta:
        db_table = "kernel_opt_out"

    def __str__(self) -> str:
        return "an opt-out"

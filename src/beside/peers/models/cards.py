"""Cards, and the keys under which their words are hashed."""

import uuid
from uuid import UUID

from django.db import models

from beside.peers.core import cards
from beside.supply.models import Program


class CardKey(models.Model):
    """The key of one year. It lies in the vault; when it dies there, its hashes mean nothing."""

    year = models.PositiveSmallIntegerField(unique=True)
    sealed_id: "models.UUIDField[UUID, UUID]" = models.UUIDField()

    def __str__(self) -> str:
        return str(self.year)


class Card(models.Model):
    """Three words somebody holds. Its id is random: one that carries time would tell a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    hash = models.BinaryField(max_length=cards.HASH_BYTES, unique=True)
    key_year = models.PositiveSmallIntegerField()
    alive_month = models.DateField()  # last used in any way: the first day of that month
    restocked_month = models.DateField(null=True)  # so that one peer is counted once a span
    usual_kits = models.PositiveSmallIntegerField(null=True)  # about as many as the last time
    times_alone = models.PositiveSmallIntegerField(default=0)  # without staff, in `alone_month`
    alone_month = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(alive_month__day=1)
                & (models.Q(restocked_month=None) | models.Q(restocked_month__day=1))
                & (models.Q(alone_month=None) | models.Q(alone_month__day=1)),
                name="peers_card_keeps_months_only",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

"""Stipends: what a fund holds, and what is owed and was paid to a card, by month."""

import uuid

from django.db import models
from django.db.models import F, Q

from beside.kernel import ids
from beside.peers.models.cards import Card
from beside.supply.models import Program


class Fund(models.Model):
    """Money for stipends, under the name of who gives it. What is promised is no longer left."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    cents_left = models.PositiveBigIntegerField(default=0)  # neither promised nor paid
    cents_owed = models.PositiveBigIntegerField(default=0)  # promised to cards, not paid yet
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="peers_fund_named_once"),
            models.CheckConstraint(
                condition=Q(cents_left__gte=0) & Q(cents_owed__gte=0),
                name="peers_fund_never_below_nought",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class FundMonth(models.Model):
    """What went in and out of a fund in a month. Nobody is named, no card is."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="months")
    month = models.DateField()
    cents_put_in = models.PositiveBigIntegerField(default=0)
    cents_taken_out = models.PositiveBigIntegerField(default=0)
    cents_earned = models.PositiveBigIntegerField(default=0)
    cents_paid = models.PositiveBigIntegerField(default=0)
    cents_released = models.PositiveBigIntegerField(default=0)  # owed to cards that were ended
    times_earned = models.PositiveIntegerField(default=0)
    times_paid = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "month"], name="peers_fund_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="peers_fund_month_is_a_month"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Purse(models.Model):
    """What one fund owes to one card now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, models.CASCADE, related_name="purses")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    cents_owed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "fund"], name="peers_purse_once"),
            models.CheckConstraint(
                condition=Q(cents_owed__gte=0), name="peers_purse_never_below_nought"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Stipend(models.Model):
    """What a card earned and was paid from a fund in one month: the ledger its holder may see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, models.CASCADE, related_name="stipends")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    month = models.DateField()
    cents_earned = models.PositiveIntegerField(default=0)
    cents_paid = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "fund", "month"], name="peers_stipend_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1) & (Q(cents_earned__gt=0) | Q(cents_paid__gt=0)),
                name="peers_stipend_is_something_of_a_month",
            ),
        ]
        ordering = [F("month").desc(), "fund"]

    def __str__(self) -> str:
        return str(self.pk)

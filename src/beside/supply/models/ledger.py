"""The ledger: movements of balanced entries. Both only append; the database keeps the sums."""

from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.core import places
from beside.supply.models.products import Lot
from beside.supply.models.programs import Place


class Movement(models.Model):
    """Why, when and by whom stock moved. Its entries sum to nought for each lot."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    why = models.CharField(
        max_length=16, choices=[(why.value, why.value) for why in places.Movement]
    )
    reason = models.CharField(max_length=40, blank=True)  # a slug: breakage, police, short_dated
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    on_date = models.DateField()  # the day it happened; a paper may be typed later
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="supply_movement_about"),
            models.Index(fields=["at"], name="supply_movement_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about_id"], condition=Q(about_kind=places.ONCE),
                name="supply_form_sent_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class Entry(models.Model):
    """So many units of a lot came to a place (or left it, below nought)."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="entries")
    place = models.ForeignKey(Place, models.PROTECT, related_name="entries")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="entries")
    units = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(units=0), name="supply_entry_moves_something")
        ]
        indexes = [models.Index(fields=["lot", "place"], name="supply_entry_trace")]

    def __str__(self) -> str:
        return str(self.pk)


class Balance(models.Model):
    """What a place holds of a lot: the sum of its entries, kept by the database's own trigger."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="balances")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="balances")
    units = models.IntegerField()
    is_boundless = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "lot"], name="supply_one_balance"),
            models.CheckConstraint(
                condition=Q(is_boundless=True) | Q(units__gte=0), name="supply_never_below_nought"
            ),
        ]
        indexes = [models.Index(fields=["lot"], name="supply_balance_of_lot")]

    def __str__(self) -> str:
        return str(self.pk)


class Quarantine(models.Model):
    """A lot is not given out for now: at one place, or (no place) everywhere of a program."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="quarantines")
    program = models.ForeignKey("supply.Program", models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="quarantines")
    reason = models.CharField(max_length=40)
    since_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)

"""Papers of the shelves: counts, aid between programs, what is awaited, when to reorder, alarms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.core.aid import State
from beside.supply.core.alarms import Kind
from beside.supply.models.ledger import Movement
from beside.supply.models.products import Document, Lot, Product
from beside.supply.models.programs import Place, Program


class Count(models.Model):
    """A count sheet: what stood at a place when it was begun, and what was found there."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="counts")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # posted, or dropped
    is_posted = models.BooleanField(default=False)
    movement = models.OneToOneField(Movement, models.PROTECT, null=True, related_name="count")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(ended_at=None), name="supply_one_count_a_place"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CountLine(models.Model):
    """One lot on the sheet, in units. `found` is empty until somebody counted it."""

    count = models.ForeignKey(Count, models.CASCADE, related_name="lines")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    stood = models.PositiveIntegerField()  # when the sheet was begun
    found = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["count", "lot"], name="supply_counted_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Aid(models.Model):
    """Stock that one program lets another have. Both agree before anything moves."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    giver = models.ForeignKey(Program, models.PROTECT, null=True, related_name="aid_given")
    taker = models.ForeignKey(Program, models.PROTECT, related_name="aid_taken")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    takes_short_dated = models.BooleanField(default=False)
    takes_expired = models.BooleanField(default=False)
    source = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    movement = models.OneToOneField(Movement, models.PROTECT, null=True, related_name="aid")
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(giver=None) | ~Q(giver=F("taker")), name="supply_aid_is_between_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.ASKED, State.DECLINED, State.WITHDRAWN])
                | Q(source__isnull=False),
                name="supply_aid_has_a_shelf",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AidLot(models.Model):
    """A lot that is offered, in units, and how it stood when both agreed."""

    aid = models.ForeignKey(Aid, models.CASCADE, related_name="lots")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["aid", "lot"], name="supply_aid_lot_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Awaited(models.Model):
    """An order to a supplier: stock that is on its way to a shelf."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="awaited")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()
    ordered_date = models.DateField()
    expected_date = models.DateField(null=True)
    arrived_date = models.DateField(null=True)
    arrived_units = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class Reordering(models.Model):
    """When a program orders a product again, and what the last simulation said."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="reordering")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    weekly_units = models.PositiveIntegerField(default=0)  # expected, until there is a history
    lead_days = ArrayField(models.PositiveSmallIntegerField(), default=list)  # least, usual, most
    covers_days = models.PositiveSmallIntegerField(default=28)  # an order lasts about so long
    service_percent = models.DecimalField(max_digits=4, decimal_places=2, default=99)
    reorder_units = models.PositiveIntegerField(null=True)
    up_to_units = models.PositiveIntegerField(null=True)
    daily_units = models.FloatField(null=True)
    history_days = models.PositiveSmallIntegerField(default=0)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "product"], name="supply_reordered_once"),
            models.CheckConstraint(
                condition=Q(service_percent__gte=50, service_percent__lt=100),
                name="supply_service_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Alarm(models.Model):
    """Something is wrong with the stock, since when, and until when it was."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in Kind])
    product = models.ForeignKey(Product, models.CASCADE, null=True, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    lot = models.ForeignKey(Lot, models.CASCADE, null=True, related_name="+")
    units = models.PositiveIntegerField(default=0)  # the figure it was opened or last seen with
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "kind", "product", "place", "lot"],
                condition=Q(closed_at=None), nulls_distinct=False, name="supply_one_open_alarm",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class Told(models.Model):
    """Of a recall, one who holds or held the lot was told."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="told")
    recall = models.ForeignKey(Document, models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    whom = models.CharField(max_length=90)  # the key of a row of the trace
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "recall", "program", "whom"], name="supply_told_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

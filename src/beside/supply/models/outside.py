"""Kits outside the shelves: boxes and machines, kits a crew leaves behind, kits for an event."""

from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.models.agency import Agency
from beside.supply.models.ledger import Movement
from beside.supply.models.products import Lot, Product
from beside.supply.models.programs import Place, Program


class Machine(models.Model):
    """A vending machine or a box on a wall: a place of kind `machine`, and how to find it."""

    place = models.OneToOneField(Place, models.PROTECT, primary_key=True, related_name="machine")
    code = models.CharField(max_length=9, unique=True)  # in its QR and its short address
    is_vending = models.BooleanField(default=False)  # else a box
    stands = models.CharField(max_length=120)  # in public words: "library, by the east door"
    holds_kits = models.PositiveSmallIntegerField()
    low_at_kits = models.PositiveSmallIntegerField(default=2)
    every_days = models.PositiveSmallIntegerField(default=14)  # a visit at least so often
    visited_at = models.DateTimeField(null=True)
    reported_empty_at = models.DateTimeField(null=True)  # by anybody; cleared by a visit

    def __str__(self) -> str:
        return str(self.pk)


class Visit(models.Model):
    """Somebody came to a box: what was found, put in, and taken out because it had expired."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="visits")
    nonce = models.CharField(max_length=40, unique=True)
    on_date = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    was_reported_empty = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class VisitLine(models.Model):
    """One product of a visit, in units. `dispensed` is what people took since the last."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    found = models.PositiveIntegerField()
    dispensed = models.IntegerField()  # below nought: more was found than we knew of
    taken_out = models.PositiveIntegerField(default=0)
    put_in = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "product"], name="supply_visited_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LeftBehind(models.Model):
    """Kits a crew left with people, counted by unit and day. Nobody is named, no place is kept."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="left_behind")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=20)  # "Medic 4"
    on_date = models.DateField()
    units = models.PositiveIntegerField()
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: their link
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "unit", "on_date", "product"], condition=Q(undone_at=None),
                name="supply_left_behind_once",
            ),
            models.CheckConstraint(condition=Q(units__gt=0), name="supply_something_was_left"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class Outing(models.Model):
    """Kits for an event: taken out of a shelf before, what is left comes back after."""

    class State(models.TextChoices):
        PLANNED = "planned"
        OUT = "out"
        BACK = "back"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="outings")
    name = models.CharField(max_length=80)
    on_date = models.DateField()
    county_fips = models.CharField(max_length=5, blank=True)
    shelf = models.ForeignKey(Place, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class OutingLine(models.Model):
    """One lot of an event: units out and units back. What is missing was given there."""

    outing = models.ForeignKey(Outing, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")  # None: not out yet
    out = models.PositiveIntegerField()
    back = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(back=None) | Q(back__lte=models.F("out")),
                name="supply_no_more_back_than_out",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

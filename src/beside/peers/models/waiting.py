"""What a program agrees to, where bags wait, and the bags. No bag knows a card."""

import uuid

from django.db import models
from django.db.models import Q

from beside.kernel import ids
from beside.peers.core import cards
from beside.peers.core.points import BagState, PointKind
from beside.supply.models import Place, Product, Program


class Terms(models.Model):
    """How a program works with peers. Without a row: as the defaults say."""

    program = models.OneToOneField(Program, models.PROTECT, primary_key=True, related_name="+")
    alone_a_month = models.PositiveSmallIntegerField(default=3)  # restocks without staff, a card
    bag_days = models.PositiveSmallIntegerField(default=14)  # until a bag goes back to its shelf
    kit_cents = models.PositiveIntegerField(null=True)  # what a kit costs the program
    most_cents_a_year = models.PositiveIntegerField(default=59_900)  # to one card: no payroll
    settled_given = models.PositiveIntegerField(default=0)  # kits told of that left the ledger
    settled_lost = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)


class Point(models.Model):
    """A site, a meeting place or a locker where peers pick up. Only who has a card sees it."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in PointKind])
    name = models.CharField(max_length=60)
    when_en = models.CharField(max_length=120, blank=True)
    when_es = models.CharField(max_length=120, blank=True)
    shelf = models.ForeignKey(Place, models.PROTECT, related_name="+")  # its kits come from here
    position = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return str(self.pk)

    def when(self, language: str) -> str:
        """When and how, as staff wrote it."""
        return self.when_es if language == "es" and self.when_es else self.when_en


class Bag(models.Model):
    """Kits that wait for whoever says its words. Deleted the night after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    point = models.ForeignKey(Point, models.PROTECT, related_name="bags")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    kits = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in BagState])
    number = models.PositiveSmallIntegerField()  # written on the bag; free again afterwards
    words_hash = models.BinaryField(max_length=cards.HASH_BYTES, unique=True)
    key_year = models.PositiveSmallIntegerField()
    nonce_digest = models.BinaryField(max_length=32, unique=True)  # sent twice, one bag
    turn = models.PositiveSmallIntegerField(default=0)  # which words of its nonce these are
    hatch = models.CharField(max_length=12, blank=True)  # what opens the locker
    asked_date = models.DateField()
    until_date = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="peers_bag_numbered_once"),
            models.CheckConstraint(condition=Q(kits__gte=1), name="peers_bag_holds_something"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

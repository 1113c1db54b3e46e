"""Who gives out, from which shelves, under whose order, and for which places."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.partners.models import Partner
from beside.supply.core.asking import CAP
from beside.supply.core.places import EDGES, PlaceKind
from beside.supply.models.products import Document, Product


class Program(models.Model):
    """A partner that gives out its own stock, in its own area, under its own standing order."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    partner = models.OneToOneField(Partner, models.PROTECT, related_name="supply_program")
    slug = models.SlugField(max_length=40, unique=True)
    public_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    is_open = models.BooleanField(default=True)
    states = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    counties = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    zips = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    mails = models.BooleanField(default=False)
    takes_orders = models.BooleanField(default=False)  # of agencies, by the case
    return_lines = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=3)  # working days until it is posted
    days_kept = models.PositiveSmallIntegerField(default=14)  # an address, after delivery
    pickup_days = models.PositiveSmallIntegerField(default=14)
    most_kits = models.PositiveSmallIntegerField(default=12)  # a request
    peer_cap = models.PositiveSmallIntegerField(default=CAP)  # kits at once to who knows others
    plan_above_units = models.PositiveIntegerField(default=48)  # an order; CA asks above 48
    least_days_left = models.PositiveSmallIntegerField(default=30)  # of a lot that is posted
    standing_order = models.ForeignKey(Document, models.PROTECT, null=True, related_name="orders")
    standing_order_until_date = models.DateField(null=True)
    registration_until_date = models.DateField(null=True)

    def __str__(self) -> str:
        return self.slug


class Offered(models.Model):
    """A product that a program offers, in which ways, and how many kits at most."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="offered")
    product = models.ForeignKey(Product, models.PROTECT, related_name="offered")
    by_mail = models.BooleanField(default=False)
    by_case = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=True)
    most_kits = models.PositiveSmallIntegerField(null=True)  # None: as the program says
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "product"], name="supply_offered_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Place(models.Model):
    """Somewhere stock can be. Each program has its own edges of the ledger."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="places")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in PlaceKind])
    name = models.CharField(max_length=80, blank=True)
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    location_id = models.UUIDField(null=True)  # the directory's location, when it is one
    county_fips = models.CharField(max_length=5, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "kind"],
                condition=Q(kind__in=[kind.value for kind in (*EDGES, PlaceKind.PEERS)]),
                name="supply_one_edge_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["of"], condition=Q(kind=PlaceKind.SET_ASIDE), name="supply_one_aside"
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlaceKind.SET_ASIDE) | Q(of__isnull=False),
                name="supply_aside_is_of_a_shelf",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PackingKey(models.Model):
    """The public half of a program's key: addresses are sealed to it. It opens nothing here."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="keys")
    public = models.JSONField()  # a JWK
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)  # nothing new is sealed to it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(retired_at=None), name="supply_one_key_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class KeyCopy(models.Model):
    """The private half, wrapped in a packer's browser under words that only they hold."""

    key = models.ForeignKey(PackingKey, models.CASCADE, related_name="copies")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    wrapped = models.JSONField()  # salt, rounds, nonce, ciphertext; base64
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "user"], name="supply_one_copy_a_packer")
        ]

    def __str__(self) -> str:
        return str(self.pk)

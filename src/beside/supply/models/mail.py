"""Requests by mail or to a pick-up place, and the parcels they become. No address stands here."""

from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.core import request as table
from beside.supply.models.asked import Negotiated
from beside.supply.models.products import Lot, Product
from beside.supply.models.programs import PackingKey, Place, Program

_STATES = [(state.value, state.value) for state in table.State]
_WAYS = [(way.value, way.value) for way in table.Way]
_OPEN = [state.value for state in table.OPEN]


class Request(Negotiated):
    """Somebody asked for kits. Who and where is sealed to the program's key, in the vault."""

    class CameBy(models.TextChoices):
        PAGE = "page"
        TEXT = "text"
        REFILL = "refill"
        ELSEWHERE = "elsewhere"  # a room upstairs, for somebody who said yes

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="requests")
    way = models.CharField(max_length=16, choices=_WAYS)
    state = models.CharField(max_length=12, choices=_STATES, default=table.State.ASKED.value)
    came_by = models.CharField(max_length=10, choices=CameBy.choices, default=CameBy.PAGE)
    language = models.CharField(max_length=5)
    for_others = models.BooleanField()
    county_fips = models.CharField(max_length=5, blank=True)
    us_state = models.CharField(max_length=2)  # its law decides what may be sent
    site = models.ForeignKey(Place, models.PROTECT, null=True, related_name="pick_ups")
    shelf = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")  # holds its lots
    key = models.ForeignKey(PackingKey, models.PROTECT, null=True, related_name="requests")
    address_id = models.UUIDField(null=True)  # in the vault: ciphertext that we cannot open
    sealed_at_door = models.BooleanField(default=False)  # by us, for a browser without script
    code = models.IntegerField(null=True)  # three words; free again when it is over
    token_digest = models.BinaryField(null=True, unique=True)
    refill_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="refills")
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    promised_at = models.DateTimeField()  # on its way, or ready, by then
    moved_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)  # the last day of this state
    purge_at = models.DateTimeField(null=True)  # the address is destroyed then
    was_asked_to_forget = models.BooleanField(default=False)

    class Meta(Negotiated.Meta):
        constraints = [
            *Negotiated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"], condition=Q(code__isnull=False), name="supply_code_once"
            ),
            models.CheckConstraint(
                condition=Q(way=table.Way.PICK_UP.value, site__isnull=False, address_id=None)
                | ~Q(way=table.Way.PICK_UP.value),
                name="supply_picked_up_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(address_id=None) | Q(key__isnull=False),
                name="supply_address_names_its_key",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "state", "promised_at"], name="supply_request_due"),
            models.Index(
                fields=["deadline_at"], condition=Q(deadline_at__isnull=False),
                name="supply_request_deadline",
            ),
            models.Index(
                fields=["purge_at"], condition=Q(purge_at__isnull=False),
                name="supply_request_purge",
            ),
            models.Index(fields=["about_kind", "about_id"], name="supply_request_about"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_more_offered(self) -> bool:
        """Whether more kits are offered than were agreed, and it is not too late to take them."""
        offered, agreed = self.kits_offered, self.kits_agreed
        can_change = self.state == table.State.ASKED
        return can_change and offered is not None and agreed is not None and offered > agreed > 0

    @property
    def is_posted(self) -> bool:
        """Whether it goes by post, and not to a pick-up place."""
        return self.way != table.Way.PICK_UP


class RequestLine(models.Model):
    """So many units of a product were asked for."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "product"], name="supply_line_once"),
            models.CheckConstraint(condition=Q(units__gte=1), name="supply_line_asks"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Batch(models.Model):
    """What a packer packs in one go, from one shelf."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="batches")
    shelf = models.ForeignKey(Place, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # of the program; written on parcels with a position
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="supply_batch_number")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Parcel(models.Model):
    """One sending of a request: the first, or after it was lost or came back, another."""

    class Outcome(models.TextChoices):
        LET_GO = "let_go"
        ARRIVED = "arrived"
        RETURNED = "returned"
        LOST = "lost"
        ENDED = "ended"  # called off, or not collected

    request = models.ForeignKey(Request, models.PROTECT, related_name="parcels")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="parcels")
    position = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    packed_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    postage = models.CharField(max_length=24, blank=True)
    weight_g = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="supply_parcel_position"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at=None), name="supply_one_open_parcel"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Picked(models.Model):
    """In this batch somebody held this lot in hand and read its number."""

    class How(models.TextChoices):
        SCANNED = "scanned"
        TYPED = "typed"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="picked")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "lot"], name="supply_picked_once")]

    def __str__(self) -> str:
        return str(self.pk)


class TextTalk(models.Model):
    """Somebody asks for kits by SMS: where the talk stands. Gone within hours."""

    number_digest = models.BinaryField(unique=True)  # keyed; the number itself is in the vault
    number_id = models.UUIDField()
    language = models.CharField(max_length=5)
    step = models.CharField(max_length=12)
    said = models.JSONField(default=dict)  # program, state, county, kits, way: no ZIP, no address
    nonce = models.CharField(max_length=40)
    heard_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)

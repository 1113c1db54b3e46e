"""Organizations that order by the case, and their orders. Contact and address are sealed."""

from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.partners.core.kinds import Kind
from beside.partners.models import Partner
from beside.supply.core import order
from beside.supply.models.products import Product
from beside.supply.models.programs import Place, Program


class OrderTerms(models.Model):
    """What a program asks of agencies beyond what it asks of everybody."""

    program = models.OneToOneField(
        Program, models.CASCADE, primary_key=True, related_name="order_terms"
    )
    asks_license = models.BooleanField(default=False)  # license number or FEIN
    asks_registration = models.BooleanField(default=False)  # for prescription products
    most_cases = models.PositiveSmallIntegerField(null=True)  # in one order, of all products

    def __str__(self) -> str:
        return str(self.pk)


class AgencyImport(models.Model):
    """Organizations that were brought in from one spreadsheet, together."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Agency(models.Model):
    """An organization that gets kits by the case from one program, without an account."""

    class State(models.TextChoices):
        ASKED = "asked"  # wants to be let in
        OPEN = "open"
        DECLINED = "declined"
        CLOSED = "closed"

    class Going(models.TextChoices):
        """How it is going, asked once."""

        WELL = "well"
        TOO_MANY = "too_many"
        TOO_FEW = "too_few"
        WANTS_HELP = "wants_help"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="agencies")
    partner = models.ForeignKey(Partner, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120)
    plain_name = models.CharField(max_length=120)  # by which twins are found
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    language = models.CharField(max_length=8, default="en")
    contact_id = models.UUIDField(null=True)  # sealed: name, e-mail, phone
    ship_to_id = models.UUIDField(null=True)  # sealed: the lines of an address
    ship_to_sealed_at = models.DateTimeField(null=True)
    usps_state = models.CharField(max_length=2, blank=True)
    county_fips = models.CharField(max_length=5, blank=True)  # empty when confidential
    is_po_box = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)  # where a shelter is, nobody is told
    list_publicly = models.BooleanField(default=False)
    license = models.CharField(max_length=40, blank=True)
    standing_order_until_date = models.DateField(null=True)
    registration_until_date = models.DateField(null=True)
    place = models.OneToOneField(Place, models.PROTECT, null=True, related_name="agency")
    brought_in = models.ForeignKey(
        AgencyImport, models.SET_NULL, null=True, related_name="agencies"
    )
    going = models.CharField(max_length=12, choices=Going.choices, blank=True)
    going_asked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    asked_again_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "plain_name"], condition=Q(state__in=["asked", "open"]),
                name="supply_agency_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(place__isnull=False),
                name="supply_open_agency_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | Q(county_fips="", list_publicly=False),
                name="supply_confidential_agency_is_nowhere",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class AgencyLink(models.Model):
    """A link that opens an agency's own page. Of its token only the digest stands here."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="links")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)  # when something was last done with it
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(revoked_at=None), name="supply_one_link_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Recurrence(models.Model):
    """The same order again every few months, until somebody says otherwise."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="recurrences")
    every_months = models.PositiveSmallIntegerField()
    started_on = models.DateField()  # its day of the month is kept
    turn = models.PositiveIntegerField(default=1)  # months after the start: turn * every_months
    due_at = models.DateTimeField(null=True)  # None: paused or ended
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_picked_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(ended_at=None), name="supply_one_recurrence"
            ),
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=12),
                name="supply_recurs_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(paused_at=None, ended_at=None),
                name="supply_resting_recurrence_is_not_due",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="supply_recurrence_due")]

    def __str__(self) -> str:
        return str(self.pk)


class RecurringLine(models.Model):
    """So many units of a product each time."""

    recurrence = models.ForeignKey(Recurrence, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recurrence", "product"], name="supply_recurring_product_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Order(models.Model):
    """What an agency asked for at one time, and how far it has come. See `core/order.py`."""

    class Way(models.TextChoices):
        SHIP = "ship"
        PICK_UP = "pick_up"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.CharField(max_length=9, unique=True)  # kernel.codes: said on the phone
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="orders")
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in order.State])
    turn = models.PositiveIntegerField(default=0)  # moves with each step: who comes second hears
    nonce = models.CharField(max_length=40, unique=True)  # a form sent twice is one order
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.SHIP)
    pick_up_at = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    plan = models.TextField(max_length=2000, blank=True)
    reversals_carried = models.PositiveIntegerField(default=0)  # reported here since the last
    reversals_told = models.PositiveIntegerField(null=True)  # typed beside those
    recurrence = models.ForeignKey(Recurrence, models.SET_NULL, null=True, related_name="orders")
    rest_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="rests")
    placed_at = models.DateTimeField()
    answer_by_date = models.DateField()
    runs_out_date = models.DateField(null=True)  # of what the agency has at hand
    reason = models.CharField(
        max_length=24, blank=True, choices=[(r.value, r.value) for r in order.Reason]
    )
    words = models.CharField(max_length=400, blank=True)  # to the agency, with a reason
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    shelf = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    carrier = models.CharField(max_length=20, blank=True)
    tracking = models.CharField(max_length=40, blank=True)
    shipped_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # see core/order.py

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="supply_decline_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["set_aside", "ready", "shipped"]) | Q(shelf__isnull=False),
                name="supply_filled_order_has_its_shelf",
            ),
            models.CheckConstraint(
                condition=~Q(way="pick_up") | Q(pick_up_at__isnull=False),
                name="supply_pick_up_has_its_shelf",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "runs_out_date"], name="supply_order_urgent"),
            models.Index(fields=["agency", "placed_at"], name="supply_order_of_agency"),
            models.Index(fields=["due_at"], name="supply_order_due"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OrderLine(models.Model):
    """Units of one product: asked, approved, shipped; and how many they still have."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(null=True)
    on_hand = models.PositiveIntegerField(null=True)  # units, as the agency counted

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="supply_ordered_once"),
            models.CheckConstraint(
                condition=Q(approved=None) | Q(approved__lte=F("asked")),
                name="supply_never_more_than_asked",
            ),
            models.CheckConstraint(
                condition=Q(asked__gt=0) | Q(on_hand__isnull=False),
                name="supply_line_says_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OrderStep(models.Model):
    """One thing that happened to an order. Only appended."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=20)
    state = models.CharField(max_length=16)  # after it
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: the agency
    is_machine = models.BooleanField(default=False)  # a deadline, or an order that recurs

    def __str__(self) -> str:
        return str(self.pk)


class AgencyReversal(models.Model):
    """A reversal reported from this agency's page. What happened stands with the report."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="reversals")
    reversal_id = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class SavedOrders(models.Model):
    """A filter of the list of orders that somebody kept under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="supply_saved_orders_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)

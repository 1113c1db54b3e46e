"""What planners say and decide: numbers with their source, tables of places, plans, placements.

Nothing here is about a person. Places are counties, ZIP areas, sites, or what a planner
brought in a table of their own.
"""

from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.models.programs import Place, Program


class PlanningNumber(models.Model):
    """A number put in place of a published one, with its source and year.

    Without a program it holds for the coalition; a program's own goes before it. With an
    area (a county's code) it holds there alone.
    """

    program = models.ForeignKey(
        Program, models.CASCADE, null=True, related_name="planning_numbers"
    )  # fmt: skip
    name = models.CharField(max_length=40)
    area = models.CharField(max_length=5, blank=True)
    value = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    source = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name", "area"], nulls_distinct=False,
                name="supply_planning_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="supply_planning_number_has_its_source"
            ),
            models.CheckConstraint(
                condition=Q(low=None, high=None) | Q(low__lte=F("value"), high__gte=F("value")),
                name="supply_planning_number_lies_in_its_range",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class PlanningTable(models.Model):
    """A planner's own list of places to which kits may go."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="planning_tables")
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], name="supply_planning_table_once"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class TablePlace(models.Model):
    """One place of such a table. `most` is None where it holds as many as come."""

    table = models.ForeignKey(PlanningTable, models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    at_risk = models.FloatField()
    deaths = models.FloatField()
    least = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(null=True)
    now = models.PositiveIntegerField(null=True)  # kits a year as things stand

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "position"], name="supply_table_place_once"),
            models.CheckConstraint(
                condition=Q(at_risk__gt=0, deaths__gte=0), name="supply_table_place_has_people"
            ),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("least")), name="supply_table_place_fits"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Allocation(models.Model):
    """A plan: so many kits a year over these places, and what it rested on."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ADOPTED = "adopted"
        ENDED = "ended"

    class Over(models.TextChoices):
        COUNTIES = "counties"
        ZIPS = "zips"
        SITES = "sites"
        TABLE = "table"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="allocations")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    over = models.CharField(max_length=8, choices=Over.choices)
    kits = models.PositiveIntegerField()
    floor_percent = models.PositiveSmallIntegerField()  # of what proportional would give
    rests_on = models.JSONField()  # [{"name", "value", "source", "year"}], as they stood
    deaths = models.JSONField()  # expected a year under each of the three ways, and without kits
    left_over = models.PositiveIntegerField(default=0)  # kits nobody could use
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(state="adopted"),
                name="supply_one_adopted_allocation",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="supply_allocation_adopted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(floor_percent__lte=100), name="supply_allocation_floor_is_a_share"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class AllocatedPlace(models.Model):
    """One place of a plan: what it has, what it would get each way, and the range."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=5, blank=True)  # a county's or a ZIP area's
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    at_risk = models.FloatField()
    deaths = models.FloatField()
    is_shrunk = models.BooleanField(default=False)  # the count was not published
    least = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(null=True)
    now = models.PositiveIntegerField(null=True)
    proportional = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    kits = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    reason = models.CharField(max_length=12)  # core.need.allocation.Reason
    saturation = models.FloatField()  # of its witnessed overdoses, a kit at hand
    next_1000_avert = models.FloatField()  # deaths a year, were 1,000 more as good as the next

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "position"], name="supply_allocated_place_once"
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("kits"), high__gte=F("kits")),
                name="supply_allocated_within_its_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Placement(models.Model):
    """A search for the best new places. Uploaded points of need go when it ends."""

    class State(models.TextChoices):
        WAITING = "waiting"
        FOUND = "found"
        NONE = "none"  # no candidate reaches anybody who is not reached
        STOPPED = "stopped"
        FAILED = "failed"

    class By(models.TextChoices):
        WALK = "walk"
        DRIVE = "drive"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="placements")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    by_way = models.CharField(max_length=8, choices=By.choices)
    reach_miles = models.FloatField()  # as the crow flies
    minutes = models.PositiveSmallIntegerField()  # as it was asked
    how_many = models.PositiveSmallIntegerField()
    candidates = models.JSONField()  # [[name, lat, lon]]
    existing = models.JSONField()  # the same; all are kept
    demand = models.JSONField(null=True)  # [[name, lat, lon, weight]]; None once it ended
    demand_is_own = models.BooleanField()  # brought in a file, not ZIP areas
    rests_on = models.JSONField()
    progress_id = models.UUIDField()
    answer = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reach_miles__gt=0, how_many__gte=1), name="supply_placement_asks"
            ),
            models.CheckConstraint(
                condition=~Q(state="found") | Q(answer__isnull=False),
                name="supply_placement_found_something",
            ),
            models.CheckConstraint(
                condition=Q(demand__isnull=True) | Q(state="waiting") | Q(demand_is_own=False),
                name="supply_placement_forgets_points",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

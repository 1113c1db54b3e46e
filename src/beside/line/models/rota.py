"""Who is there when: shifts, the weeks they repeat in, swaps, and the hours nobody has taken."""

from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User

LAST_WEEKDAY = 6


class Pattern(models.Model):
    """Somebody is there every week at these hours, by the coalition's own clock."""

    user = models.ForeignKey(User, models.CASCADE, related_name="line_patterns")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    starts = models.TimeField()
    ends = models.TimeField()  # not after `starts`: on the next day
    on_call_only = models.BooleanField(default=False)
    from_date = models.DateField()
    until_date = models.DateField(null=True)  # the first day without
    filled_until = models.DateField()  # shifts are made up to here
    fill_at = models.DateTimeField(null=True)  # when more are made; none once it ended

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=LAST_WEEKDAY), name="line_pattern_weekday"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="line_pattern_in_order",
            ),
        ]
        indexes = [models.Index(F("fill_at"), name="line_pattern_due", condition=~Q(fill_at=None))]

    def __str__(self) -> str:
        return f"pattern {self.pk}"


class Shift(models.Model):
    """Somebody has promised to be there, or to be rung."""

    class Note(models.TextChoices):
        NONE = ""
        FIRST = "first"  # a first shift: somebody sits beside them
        TRAINING = "training"
        REMOTE = "remote"
        HOLIDAY = "holiday"

    user = models.ForeignKey(User, models.CASCADE, related_name="line_shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    on_call_only = models.BooleanField(default=False)  # rung when needed; not at the console
    note = models.CharField(max_length=12, blank=True, choices=Note.choices)
    pattern = models.ForeignKey(Pattern, models.SET_NULL, null=True, related_name="shifts")
    offered_at = models.DateTimeField(null=True)  # to be given away; still theirs until claimed
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="line_shift_in_order"
            ),
            models.UniqueConstraint(
                fields=["user", "starts_at"],
                condition=Q(cancelled_at=None),
                name="line_shift_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at", "starts_at"],
                name="line_shift_when",
                condition=Q(cancelled_at=None),
            )
        ]
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class Swap(models.Model):
    """Somebody asks: your shift for mine."""

    mine = models.ForeignKey(Shift, models.CASCADE, related_name="swaps_asked")
    theirs = models.ForeignKey(Shift, models.CASCADE, related_name="swaps_wanted")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mine", "theirs"], condition=Q(answered_at=None), name="line_swap_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_agreed=None)
                | Q(answered_at__isnull=False, is_agreed__isnull=False),
                name="line_swap_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Gap(models.Model):
    """One hour ahead with fewer on the rota than it takes. Written anew by every look."""

    starts_at = models.DateTimeField(primary_key=True)
    needed = models.PositiveSmallIntegerField()
    there = models.PositiveSmallIntegerField()
    on_call = models.PositiveSmallIntegerField(default=0)
    noticed_at = models.DateTimeField(null=True)  # when coordinators were told

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(there__lt=F("needed")), name="line_gap_is_one")
        ]
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"gap at {self.starts_at:%Y-%m-%d %H:%M}"


class CalendarLink(models.Model):
    """By this secret address a phone's calendar reads somebody's own shifts."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    token_digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.pk}"

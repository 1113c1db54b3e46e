"""Sums. An answer is added the moment it comes, and is kept nowhere else."""

from django.db import models
from django.db.models import Q

from beside.peers.core.cards import Span
from beside.supply.models import Program


def _count() -> "models.PositiveIntegerField[int, int]":
    return models.PositiveIntegerField(default=0)


class Tally(models.Model):
    """What happened in a span. Cards are counted once in each span, by "first this span".

    `told_*`: of those who said what became of their kits: how many (n), kits accounted for
    (x), kits handed on (y), and the sums of squares and products an interval needs. `met_*`:
    the same for kits handed on (x) and people they went to (y).
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    span = models.CharField(max_length=8, choices=[(span.value, span.value) for span in Span])
    first_date = models.DateField()
    peers = _count()
    restocks = _count()
    kits = _count()
    kits_desk = _count()
    kits_waited = _count()  # picked up at a site, a meeting place, a locker
    kits_mailed = _count()
    told_n = _count()
    told_x = _count()
    told_y = _count()
    told_xx = _count()
    told_xy = _count()
    told_yy = _count()
    used = _count()
    lost = _count()
    met_n = _count()
    met_x = _count()
    met_y = _count()
    met_xx = _count()
    met_xy = _count()
    met_yy = _count()
    shown = _count()  # people who were shown how to use it
    showed = _count()  # times somebody told so
    reversals = _count()  # reported to us, with a kit that somebody had passed on

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "span", "first_date"], name="peers_tally_once_a_span"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Town(models.Model):
    """A town that kits went to in a quarter. Peers are counted when it is their first there."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    quarter = models.DateField()
    name = models.CharField(max_length=80)
    county_fips = models.CharField(max_length=5, blank=True)
    peers = _count()
    kits = _count()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "quarter", "name"], name="peers_town_once_a_quarter"
            ),
            models.CheckConstraint(condition=Q(quarter__day=1), name="peers_town_of_a_quarter"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

"""What was asked, offered and agreed, wherever kits are asked for. In kits of naloxone."""

from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.supply.core import asking


class Negotiated(models.Model):
    """None and "": it was not asked, or not said. Who went beyond the cap stands here too."""

    kits_asked = models.PositiveSmallIntegerField(null=True)
    knows_others = models.BooleanField(null=True)
    kits_offered = models.PositiveSmallIntegerField(null=True)
    kits_agreed = models.PositiveSmallIntegerField(null=True)
    offer_why = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.value) for one in asking.Why]
    )
    beyond_why = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.value) for one in asking.Beyond]
    )
    beyond_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(kits_offered=None, offer_why="")
                | Q(kits_offered__isnull=False) & ~Q(offer_why=""),
                name="supply_%(class)s_offer_says_why",
            ),
            models.CheckConstraint(
                condition=Q(beyond_why="", beyond_by=None)
                | Q(beyond_by__isnull=False) & ~Q(beyond_why=""),
                name="supply_%(class)s_beyond_by_somebody",
            ),
        ]

    @property
    def was_asked(self) -> asking.Asked:
        """The two answers, as the core takes them."""
        return asking.Asked(self.kits_asked, self.knows_others)

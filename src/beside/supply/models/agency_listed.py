"""Agencies that wish it, as they stand in the public directory."""

from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.supply.core.listing import Why
from beside.supply.models.agency import Agency


class AgencyListing(models.Model):
    """The directory's listing of an agency: which one, since when, and why no longer."""

    agency = models.OneToOneField(Agency, models.CASCADE, primary_key=True, related_name="listing")
    service_id = models.UUIDField()  # the directory's service and location
    location_id = models.UUIDField()
    is_written = models.BooleanField()  # by us; else the directory knew the place before
    check_id = models.UUIDField()  # the directory's note that somebody looked
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)  # its standing order is over then
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=16, blank=True, choices=[(w.value, w.value) for w in Why])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, why="")
                | Q(ended_at__isnull=False, due_at=None) & ~Q(why=""),
                name="supply_ended_listing_says_why",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="supply_listing_due")]

    def __str__(self) -> str:
        return str(self.pk)

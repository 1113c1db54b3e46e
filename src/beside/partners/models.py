"""Partners and who belongs to them."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from beside.accounts.models import Invitation, User
from beside.kernel import clock, ids
from beside.partners.core.kinds import Kind

FIPS = RegexValidator(r"^[0-9]{5}$")


class Partners(models.QuerySet["Partner"]):
    def active(self, on: date) -> "Partners":
        """Those that work with the coalition on that day."""
        return self.filter(Q(until_date=None) | Q(until_date__gt=on), since_date__lte=on)


class Partner(models.Model):
    """An organization that works with the coalition. `counties` are five-digit FIPS codes."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in Kind])
    counties = ArrayField(models.CharField(max_length=5, validators=[FIPS]), default=list)
    since_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = Partners.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_partner_of_that_name"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="partner_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")),
                name="partner_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Memberships(models.QuerySet["Membership"]):
    def current(self, on: date) -> "Memberships":
        """Those that hold on that day, at partners that are active."""
        begun = Q(since_date__lte=on, partner__since_date__lte=on)
        partner = Q(partner__until_date=None) | Q(partner__until_date__gt=on)
        return self.filter(begun, partner, Q(until_date=None) | Q(until_date__gt=on))


class Membership(models.Model):
    """One person belongs to one partner for a while, in a role that reaches no further."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40)
    since_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"], condition=Q(until_date=None), name="belongs_once"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class MembershipOffer(models.Model):
    """What an invitation brings besides an account: membership of a partner, once accepted."""

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="membership_offers"
    )
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="offers")
    role = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "partner"], name="offered_once_per_invitation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

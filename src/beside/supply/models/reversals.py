"""Kits that were used. Nobody is named, and there is no free text."""

from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.core import people, used
from beside.supply.models.asked import Negotiated
from beside.supply.models.programs import Program

PERSON = ("age", "gender", "race", "drugs", "setting", "police_did")


def _word(kind: type[StrEnum], longest: int = 16) -> "models.CharField[str, str]":
    """One of the words of a question, or "" when it was left out."""
    choices = [(word.value, word.value) for word in kind]
    return models.CharField(max_length=longest, blank=True, choices=choices)


def _words() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=16), default=list, blank=True)


class Reversal(Negotiated):
    """Naloxone was given to somebody. `first_date` is None when nobody knows how long ago."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, null=True, related_name="reversals")
    nonce: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True)
    way = _word(used.Way, 8)
    reported_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    when = _word(used.When)
    first_date = models.DateField(null=True)
    last_date = models.DateField()
    county_fips = models.CharField(max_length=5, blank=True)
    setting = _word(used.Setting)
    product = _word(used.Naloxone)
    doses = models.PositiveSmallIntegerField(null=True)
    giver = _word(used.Giver)
    survived = _word(used.Said)
    called_911 = _word(used.Said)
    ems_came = _word(used.Said)
    police_came = _word(used.Said)
    police_did = _words()
    conscious = _word(used.Conscious)
    stayed = _word(used.Said)
    breathing = _word(used.Said)
    drugs = _words()
    age = _word(people.AgeBand)
    gender = _word(people.Gender)
    race = _words()
    kit_from = _word(used.KitFrom)
    refill_id: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    callback_id: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    callback_asked_at = models.DateTimeField(null=True)
    callback_until_at = models.DateTimeField(null=True)
    called_back_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(Negotiated.Meta):
        constraints = [
            *Negotiated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(first_date=None) | Q(first_date__lte=models.F("last_date")),
                name="supply_used_within_days",
            ),
            models.CheckConstraint(
                condition=Q(doses=None) | Q(doses__range=(1, used.MOST_DOSES)),
                name="supply_doses_of_one_reversal",
            ),
            models.CheckConstraint(
                condition=Q(callback_id=None) | Q(callback_until_at__isnull=False),
                name="supply_callback_ends",
            ),
        ]
        indexes = [models.Index(fields=["program", "last_date"], name="supply_reversal_dated")]

    def __str__(self) -> str:
        return str(self.pk)

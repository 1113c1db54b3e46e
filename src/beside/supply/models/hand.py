"""Kits handed over. No name; a participant's code stands here only as a keyed hash."""

from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.core import codes_of_people, encounters, people
from beside.supply.models.asked import Negotiated
from beside.supply.models.ledger import Movement
from beside.supply.models.products import Product
from beside.supply.models.programs import Place, Program

PERSON = (
    "age", "gender", "race", "residence", "county_fips", "substances", "recipient",
    "previous_point",
)  # fmt: skip


def _word(kind: type[StrEnum], longest: int = 24) -> "models.CharField[str, str]":
    """One of the words of a question, or "" when it was left out."""
    choices = [(word.value, word.value) for word in kind]
    return models.CharField(max_length=longest, blank=True, choices=choices)


def _words() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=24), default=list, blank=True)


class CodeKey(models.Model):
    """The key under which a program's codes of one year are hashed. It lies in the vault;
    when it is destroyed there, no hash made with it means anything any more, in any backup."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="code_keys")
    year = models.PositiveSmallIntegerField()
    sealed_id: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    until_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "year"], name="supply_one_code_key_a_year")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Encounter(Negotiated):
    """Somebody came, and something was handed over or brought back."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="encounters")
    place = models.ForeignKey(Place, models.PROTECT, related_name="encounters")
    on_date = models.DateField()
    kept_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    way = _word(encounters.Way, 8)
    nonce: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True)  # sent twice, kept once
    code_hash = models.BinaryField(max_length=codes_of_people.HASH_BYTES, null=True)
    code_style = _word(codes_of_people.Style, 4)
    age = _word(people.AgeBand, 8)
    gender = _word(people.Gender)
    race = _words()
    residence = _word(encounters.Residence)
    county_fips = models.CharField(max_length=5, blank=True)
    substances = _words()
    is_new = models.BooleanField(null=True)
    recipient = _word(encounters.Recipient)
    for_others = models.PositiveSmallIntegerField(null=True)  # how many others they collect for
    reason = _word(encounters.Reason)
    previous_point = _word(encounters.AccessPoint)
    trained = _word(encounters.Trained)
    syringes_back = models.PositiveIntegerField(null=True)
    is_back_weighed = models.BooleanField(default=False)
    services = _words()
    referrals = _words()
    education = _words()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(Negotiated.Meta):
        constraints = [
            *Negotiated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(code_hash=None) | ~Q(code_style=""), name="supply_hash_has_its_style"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="supply_encounter_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["program", "on_date"], name="supply_encounter_dated")]

    def __str__(self) -> str:
        return str(self.pk)


class Handed(models.Model):
    """Units of a product in one encounter, and how many of them the shelf could not show."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="handed")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()
    short = models.PositiveIntegerField(default=0)
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["encounter", "product"], name="supply_product_once_an_encounter"
            ),
            models.CheckConstraint(
                condition=Q(units__gt=0) & Q(short__lte=models.F("units")),
                name="supply_something_was_handed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CountMe(models.Model):
    """More left this shelf than the ledger says was on it: it asks to be counted."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="count_me")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    short_units = models.PositiveIntegerField()
    since_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "product"], condition=Q(settled_at=None),
                name="supply_asks_once_to_be_counted",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

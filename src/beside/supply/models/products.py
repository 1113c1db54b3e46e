"""What is given out, and the lots it comes in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.supply.core.units import Packs


class Product(models.Model):
    """Something that can be given out, counted in units (a dose, a strip, a syringe)."""

    class Kind(models.TextChoices):
        NALOXONE = "naloxone"
        TEST_STRIPS = "test_strips"
        SYRINGES = "syringes"
        SAFER_USE = "safer_use"  # cookers, cottons, pipes, wipes
        WOUND_CARE = "wound_care"
        OTHER = "other"

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    names = models.JSONField()  # by language: {"en": …, "es": …}
    naloxone = models.CharField(max_length=32, blank=True)  # the directory's word for it
    dose_mg = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    is_prescription = models.BooleanField(default=False)
    law_topic = models.CharField(max_length=40, blank=True)  # asked before it is offered; "": never
    per_kit = models.PositiveIntegerField(default=1)
    per_box = models.PositiveIntegerField(default=1)
    per_case = models.PositiveIntegerField(default=1)
    kit_weight_g = models.PositiveIntegerField(default=0)  # 0: not weighed yet
    ndcs = ArrayField(models.CharField(max_length=13), default=list, blank=True)
    gtins = ArrayField(models.CharField(max_length=14), default=list, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(per_kit__gte=1, per_box__gte=1, per_case__gte=1),
                name="supply_packs_hold_something",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def packs(self) -> Packs:
        """How it is packed."""
        return Packs(self.per_kit, self.per_box, self.per_case)

    def name(self, language: str) -> str:
        """Its name in that language, else in English."""
        return str(self.names.get(language) or self.names.get("en") or self.slug)


class Document(models.Model):
    """A paper that something rests on: a recall, an extension of expiry, a standing order."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=120, blank=True)
    url = models.URLField(blank=True)
    dated_on = models.DateField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class Lot(models.Model):
    """What a maker made together: one number, one expiry. Recalled as a whole."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="lots")
    number = models.CharField(max_length=20)  # GS1 allows 20 characters
    expires_date = models.DateField(null=True)  # the last day; as printed, or as last extended
    printed_date = models.DateField(null=True)  # what the carton says
    recalled_at = models.DateTimeField(null=True)
    recall = models.ForeignKey(Document, models.PROTECT, null=True, related_name="recalled")
    first_received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="supply_lot_once"),
            models.CheckConstraint(
                condition=Q(recalled_at=None) | Q(recall__isnull=False),
                name="supply_recall_has_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(expires_date=None) | Q(printed_date=None)
                | Q(expires_date__gte=F("printed_date")),
                name="supply_expiry_is_only_extended",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class Extension(models.Model):
    """A lot may be used longer than its carton says, because a paper says so."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="extensions")
    until_date = models.DateField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="extends")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)

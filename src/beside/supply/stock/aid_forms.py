"""Forms of mutual aid between programs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.supply.models import Lot, Place, Product, Program
from beside.supply.stock.forms import (
    Amount,
    LotField,
    PlaceField,
    ProductField,
    ProgramField,
    set_rows,
)


class AskAid(Amount):
    """What a program would be glad of."""

    taker = ProgramField(Program.objects.none(), label=_("For which program"))
    giver = ProgramField(
        Program.objects.none(), label=_("Ask whom"), required=False,
        empty_label=_("whoever can help"),
    )  # fmt: skip
    product = ProductField(Product.objects.none(), label=_("Product"))
    takes_short_dated = forms.BooleanField(
        label=_("We take what expires within half a year"), required=False
    )
    takes_expired = forms.BooleanField(label=_("We take what has expired"), required=False)
    field_order = ("taker", "giver", "product", "number", "pack", "takes_short_dated",
                   "takes_expired")  # fmt: skip

    def __init__(self, *args: Any, mine: QuerySet[Program], **facts: Any) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "taker", mine)
        set_rows(self, "giver", Program.objects.order_by("public_name"))
        set_rows(self, "product", Product.objects.filter(is_current=True).order_by("kind", "slug"))
        if mine.count() == 1:
            self.fields["taker"].initial = mine.first()

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("giver") and said.get("giver") == said.get("taker"):
            self.add_error("giver", gettext("A program does not ask itself."))
        return said


class OfferAid(Amount):
    """A lot that another program could have."""

    taker = ProgramField(Program.objects.none(), label=_("To which program"))
    lot = LotField(Lot.objects.none(), label=_("Lot"))
    field_order = ("taker", "lot", "number", "pack")

    def __init__(
        self, *args: Any, takers: QuerySet[Program], lots: QuerySet[Lot], **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "taker", takers)
        set_rows(self, "lot", lots)
        if takers.count() == 1:
            self.fields["taker"].initial = takers.first()


class AgreeAid(forms.Form):
    """The taker's yes, to these very lots."""

    target = PlaceField(Place.objects.none(), label=_("Onto which of our shelves"))
    takes_short_dated = forms.BooleanField(
        label=_("We know that some of it expires within half a year"), required=False
    )
    takes_expired = forms.BooleanField(
        label=_("We know that some of it has expired, and want it"), required=False
    )

    def __init__(self, *args: Any, places: QuerySet[Place], **facts: Any) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "target", places)

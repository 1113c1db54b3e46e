"""Forms of the stock cabinet. Lists hold only what belongs to the programs of whoever looks."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beside.supply.core import expiry
from beside.supply.core.units import Pack
from beside.supply.models import Awaited, Count, Lot, Place, Product
from beside.supply.stock import words

MOST = 100_000


def day(**facts: Any) -> forms.DateField:
    """A day from the calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **facts)


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A shelf, by what people call it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{words.place_name(obj)} · {obj.program.public_name}"


class ProductField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A product, in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return words.product_name(obj)


class ProgramField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A program, by its public name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.public_name)


class LotField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A lot: product, number, expiry."""

    def label_from_instance(self, obj: Any) -> str:
        until = obj.expires_date.strftime("%m/%Y") if obj.expires_date else "–"
        return f"{words.product_name(obj.product)} · {obj.number} · {until}"


class ExpiryField(forms.CharField):
    """A month and a year as cartons print them, to the last day."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return expiry.read(typed) if typed else None
        except expiry.NotADate:
            raise forms.ValidationError(_("A month and a year, such as 03/2027.")) from None


def pack_choices() -> list[tuple[str, Any]]:
    """How people count; what each holds depends on the product."""
    return [
        (Pack.KIT.value, _("kits or packs")), (Pack.CASE.value, _("cases")),
        (Pack.BOX.value, _("boxes")), (Pack.UNIT.value, _("doses or pieces")),
    ]  # fmt: skip


def number() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
    )  # fmt: skip


class Once(forms.Form):
    """A form that moves stock once, however often it is sent."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["once"].initial = str(uuid4())
        self.order_fields(["once"])  # hidden: not between field and button


class Amount(Once):
    """So many packs."""

    number = number()
    pack = forms.ChoiceField(label=_("Counted in"), choices=pack_choices)

    def units(self, product: Product) -> int:
        """In units, once the form is valid."""
        return product.packs.units(self.cleaned_data["number"], Pack(self.cleaned_data["pack"]))


class Receive(Amount):
    """One line of a delivery: scanned, or typed from the carton."""

    place = PlaceField(Place.objects.none(), label=_("Onto which shelf"))
    scan = forms.CharField(
        label=_("Scan"), required=False, max_length=200,
        help_text=_("Of the square code on the carton. It fills in product, lot and expiry."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    product = ProductField(Product.objects.none(), label=_("Product"), required=False)
    lot = forms.CharField(
        label=_("Lot"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )  # fmt: skip
    expires = ExpiryField(
        label=_("Expires"), required=False, max_length=10,
        help_text=_("As printed: month and year, such as 03/2027."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )  # fmt: skip
    on_date = day(label=_("Came on"))
    awaited = forms.ModelChoiceField(
        Awaited.objects.none(), label=_("Of which order"), required=False
    )
    knows = forms.BooleanField(
        label=_("It has expired, and I want it on the shelf to write it off or offer it"),
        required=False,
    )
    field_order = ("place", "scan", "product", "lot", "expires", "number", "pack", "on_date",
                   "awaited", "knows")  # fmt: skip

    def __init__(
        self,
        *args: Any,
        places: QuerySet[Place],
        awaited: QuerySet[Awaited],
        today: date,
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "place", places)
        set_rows(self, "product", Product.objects.filter(is_current=True).order_by("kind", "slug"))
        set_rows(self, "awaited", awaited)
        self.fields["on_date"].initial = today
        self.today = today
        for name in ("product", "lot", "expires"):
            self.fields[name].when = _("unless scanned")  # type: ignore[attr-defined]
        if not awaited.exists():
            del self.fields["awaited"]

    def clean_on_date(self) -> date:
        came: date = self.cleaned_data["on_date"]
        if came > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return came


def set_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """What may be chosen in that field."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class Upload(forms.Form):
    """A file, for a shelf."""

    place = PlaceField(Place.objects.none(), label=_("Onto which shelf"))
    file = forms.FileField(
        label=_("Spreadsheet (CSV or XLSX)"),
        help_text=_("Columns: product, lot, expires, number, pack (case, box, kit or dose)."),
    )

    def __init__(self, *args: Any, places: QuerySet[Place], **facts: Any) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "place", places)


class UploadCount(forms.Form):
    """A count sheet that was filled in."""

    file = forms.FileField(label=_("The sheet, filled in (CSV or XLSX)"))


class Give(Amount):
    """Hand out from this shelf; lots are chosen, first expiring first."""

    product = ProductField(Product.objects.none(), label=_("Product"))
    on_date = day(label=_("On"))
    field_order = ("product", "number", "pack", "on_date")

    def __init__(self, *args: Any, products: QuerySet[Product], today: date, **facts: Any) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "product", products)
        self.fields["on_date"].initial = today


class Take(Amount):
    """Move a lot to another shelf, or write it off."""

    lot = LotField(Lot.objects.none(), label=_("Lot"))
    what = forms.ChoiceField(
        label=_("What happens with it"), widget=forms.RadioSelect,
        choices=[("moved", _("goes to another shelf")), ("lost", _("is lost")),
                 ("destroyed", _("is destroyed"))],
    )  # fmt: skip
    target = PlaceField(Place.objects.none(), label=_("To which shelf"), required=False)
    reason = forms.ChoiceField(
        label=_("Why, if it is lost or destroyed"), required=False,
        choices=lambda: [("", "–"), *words.REASONS.items()],
    )  # fmt: skip
    field_order = ("lot", "number", "pack", "what", "target", "reason")

    def __init__(
        self, *args: Any, lots: QuerySet[Lot], targets: QuerySet[Place], **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "lot", lots)
        set_rows(self, "target", targets)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("what") == "moved" and not said.get("target"):
            self.add_error("target", gettext("Say to which shelf."))
        if said.get("what") in ("lost", "destroyed") and not said.get("reason"):
            self.add_error("reason", gettext("Say why."))
        return said


class Paper(forms.Form):
    """A paper that something rests on."""

    title = forms.CharField(
        label=_("The paper"), max_length=200,
        help_text=_("Such as “FDA recall notice” or “Letter of the maker”."),
    )  # fmt: skip
    reference = forms.CharField(label=_("Its number"), max_length=120, required=False)
    url = forms.URLField(label=_("Where it can be read"), required=False, assume_scheme="https")
    dated_on = day(label=_("Its date"), required=False)


class RecallNumbers(Paper):
    """Lots a paper recalls, by their numbers."""

    product = ProductField(Product.objects.order_by("kind", "slug"), label=_("Product"))
    numbers = forms.CharField(
        label=_("Lots"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As the paper names them, parted by spaces or commas."),
    )  # fmt: skip
    field_order = ("product", "numbers", "title", "reference", "url", "dated_on")

    def clean_numbers(self) -> list[str]:
        typed = self.cleaned_data["numbers"].upper().replace(",", " ").replace(";", " ").split()
        if any(len(number) > 20 for number in typed):
            raise forms.ValidationError(_("A lot has at most 20 characters."))
        return list(dict.fromkeys(typed))


class Extend(Paper):
    """A lot may be used longer."""

    until = ExpiryField(
        label=_("May be used until"), max_length=10,
        help_text=_("Month and year, as the paper says of this very lot."),
    )  # fmt: skip
    field_order = ("until", "title", "reference", "url", "dated_on")


class Hold(forms.Form):
    """Quarantine."""

    place = PlaceField(
        Place.objects.none(), label=_("Where"), required=False,
        empty_label=_("everywhere in our program"),
    )  # fmt: skip
    reason = forms.ChoiceField(label=_("Why"), choices=lambda: list(words.HOLDS.items()))

    def __init__(self, *args: Any, places: QuerySet[Place], **facts: Any) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "place", places)


class CountForm(forms.Form):
    """What was found: cases, kits and single units of each lot on the sheet."""

    PACKS = ((Pack.CASE, "cases"), (Pack.KIT, "kits"), (Pack.UNIT, "units"))

    def __init__(self, *args: Any, count: Count, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.lines = list(
            count.lines.select_related("lot__product").order_by("lot__product__slug", "lot__number")
        )
        for line in self.lines:
            parts = {} if line.found is None else line.lot.product.packs.broken_down(line.found)
            for pack, name in self.packs_of(line.lot.product):
                label = f"{line.lot.number}: {words.pack_word(line.lot.product, pack, 2)}"
                self.fields[f"{name}-{line.pk}"] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=MOST,
                    initial=parts.get(pack) if parts else None,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short",
                                                    "aria-label": label}),
                )  # fmt: skip

    def packs_of(self, product: Product) -> list[tuple[Pack, str]]:
        """Only packs that hold more than the next smaller one."""
        shown = {Pack.UNIT: True, Pack.KIT: product.per_kit > 1,
                 Pack.CASE: product.per_case > product.per_kit}  # fmt: skip
        return [(pack, name) for pack, name in self.PACKS if shown[pack]]

    def table(self) -> list[tuple[Any, list[Any]]]:
        """Each line with its three cells; None where such a pack makes no sense."""
        return [
            (line, [self[f"{name}-{line.pk}"] if f"{name}-{line.pk}" in self.fields else None
                    for _pack, name in self.PACKS])
            for line in self.lines
        ]  # fmt: skip

    def found(self) -> dict[Lot, int | None]:
        """In units by lot, once valid; None where every cell was left empty."""
        made: dict[Lot, int | None] = {}
        for line in self.lines:
            packs = line.lot.product.packs
            said = {pack: self.cleaned_data.get(f"{name}-{line.pk}") for pack, name in self.PACKS}
            numbers = {pack: n for pack, n in said.items() if n is not None}
            made[line.lot] = (
                sum(packs.units(n, pack) for pack, n in numbers.items()) if numbers else None
            )
        return made


class Filters(forms.Form):
    """What a ledger page is asked for. What cannot be read is not asked."""

    place = PlaceField(Place.objects.none(), label=_("Place"), required=False)
    product = ProductField(
        Product.objects.none(), label=_("Product"), required=False, to_field_name="slug"
    )
    lot = forms.CharField(label=_("Lot"), required=False, max_length=20)
    why = forms.ChoiceField(
        label=_("Why"), required=False, choices=lambda: [("", "–"), *words.WHYS.items()]
    )
    since = day(label=pgettext_lazy("a day", "From"), required=False)
    until = day(label=_("Until"), required=False)

    def __init__(self, *args: Any, places: QuerySet[Place], **facts: Any) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "place", places)
        set_rows(self, "product", Product.objects.order_by("kind", "slug"))


class ReorderForm(forms.Form):
    """When a program orders a product again."""

    weekly = forms.IntegerField(
        label=_("Expected a week, in kits"), min_value=0, max_value=MOST,
        help_text=_("Believed until there are eight weeks of history."),
    )  # fmt: skip
    least = forms.IntegerField(label=_("An order takes at least, days"), min_value=0, max_value=365)
    usual = forms.IntegerField(label=_("Usually, days"), min_value=0, max_value=365)
    most = forms.IntegerField(label=_("At most, days"), min_value=0, max_value=365)
    covers = forms.IntegerField(label=_("One order should last, days"), min_value=1, max_value=365)
    service = forms.DecimalField(
        label=_("Enough until it comes, in percent of cases"), min_value=50, max_value=99,
        decimal_places=2,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        days = [said.get(name) for name in ("least", "usual", "most")]
        if None not in days and days != sorted(days, key=lambda d: d or 0):
            self.add_error("most", gettext("These three go up: at least, usually, at most."))
        return said


class OrderForm(forms.Form):
    """An order went to a supplier."""

    cases = forms.IntegerField(label=_("Cases ordered"), min_value=1, max_value=10_000)
    on_date = day(label=_("Ordered on"))
    expected = day(label=_("Expected on"), required=False)

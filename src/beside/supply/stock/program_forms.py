"""Forms of programs and products."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.partners import counties
from beside.partners.models import Partner
from beside.supply.core.law import Topic
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.models import Product
from beside.supply.stock import words
from beside.supply.stock.forms import MOST, ProductField, day, set_rows


class ProgramForm(forms.Form):
    """A program: who, where, how."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    slug = forms.SlugField(
        label=_("Short name"), max_length=40,
        help_text=_("Small letters and hyphens; it stands in addresses."),
    )  # fmt: skip
    public_name = forms.CharField(label=_("Name for the public"), max_length=120)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    is_open = forms.BooleanField(label=_("Open: takes requests and orders"), required=False)
    mails = forms.BooleanField(label=_("Sends by mail"), required=False)
    takes_orders = forms.BooleanField(
        label=_("Takes orders of agencies, by the case"), required=False
    )
    states = forms.CharField(
        label=_("States"), required=False, max_length=200,
        help_text=_("Two letters each, such as KY, OH."),
    )  # fmt: skip
    counties = forms.CharField(
        label=_("Counties"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One on a line, like “Madison, KY”. None: the whole of its states."),
    )  # fmt: skip
    zips = forms.CharField(
        label=_("ZIP codes"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Besides the counties, if you like."),
    )  # fmt: skip
    return_lines = forms.CharField(
        label=_("Return address"), required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it stands on parcels: two or three lines that give nothing away."),
    )  # fmt: skip
    answer_days = forms.IntegerField(
        label=_("Posted within, working days"), min_value=1, max_value=60
    )
    days_kept = forms.IntegerField(
        label=_("Addresses are kept after delivery, days"), min_value=0, max_value=90
    )
    pickup_days = forms.IntegerField(label=_("A pick-up waits, days"), min_value=1, max_value=90)
    most_kits = forms.IntegerField(
        label=_("Kits in one request, at most"), min_value=1, max_value=500
    )
    peer_cap = forms.IntegerField(
        label=_("Kits offered at once to who knows others"), min_value=1, max_value=500,
        help_text=_("A case is 12. Staff can go beyond it, and choose why."),
    )  # fmt: skip
    plan_above_units = forms.IntegerField(
        label=_("A distribution plan is asked above, doses"), min_value=1, max_value=MOST
    )
    least_days_left = forms.IntegerField(
        label=_("What is posted has left at least, days"), min_value=0, max_value=730
    )
    order_title = forms.CharField(
        label=_("Standing order"), max_length=200, required=False,
        help_text=_("Who signed it, and its number if it has one."),
    )  # fmt: skip
    order_url = forms.URLField(
        label=_("Where it can be read"), required=False, assume_scheme="https"
    )
    standing_order_until_date = day(label=_("The standing order ends on"), required=False)
    registration_until_date = day(label=_("The registration ends on"), required=False)

    def __init__(self, *args: Any, partners: QuerySet[Partner] | None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if partners is None:
            del self.fields["partner"]
        else:
            set_rows(self, "partner", partners)

    def clean_states(self) -> list[str]:
        found = re.findall(r"[A-Z]{2}", self.cleaned_data["states"].upper())
        return list(dict.fromkeys(found))

    def clean_counties(self) -> list[str]:
        try:
            return counties.codes_of(self.cleaned_data["counties"])
        except counties.NotACounty as error:
            told = gettext("“%(written)s” is no county we know. Try “Madison, KY”.")
            raise forms.ValidationError(told % {"written": str(error).strip()}) from error

    def clean_zips(self) -> list[str]:
        typed = self.cleaned_data["zips"].replace(",", " ").replace(";", " ").split()
        for zip_code in typed:
            if not re.fullmatch(r"[0-9]{5}", zip_code):
                told = gettext("“%(written)s” is no ZIP code of five digits.")
                raise forms.ValidationError(told % {"written": zip_code[:20]})
        return list(dict.fromkeys(typed))

    def clean_return_lines(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["return_lines"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > 5 or any(len(line) > 60 for line in lines):
            raise forms.ValidationError(_("At most five lines of 60 letters."))
        return lines


class OfferedForm(forms.Form):
    """In which ways a program offers a product."""

    product = ProductField(Product.objects.none(), label=_("Product"))
    by_mail = forms.BooleanField(label=_("By mail"), required=False)
    by_case = forms.BooleanField(label=_("To agencies, by the case"), required=False)
    by_hand = forms.BooleanField(label=_("By hand"), required=False, initial=True)
    most_kits = forms.IntegerField(
        label=_("Kits in one request, at most"), min_value=1, max_value=500, required=False,
        help_text=_("Empty: as the program says."),
    )  # fmt: skip

    def __init__(self, *args: Any, products: QuerySet[Product], **facts: Any) -> None:
        super().__init__(*args, **facts)
        set_rows(self, "product", products)


class ShelfForm(forms.Form):
    """A place stock can stand at."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=lambda: [(kind.value, words.PLACES[kind]) for kind in SHELVES],
    )
    name = forms.CharField(label=_("What you call it"), max_length=80)
    county = forms.CharField(
        label=_("County"), required=False, max_length=80, help_text=_("Such as “Madison, KY”.")
    )

    def clean_county(self) -> str:
        typed = self.cleaned_data["county"]
        try:
            return counties.code_of(typed) if typed else ""
        except counties.NotACounty:
            raise forms.ValidationError(_("That is no county we know.")) from None

    def shelf_kind(self) -> PlaceKind:
        return PlaceKind(self.cleaned_data["kind"])


class ProductForm(forms.Form):
    """A product and how it is packed."""

    slug = forms.SlugField(label=_("Short name"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: product_kinds())
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120)
    is_prescription = forms.BooleanField(label=_("Only under a standing order"), required=False)
    law_topic = forms.ChoiceField(
        label=_("Law that is asked before it is offered"), required=False,
        choices=[("", "–"), *((topic.value, topic.value.replace("_", " ")) for topic in Topic)],
    )  # fmt: skip
    per_kit = forms.IntegerField(label=_("Units in a kit or pack"), min_value=1, max_value=10_000)
    per_box = forms.IntegerField(label=_("Units in a box"), min_value=1, max_value=10_000)
    per_case = forms.IntegerField(label=_("Units in a case"), min_value=1, max_value=100_000)
    kit_weight_g = forms.IntegerField(
        label=_("Weight of a kit, grams"), min_value=0, max_value=20_000
    )
    ndcs = forms.CharField(
        label=_("National Drug Codes"), required=False, max_length=300,
        help_text=_("With hyphens, parted by spaces."),
    )  # fmt: skip
    gtins = forms.CharField(
        label=_("GTINs"), required=False, max_length=300,
        help_text=_("The number below the bars, parted by spaces."),
    )  # fmt: skip
    is_current = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, is_known: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if is_known:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if Product.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("There is one of that name."))
        return slug

    def clean_ndcs(self) -> list[str]:
        return _codes(self.cleaned_data["ndcs"], r"[0-9-]{10,13}")

    def clean_gtins(self) -> list[str]:
        return _codes(self.cleaned_data["gtins"], r"[0-9]{8,14}")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("per_kit") and said.get("per_case") and said["per_case"] % said["per_kit"]:
            self.add_error("per_case", gettext("A case is a whole number of kits."))
        return said

    def facts(self) -> dict[str, Any]:
        """As the service takes them, once valid."""
        said = dict(self.cleaned_data)
        said["names"] = {"en": said.pop("name_en"), "es": said.pop("name_es")}
        return said


def product_kinds() -> Sequence[tuple[str, Any]]:
    """Kinds of product, in words."""
    return [
        ("naloxone", _("Naloxone")), ("test_strips", _("Test strips")),
        ("syringes", _("Syringes")), ("safer_use", _("Safer use")),
        ("wound_care", _("Wound care")), ("other", _("Other")),
    ]  # fmt: skip


def _codes(typed: str, shape: str) -> list[str]:
    found = typed.replace(",", " ").split()
    for code in found:
        if not re.fullmatch(shape, code):
            told = gettext("“%(written)s” is no such code.")
            raise forms.ValidationError(told % {"written": code[:20]})
    return list(dict.fromkeys(found))

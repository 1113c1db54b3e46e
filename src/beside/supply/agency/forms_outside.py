"""Forms of boxes, of kits left behind, and of events."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from beside.supply.agency.forms import day
from beside.supply.core.left_behind import LONGEST_UNIT, MOST_KITS, Left
from beside.supply.counties import WhichPlace, county_of
from beside.supply.models import Agency, Machine, Place, Product, Program
from beside.supply.services.tending import Box, Counted, Round


class Named(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Rows by the name people know them by."""

    def label_from_instance(self, obj: Any) -> str:
        match obj:
            case Product():
                return obj.name(get_language() or "en")
            case Program():
                return obj.public_name
            case _:
                return str(obj.name) or str(obj.kind)


class CountyField(forms.CharField):
    """A county as people write it, to its code."""

    def clean(self, value: Any) -> Any:
        try:
            return county_of(super().clean(value) or "")
        except WhichPlace as error:
            told = gettext("“%(written)s” is no county we know. Try “Madison, KY” or a ZIP code.")
            raise forms.ValidationError(told % {"written": str(error)}) from error


def _kits(label: str, **facts: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **facts,
    )  # fmt: skip


class MachineForm(forms.Form):
    """A box or machine, as it is put up."""

    program = Named(Program.objects.none(), label=_("Program"), empty_label=None)
    name = forms.CharField(label=_("What we call it"), max_length=80)
    stands = forms.CharField(
        label=_("Where it stands, in public words"), max_length=120,
        help_text=_("Such as: library, outside, by the east door."),
    )  # fmt: skip
    county_fips = CountyField(label=_("ZIP code or county"), required=False)
    is_vending = forms.BooleanField(label=_("A vending machine, not a box"), required=False)
    holds_kits = forms.IntegerField(label=_("Kits it holds"), min_value=1, max_value=999)
    low_at_kits = forms.IntegerField(
        label=_("Low when so many kits are left"), min_value=0, max_value=500, initial=2
    )
    every_days = forms.IntegerField(
        label=_("A visit at least every so many days"), min_value=1, max_value=180, initial=14
    )

    def __init__(self, *args: Any, programs: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if programs is None:
            del self.fields["program"]
            return
        chosen = self.fields["program"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = programs

    def box(self) -> Box:
        """Once the form is valid."""
        said = self.cleaned_data
        return Box(
            said["name"], said["stands"], said["holds_kits"], said["low_at_kits"],
            said["every_days"], said["is_vending"], said["county_fips"],
        )  # fmt: skip


class VisitForm(forms.Form):
    """What was found, taken out and put in, in kits."""

    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    on_date = day(label=_("Day"))
    source = Named(
        Place.objects.none(), label=_("What is put in comes from"), required=False,
        empty_label=_("nowhere: nothing is put in"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, products: Sequence[Product], sources: Any, today: date, **facts: Any
    ) -> None:
        facts["initial"] = {"nonce": secrets.token_urlsafe(16), "on_date": today}
        super().__init__(*args, **facts)
        self.products, self.today = list(products), today
        source = self.fields["source"]
        assert isinstance(source, forms.ModelChoiceField)
        source.queryset = sources
        for product in self.products:
            named = {"product": product.name(get_language() or "en")}
            for name, label in (
                ("found", gettext("Found: %(product)s")),
                ("out", gettext("Expired, taken out: %(product)s")),
                ("in", gettext("Put in: %(product)s")),
            ):
                self.fields[f"{name}_{product.pk}"] = _kits(label % named, required=False)

    def rows(self) -> Iterator[tuple[Product, BoundField, BoundField, BoundField]]:
        """Each product with its three fields."""
        for product in self.products:
            found, out, into = (self[f"{name}_{product.pk}"] for name in ("found", "out", "in"))
            yield product, found, out, into

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("on_date") and said["on_date"] > self.today:
            self.add_error("on_date", gettext("This day is still to come."))
        puts_in = any(said.get(f"in_{product.pk}") for product in self.products)
        if puts_in and not said.get("source"):
            self.add_error("source", gettext("Choose where it came from."))
        if not any(said.get(f"found_{p.pk}") is not None for p in self.products) and not puts_in:
            raise forms.ValidationError(gettext("Write how many kits you found, nought too."))
        return said

    def told(self) -> Round:
        """Once the form is valid. A product that nobody touched is left as it is."""
        said, counted = self.cleaned_data, {}
        for product in self.products:
            found, out, into = (said.get(f"{name}_{product.pk}") for name in ("found", "out", "in"))
            if found is None and not into and not out:
                continue
            kit = product.per_kit
            counted[product] = Counted((found or 0) * kit, (out or 0) * kit, (into or 0) * kit)
        return Round(counted, said["source"], said["on_date"], said["nonce"])


class LeftForm(forms.Form):
    """Kits left behind by one unit on one day."""

    agency = Named(Agency.objects.none(), label=_("Service"), empty_label=None)
    unit = forms.CharField(
        label=_("Unit"), max_length=LONGEST_UNIT, help_text=_("Such as: Medic 4. No names.")
    )
    on_date = day(label=_("Day"))
    product = Named(Product.objects.none(), label=_("Product"), empty_label=None)
    kits = forms.IntegerField(label=_("Kits left"), min_value=1, max_value=MOST_KITS, initial=1)

    def __init__(self, *args: Any, agencies: Any, products: Any, today: date, **facts: Any) -> None:
        facts["initial"] = {"on_date": today}
        super().__init__(*args, **facts)
        self.today = today
        for name, rows in (("agency", agencies), ("product", products)):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ModelChoiceField)
            chosen.queryset = rows

    def clean_on_date(self) -> date:
        said: date = self.cleaned_data["on_date"]
        if said > self.today:
            raise forms.ValidationError(gettext("This day is still to come."))
        return said

    def left(self) -> Left:
        """Once the form is valid."""
        said = self.cleaned_data
        unit = " ".join(said["unit"].split())
        return Left(unit, said["on_date"], said["product"].slug, said["kits"])


class LeftUpload(forms.Form):
    """A list of counts of one service."""

    agency = Named(Agency.objects.none(), label=_("Service"), empty_label=None)
    file = forms.FileField(
        label=_("Spreadsheet (CSV or XLSX)"),
        help_text=_("Columns: date, unit, product, kits. At most 5,000 rows."),
    )

    def __init__(self, *args: Any, agencies: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        chosen = self.fields["agency"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = agencies


class OutingForm(forms.Form):
    """An event, and the kits to take."""

    name = forms.CharField(label=_("Event"), max_length=80)
    on_date = day(label=_("Day"))
    county_fips = CountyField(label=_("ZIP code or county"), required=False)
    shelf = Named(Place.objects.none(), label=_("Kits come from"), empty_label=None)

    def __init__(self, *args: Any, shelves: Any, products: Sequence[Product], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.products = list(products)
        shelf = self.fields["shelf"]
        assert isinstance(shelf, forms.ModelChoiceField)
        shelf.queryset = shelves
        for product in self.products:
            label = gettext("Kits along: %(product)s") % {
                "product": product.name(get_language() or "en")
            }
            self.fields[f"kits_{product.pk}"] = _kits(label, required=False)

    def wanted(self) -> dict[Product, int]:
        """Units, once the form is valid."""
        said = self.cleaned_data
        return {p: (said.get(f"kits_{p.pk}") or 0) * p.per_kit for p in self.products}


def machine_initial(machine: Machine) -> dict[str, Any]:
    """What is known of a box, for its form."""
    names = ("stands", "holds_kits", "low_at_kits", "every_days", "is_vending")
    known = {name: getattr(machine, name) for name in names}
    return known | {"name": machine.place.name, "county_fips": machine.place.county_fips}

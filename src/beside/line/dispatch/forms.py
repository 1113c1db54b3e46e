"""Forms about whom to call."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.line.core import psap_rows
from beside.line.core.psap_rows import Center
from beside.line.models import Psap, Relay
from beside.partners import counties


class CenterForm(forms.Form):
    """One emergency center."""

    name = forms.CharField(label=_("Name"), max_length=120)
    counties = forms.CharField(
        label=_("Counties it answers for"),
        help_text=_("One on a line, like “Madison, KY”, or the five-digit code."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    number = forms.CharField(
        label=_("Ten-digit number"), max_length=40,
        help_text=_("The center’s own line for calls from outside its area. Never 911."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    fallback = forms.CharField(
        label=_("Second number"), max_length=40, required=False,
        help_text=_("Rung when the first does not answer."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who gave us this number, and when.")
    )
    area = forms.CharField(
        label=_("Its own area, as GeoJSON"), required=False,
        help_text=_("Only where a county is split between centers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    is_test_mode = forms.BooleanField(
        label=_("For practice only: this number leads to a desk of our own"), required=False
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=400, required=False,
        help_text=_("What to say first, which menu to choose."),
    )  # fmt: skip

    @classmethod
    def first_values(cls, psap: Psap) -> dict[str, Any]:
        """What the form shows of a center that is known."""
        return {
            "name": psap.name, "counties": "\n".join(counties.names_of(psap.counties)),
            "number": psap.number, "fallback": psap.fallback, "source": psap.source,
            "area": json.dumps(psap.area) if psap.area else "", "notes": psap.notes,
            "is_test_mode": psap.is_test_mode,
        }  # fmt: skip

    def clean_number(self) -> str:
        return _line(self.cleaned_data["number"])

    def clean_fallback(self) -> str:
        written: str = self.cleaned_data["fallback"]
        return _line(written) if written.strip() else ""

    def clean_counties(self) -> list[str]:
        try:
            return counties.codes_of(self.cleaned_data["counties"])
        except counties.NotACounty as error:
            text = gettext("“%(written)s” is no county we know. Try “Madison, KY”.")
            raise forms.ValidationError(text % {"written": str(error).strip()}) from error

    def clean_area(self) -> dict[str, Any] | None:
        try:
            return psap_rows.area_of(self.cleaned_data["area"])
        except psap_rows.NotAnArea as error:
            raise forms.ValidationError(_sentence(psap_rows.NO_AREA)) from error

    def center(self) -> Center:
        """The center, once the form is valid."""
        said = self.cleaned_data
        return Center(
            name=" ".join(said["name"].split()), counties=tuple(said["counties"]),
            number=said["number"], fallback=said["fallback"], source=said["source"],
            area=said["area"], is_test_mode=said["is_test_mode"], notes=said["notes"],
        )  # fmt: skip


class RelayForm(forms.Form):
    """The relay under contract."""

    name = forms.CharField(label=_("Name"), max_length=120)
    number = forms.CharField(
        label=_("Ten-digit number"), max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    @classmethod
    def first_values(cls, relay: Relay | None) -> dict[str, Any]:
        return {"name": relay.name, "number": relay.number, "source": relay.source} if relay else {}

    def clean_number(self) -> str:
        return _line(self.cleaned_data["number"])


class Upload(forms.Form):
    """A list of centers."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_(
            "Columns: name, counties, number, source; and if known fallback, tested, test_mode, "
            "area, notes."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class Lookup(forms.Form):
    """A place, to see whom the sheet would name."""

    where = forms.CharField(
        label=_("ZIP, town, county or coordinates"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )


def _line(written: str) -> str:
    try:
        return psap_rows.ten_digits(written)
    except psap_rows.NotATenDigitLine as error:
        raise forms.ValidationError(_sentence(str(error))) from error


def _sentence(reason: str) -> str:
    """The reasons of a list read on after the value; in a form they begin with it."""
    return gettext("This %(reason)s") % {"reason": gettext(reason)}

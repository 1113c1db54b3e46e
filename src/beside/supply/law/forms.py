"""Forms of the law: a place that is asked for, an answer, a list."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.supply.core import law_statement as core
from beside.supply.core.law import Precision, Topic, Value
from beside.supply.core.law_statement import Statement
from beside.supply.law import words


def _day(**facts: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts
    )


def _text(most: int, **facts: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=most, required=False, widget=widget, **facts)


class FactForm(forms.Form):
    """One answer of one state, as it is to stand."""

    value = forms.ChoiceField(label=_("What the law says"), choices=list(words.VALUES.items()))
    scope = _text(600, label=_("For whom and when, in English"), help_text=_(
        "Short plain sentences, as somebody worried would read them. Not copied from the source."
    ))  # fmt: skip
    scope_es = _text(600, label=_("For whom and when, in Spanish"))
    exclusions = _text(600, label=_("For whom not, in English"))
    exclusions_es = _text(600, label=_("For whom not, in Spanish"))
    citation = forms.CharField(
        label=_("What it rests on"), max_length=400, required=False,
        help_text=_("The statute, bill or official page, so that anybody can find it."),
    )  # fmt: skip
    source_url = forms.URLField(
        label=_("Its address"), max_length=400, required=False, assume_scheme="https"
    )
    effective = forms.CharField(
        label=_("In force since"), max_length=10, required=False,
        help_text=_("2017-07-01, 2017-07 or 2017. A year alone counts from its last day."),
    )  # fmt: skip
    as_of_date = _day(label=_("You looked at the source on"), required=False)
    next_review_date = _day(label=_("Look again on"), required=False)

    def clean_effective(self) -> tuple[date | None, Precision]:
        try:
            return core.began(self.cleaned_data["effective"].strip())
        except core.NotADate:
            raise forms.ValidationError(_("Write 2017-07-01, 2017-07 or 2017.")) from None

    def statement(self, state: str, topic: Topic) -> Statement:
        """Once the form is valid."""
        said = dict(self.cleaned_data)
        day, precision = said.pop("effective")
        return Statement(
            state, topic, Value(said.pop("value")), effective_date=day,
            effective_precision=precision, **said,
        )  # fmt: skip

    def blame(self, faults: list[core.Fault]) -> None:
        """Put each fault at its field."""
        for fault in faults:
            field = {"effective_date": "effective"}.get(fault.field, fault.field)
            self.add_error(field if field in self.fields else None, gettext(fault.reason))

    @staticmethod
    def as_it_stands(said: Statement) -> dict[str, Any]:
        """What the fields open with."""
        effective = core.written(said.effective_date, said.effective_precision)
        return {**vars(said), "value": said.value.value, "effective": effective}


class VerifyForm(forms.Form):
    """The source was looked at today, and still says so."""

    next_review_date = _day(label=_("Look again on"))


class Upload(forms.Form):
    """A list of answers."""

    file = forms.FileField(
        label=_("Spreadsheet (CSV or XLSX)"),
        help_text=_("The columns of the table as it is taken away. Rows that are not there stay."),
    )

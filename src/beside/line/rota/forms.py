"""Forms of the rota and of the line's settings."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.accounts.models import User
from beside.kernel import house
from beside.kernel.transports.messages import BadAddress, e164
from beside.line.core import numbers as core
from beside.line.core import weeks
from beside.line.core.emergency import is_dialable, is_emergency
from beside.line.core.numbers import NotThatNumber, Numbers
from beside.line.core.rhythm import NotARhythm, Rhythm
from beside.line.core.weeks import Span
from beside.line.models import Elsewhere
from beside.line.rota import words
from beside.partners import counties


def _day(**facts: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts
    )


def _clock(**facts: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **facts)


class OperatorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who answers the line, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AddShift(forms.Form):
    """A shift, once or every week. Supervisors say whose."""

    who = OperatorField(User.objects.none(), label=_("Who"), required=False)
    day = _day(label=_("Day"))
    starts = _clock(label=_("Starts"))
    ends = _clock(label=_("Ends"), help_text=_("Not later than the start: on the next day."))
    on_call_only = forms.BooleanField(
        label=_("On call only: rung when needed, not at the console"), required=False
    )
    note = forms.ChoiceField(label=_("Note"), required=False, choices=list(words.NOTES.items()))
    weekly = forms.BooleanField(label=_("Every week from that day on"), required=False)

    def __init__(self, *args: Any, operators: Sequence[User] = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        if operators:
            who = self.fields["who"]
            assert isinstance(who, forms.ModelChoiceField)
            who.queryset = User.objects.filter(pk__in=[u.pk for u in operators]).order_by("name")
            who.empty_label = gettext("myself")
        else:
            del self.fields["who"]

    def span(self) -> Span:
        """From when to when, once the form is valid."""
        said = self.cleaned_data
        return weeks.span_on(said["day"], said["starts"], said["ends"], house.zone())


class Upload(forms.Form):
    """A list of shifts."""

    file = forms.FileField(
        label=_("Spreadsheet (CSV or XLSX)"),
        help_text=_("Columns: email, starts, ends (2026-11-23 18:00), on call (yes or no), note."),
    )


class RhythmForm(forms.Form):
    """Every clock of the line, in seconds."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for each in fields(Rhythm):
            label, source = words.RHYTHM[each.name]
            least, most = each.metadata["least"], each.metadata["most"]
            limits = gettext("%(least)d to %(most)d seconds; %(default)d unless you change it.")
            told = limits % {"least": least, "most": most, "default": each.default}
            self.fields[each.name] = forms.IntegerField(
                label=str(label), help_text=f"{told} {source}",
                widget=forms.NumberInput(attrs={"min": least, "max": most, "inputmode": "numeric"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        self._judge(said)
        return said

    def _judge(self, said: dict[str, int]) -> None:
        """Every clock that is out of its limits gets its own words, not the first alone."""
        for name in list(said):
            try:
                Rhythm(**{name: said[name]})
            except NotARhythm as error:
                self.add_error(name, out_of_range(error.least, error.most))

    def rhythm(self) -> Rhythm:
        """Once the form is valid."""
        return Rhythm(**self.cleaned_data)


def out_of_range(least: int, most: int) -> str:
    """What stands at the field."""
    told = gettext("From %(least)d to %(most)d. Outside of that it would not keep people safe.")
    return told % {"least": least, "most": most}


class NumbersForm(forms.Form):
    """How long things are kept, when people answer, what staffing assumes."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for each in fields(Numbers):
            label, unit, source = words.NUMBERS[each.name]
            least, most = each.metadata["least"], each.metadata["most"]
            limits = gettext("%(least)d to %(most)d %(unit)s; %(default)d unless you change it.")
            facts_of = {"least": least, "most": most, "unit": unit, "default": each.default}
            self.fields[each.name] = forms.IntegerField(
                label=f"{label} ({unit})", help_text=f"{limits % facts_of} {source}",
                widget=forms.NumberInput(attrs={"min": least, "max": most, "inputmode": "numeric"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for name in list(said):
            try:
                core.numbers_of({name: said[name]})
            except NotThatNumber as error:
                told = gettext("From %(least)d to %(most)d.")
                self.add_error(name, told % {"least": error.least, "most": error.most})
        return said

    def numbers(self) -> Numbers:
        return Numbers(**self.cleaned_data)


class MyPhone(forms.Form):
    """The phone on which somebody is rung."""

    number = forms.CharField(
        label=_("Your number"), max_length=24,
        help_text=_("Ten digits, or with + and the country’s code."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        return usable(self.cleaned_data["number"])


def usable(written: str) -> str:
    """A number the line may ring by itself, in E.164; or why not."""
    try:
        number = e164(written)
    except BadAddress:
        raise forms.ValidationError(_("That is no number that can be rung.")) from None
    if is_emergency(number) or not is_dialable(number):
        raise forms.ValidationError(_("The line does not ring this number by itself."))
    return number


class CountiesField(forms.CharField):
    """Counties as people write them, to codes."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        try:
            return counties.codes_of(written or "")
        except counties.NotACounty as error:
            told = gettext("“%(written)s” is no county we know. Try “Madison, KY”.")
            raise forms.ValidationError(told % {"written": str(error).strip()}) from error


class ResponderForm(forms.Form):
    """Somebody who goes when called."""

    label = forms.CharField(
        label=_("What operators call them"), max_length=40,
        help_text=_("A first name or a place, such as “Rosa, east side”. Never a surname."),
    )  # fmt: skip
    number = forms.CharField(
        label=_("Their number"), max_length=24,
        help_text=_("Sealed as soon as it is kept; nobody can read it back."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    counties = CountiesField(
        label=_("Counties they go to"), required=False,
        help_text=_("One on a line, like “Madison, KY”. None: wherever they are asked."),
    )  # fmt: skip
    order = forms.IntegerField(
        label=_("Order"), min_value=1, max_value=99, initial=10,
        help_text=_("The lowest is called first."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_known: bool = False, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if is_known:
            self.fields["number"].required = False
            self.fields["number"].help_text = _("Leave it empty to keep the one there is.")

    def clean_number(self) -> str:
        written = self.cleaned_data["number"]
        return usable(written) if written else ""


class OperatorForm(forms.Form):
    """What the line may ask of somebody who answers."""

    languages = forms.MultipleChoiceField(
        label=_("Answers in"), choices=settings.LANGUAGES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    most_at_once = forms.IntegerField(
        label=_("People at once"), min_value=1, max_value=4,
        help_text=_("One, unless all of them write."),
    )  # fmt: skip
    most_emergencies = forms.IntegerField(
        label=_("Emergencies in one shift, then a rest"), min_value=1, max_value=6
    )


class ElsewhereForm(forms.Form):
    """A number of another organization."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (Elsewhere.Kind.PARTNER, _("A partner line that takes callers when nobody is free")),
            (Elsewhere.Kind.SERVICE, _("A service for a warm transfer")),
        ],
    )
    label = forms.CharField(label=_("Name"), max_length=60)
    number = forms.CharField(
        label=_("Number"), max_length=20, widget=forms.TextInput(attrs={"type": "tel"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Answers in"), choices=settings.LANGUAGES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def clean_number(self) -> str:
        written: str = self.cleaned_data["number"].strip()
        if written == "988":  # people who listen, dialled as it stands and by a person alone
            return written
        return usable(written)


class Assumed(forms.Form):
    """What the staffing page is asked; empty fields take what was counted or set."""

    calls = forms.FloatField(
        label=_("Calls in the hour"), required=False, min_value=0.01, max_value=500
    )
    minutes = forms.FloatField(label=_("Minutes each"), required=False, min_value=1, max_value=180)
    patience = forms.IntegerField(
        label=_("Patience, seconds"), required=False, min_value=5, max_value=3600
    )
    lines = forms.IntegerField(label=_("Coalitions"), required=False, min_value=2, max_value=60)
    weekly = forms.FloatField(
        label=_("Calls a week each"), required=False, min_value=1, max_value=2000
    )
    held = forms.FloatField(label=_("Minutes a call"), required=False, min_value=1, max_value=180)

    def asked(self, name: str, otherwise: float) -> float:
        """What was asked, if it can be meant."""
        self.is_valid()
        found = self.cleaned_data.get(name)
        return otherwise if found is None else float(found)


def monday_asked(written: str, at: datetime) -> date:
    """The Monday of the week in an address; of this week when that cannot be read."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = house.today(at)
    return weeks.monday(min(max(day, date(2020, 1, 6)), date(2099, 1, 5)))

"""What the line asks before and during use: only what saves a life, and none of it is required."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beside.kernel.transports.messages import BadAddress, e164
from beside.line.core.ladder import Kind
from beside.line.core.plan_code import parse
from beside.line.core.rhythm import Route
from beside.line.models import Session
from beside.line.particulars import Contact, Particulars
from beside.line.phone import numbers
from beside.line.services.planning import Kept

LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
NUMBERS = ("callback", "first_number", "second_number")
ROUTES = [
    (Route.INJECT.value, _("Inject")), (Route.SMOKE.value, _("Smoke")),
    (Route.SNORT.value, _("Snort")), (Route.SWALLOW.value, _("Swallow")),
    (Route.OTHER.value, _("Another way")),
]  # fmt: skip
SUBSTANCES = [
    ("fentanyl", _("Fentanyl")), ("heroin", _("Heroin")), ("pills", _("Pills")),
    ("meth", _("Meth")), ("cocaine", _("Cocaine")), ("several", _("Several")),
    ("other", _("Something else")),
]  # fmt: skip
NALOXONE = [("here", _("Yes, within reach")), ("none", _("No")), ("unknown", _("Not sure"))]
COMPANY = [("pets", _("Pets")), ("children", _("Children")), ("others", _("Somebody asleep"))]
DOOR = [("yes", _("Unlocked")), ("no", _("Locked"))]
WHO: list[tuple[str, Any]] = [
    (Kind.PERSON.value, _("Somebody I know")),
    (Kind.RESPONDER.value, _("A community responder")),
]  # fmt: skip


def _words(label: Any, longest: int = 120, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _number(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"})
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=40, widget=widget
    )


def _one_of(label: Any, choices: list[tuple[str, Any]], hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, help_text=hint, widget=forms.RadioSelect
    )


class Intake(forms.Form):
    """Everything may be left out, and what cannot be read never keeps anybody from starting."""

    place = _words(_("Street and town"), 200)
    unit = _words(_("Apartment or room"), 40)
    floor = _words(_("Floor"), 20)
    door = _words(_("Which door"), 80)
    gate_code = _words(_("Gate or door code"), 40)
    landmark = _words(_("What is nearby"), 120)
    zip = _words(_("ZIP code"), 10, inputmode="numeric")
    lat = forms.CharField(required=False, widget=forms.HiddenInput)
    lon = forms.CharField(required=False, widget=forms.HiddenInput)
    door_unlocked = _one_of(_("Your door"), DOOR, _("Unlock it if you can. Help gets in faster."))
    callback = _number(_("Your phone number"), _("We call it when you do not answer here."))
    substance = _one_of(_("What you use"), SUBSTANCES)
    route = _one_of(_("How you use"), ROUTES, _("It sets how often we ask."))
    naloxone = _one_of(_("Naloxone (Narcan) near you"), NALOXONE)
    company = forms.MultipleChoiceField(
        label=_("Who else is there"), choices=COMPANY, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    language = _one_of(_("Speak with me in"), LANGUAGES)
    first_kind = _one_of(_("Call first"), [("", _("Nobody")), *WHO])
    first_name = _words(_("Their name"), 60)
    first_number = _number(_("Their phone number"))
    second_kind = _one_of(_("Then"), [("", _("Nobody more")), *WHO])
    second_name = _words(_("Their name"), 60)
    second_number = _number(_("Their phone number"))
    wants_operator = forms.BooleanField(
        label=_("I would like a person too, when one is free"), required=False
    )
    token = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    without = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Numbers in one form; what is no number is said beside its field, or left out."""
        told = super().clean() or self.cleaned_data
        for name in NUMBERS:
            self._read_number(told, name)
        for place in ("first", "second"):
            self._need_number(told, place)
        return told

    def _read_number(self, told: dict[str, Any], name: str) -> None:
        try:
            told[name] = _dialled(told[name]) if told.get(name) else ""
        except BadAddress:
            self._say(told, name, _("This is no phone number we can call. Look it over."))

    def _need_number(self, told: dict[str, Any], place: str) -> None:
        """A number without a kind is somebody they know; somebody without a number is nobody."""
        number = told.get(f"{place}_number")
        if number and not told.get(f"{place}_kind"):
            told[f"{place}_kind"] = Kind.PERSON.value
        is_person = told.get(f"{place}_kind") == Kind.PERSON
        if is_person and not number and f"{place}_number" not in self.errors:
            self._say(told, f"{place}_number", _("Without a number we cannot call them."))

    def _say(self, told: dict[str, Any], name: str, words: Any) -> None:
        told[name] = ""
        if self.data.get("without"):
            if name != "callback":
                told[name.replace("number", "kind")] = ""
        else:
            self.add_error(name, words)

    def clean_lat(self) -> float | None:
        return _degrees(self.cleaned_data["lat"], 90)

    def clean_lon(self) -> float | None:
        return _degrees(self.cleaned_data["lon"], 180)

    def kept(self) -> Kept:
        """What was said, as it is sealed. Only of a form that is valid."""
        told, chosen = self.cleaned_data, self._chosen()
        contacts = tuple(
            Contact(n, told[f"{place}_name"], told[f"{place}_number"])
            for n, (place, kind) in enumerate(chosen, 1)
            if kind is Kind.PERSON
        )
        same = ("place", "zip", "unit", "floor", "door", "gate_code", "landmark", "lat", "lon",
                "callback", "substance", "naloxone")  # fmt: skip
        here = Particulars(
            **{name: told[name] for name in same}, company=", ".join(told["company"]),
            door_unlocked={"yes": True, "no": False}.get(told["door_unlocked"]), contacts=contacts,
        )  # fmt: skip
        route = Route(told["route"] or Route.OTHER)
        language = told["language"] or get_language() or "en"
        return Kept(here, tuple(kind for _, kind in chosen), route, language)

    def _chosen(self) -> list[tuple[str, Kind]]:
        told = self.cleaned_data
        kinds = [(p, Kind(k)) for p in ("first", "second") if (k := told.get(f"{p}_kind"))]
        if [kind for _, kind in kinds] == [Kind.RESPONDER, Kind.RESPONDER]:
            return kinds[:1]
        return kinds


def _dialled(written: str) -> str:
    """In E.164. Raises BadAddress, also for numbers that no machine may ring."""
    number = e164(written)
    if not numbers.is_usable(number):
        raise BadAddress
    return number


def _degrees(written: str, most: float) -> float | None:
    """A pin that is none is left out: it never blocks."""
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,8})?", written):
        return None
    degrees = float(written)
    return degrees if abs(degrees) <= most else None


def said_before(kept: Kept) -> dict[str, Any]:
    """What was kept, as the form shows it again."""
    here = kept.particulars
    shown: dict[str, Any] = {
        name: getattr(here, name)
        for name in ("place", "zip", "unit", "floor", "door", "gate_code", "landmark", "callback",
                     "substance", "naloxone")
    }  # fmt: skip
    shown |= {
        "lat": "" if here.lat is None else here.lat, "lon": "" if here.lon is None else here.lon,
        "door_unlocked": {True: "yes", False: "no"}.get(here.door_unlocked, ""),  # type: ignore[arg-type]
        "company": [each for each in here.company.split(", ") if each],
        "route": "" if kept.route is Route.OTHER else kept.route.value, "language": kept.language,
    }  # fmt: skip
    for place, n, kind in zip(("first", "second"), (1, 2), kept.chosen, strict=False):
        contact = here.contact_on(n)
        shown |= {f"{place}_kind": kind.value, f"{place}_name": contact.name if contact else "",
                  f"{place}_number": contact.number if contact else ""}  # fmt: skip
    return shown


class Words(forms.Form):
    """The code of a plan, as it is said."""

    words = forms.CharField(
        label=_("Your four words"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none",
                                      "spellcheck": "false"}),
    )  # fmt: skip

    def number(self) -> int:
        """Raises NotACode. Only of a form that is valid."""
        return parse(self.cleaned_data["words"])


WAYS = {Session.Way.TIMER.value, Session.Way.CHAT.value, Session.Way.BROWSER.value}

"""The form of an encounter: everything on one page, everything skippable."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.supply import asked_words, counties, negotiating, people_words
from beside.supply.core import asking, codes_of_people, encounters, people
from beside.supply.core.asking import Asked, Beyond
from beside.supply.core.codes_of_people import NotACode
from beside.supply.core.people import NotABirthYear
from beside.supply.hand import words
from beside.supply.hand.asked import Ask
from beside.supply.hand.told import Code, Told
from beside.supply.models import Product
from beside.supply.people_words import Labels, choices

Word = TypeVar("Word", bound=StrEnum)
MOST = 5000  # units of one product in one encounter; more is a slip
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
YES_OR_NO = {"yes": True, "no": False}


def _count(label: Any, most: int = MOST, **attrs: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "data-step": "", **attrs})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, widget=widget
    )


def _one(kind: type[StrEnum], label: Any, labels: Labels, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=hint, required=False, choices=choices(kind, labels),
        widget=forms.RadioSelect,
    )  # fmt: skip


def _some(kind: type[StrEnum], label: Any, labels: Labels) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices(kind, labels),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def _text(label: Any, hint: Any = "", longest: int = 40, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=longest, widget=widget
    )


class EncounterForm(forms.Form):
    """One encounter. Products are added by what the program gives out by hand."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)
    on_date = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"],
    )
    kits_asked = _count(_("How many kits do you need?"), asking.MOST)
    knows_others = forms.ChoiceField(
        label=_("Do you know other people who need naloxone?"), required=False, choices=YES_NO,
        widget=forms.RadioSelect,
    )  # fmt: skip
    beyond = forms.ChoiceField(
        label=_("Why so many at once"), required=False, widget=forms.RadioSelect,
        choices=asked_words.CHOICES,
    )  # fmt: skip
    syringes_back = _count(_("Syringes back, counted"), 100_000)
    pounds_back = forms.FloatField(
        label=_("or weighed, in pounds"), required=False, min_value=0, max_value=400,
        help_text=_("281 syringes to the pound."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "min": 0, "step": "any"}),
    )  # fmt: skip
    reason = _one(encounters.Reason, _("First kit, or what became of the last"), words.REASONS)
    is_new = forms.ChoiceField(
        label=_("New here"), required=False, choices=YES_NO, widget=forms.RadioSelect
    )
    for_others = _count(_("Also collects for so many others"), 999)
    trained = _one(encounters.Trained, _("Shown how to use it"), words.TRAINED)
    recipient = _one(encounters.Recipient, _("Who it is for"), words.RECIPIENTS)
    previous_point = _one(encounters.AccessPoint, _("Last kit came from"), words.POINTS)
    code = _text(
        _("Participant code"),
        _(
            "LLL MMDDYY F (last, first and mother’s first initial, birth date, gender) or "
            "LLLL YY F. Never a name. Only a keyed hash is kept; without a code everything is "
            "given out just the same."
        ),
        24,
        autocapitalize="off", spellcheck="false",
    )  # fmt: skip
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, help_text=_("Kept as an age band only."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    age = _one(people.AgeBand, _("or age"), people_words.AGES)
    gender = _one(people.Gender, _("Gender"), people_words.GENDERS)
    race = _some(people.Race, _("Race and ethnicity"), people_words.RACES)
    town = _text(_("ZIP code or town"), _("Kept as the county only."), 60)
    residence = _one(encounters.Residence, _("or lives"), words.RESIDENCES)
    substances = _some(people.Drug, _("Uses"), people_words.DRUGS)
    services = _some(encounters.Service, _("Done here"), words.SERVICES)
    referrals = _some(encounters.Referral, _("Referred to"), words.REFERRALS)
    education = _some(encounters.Education, _("Talked about"), words.EDUCATION)

    def __init__(
        self,
        *args: Any,
        asks: Sequence[Ask],
        states: Sequence[str],
        today: date,
        cap: int,
        way: encounters.Way = encounters.Way.PAGE,
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        self.asks, self.states, self.today, self.way = asks, states, today, way
        self.cap = cap
        for ask in asks:
            for name, label in self.columns(ask).items():
                self.fields[name] = _count(label)

    @staticmethod
    def columns(ask: Ask) -> Mapping[str, str]:
        """The fields of one product: kits and single doses of naloxone, units of all else."""
        if not ask.by_kit:
            return {f"units_{ask.product.pk}": ask.name}
        single = gettext("single doses") if ask.is_naloxone else gettext("single")
        return {
            f"kits_{ask.product.pk}": f"{ask.name}, {gettext('kits')}",
            f"units_{ask.product.pk}": f"{ask.name}, {single}",
        }

    def clean_on_date(self) -> date:
        day: date = self.cleaned_data["on_date"]
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        if day.year < self.today.year - 5:
            raise forms.ValidationError(_("That is more than five years ago."))
        return day

    def clean_code(self) -> Code | None:
        said = self.cleaned_data["code"]
        if not said:
            return None
        try:
            style = codes_of_people.style_of(said, on=self.today)
            return Code(codes_of_people.parse(said, style, on=self.today), style)
        except NotACode:
            raise forms.ValidationError(
                _("This is not a code of either kind. Look it over, or leave it empty.")
            ) from None

    def clean_birth_year(self) -> people.AgeBand | None:
        year = self.cleaned_data["birth_year"]
        if year is None:
            return None
        try:
            return people.band_of_birth(year, self.today.year)
        except NotABirthYear:
            raise forms.ValidationError(_("Four figures, such as 1985.")) from None

    def clean_town(self) -> str:
        try:
            return counties.county_of(self.cleaned_data["town"], states=self.states)
        except counties.WhichPlace:
            raise forms.ValidationError(
                _("We do not know that place, or there are several. A ZIP code is surest.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """At least one thing happened; a day and the products are read together."""
        said = super().clean() or self.cleaned_data
        self._ask_why_so_many(said)
        if not self.errors and not self.told().says_something:
            raise forms.ValidationError(
                _("Nothing is written down yet: what went out, came back, or was done?")
            )
        return said

    def _ask_why_so_many(self, said: Mapping[str, Any]) -> None:
        """More than the cap asks for a reason, where somebody stands who can choose one.

        Paper and a phone without a signal tell of what is done: it is kept, the reason unsaid.
        """
        if self.way is not encounters.Way.PAGE or said.get("beyond"):
            return
        if asking.is_beyond(negotiating.kits_of(self.units()), self.cap):
            told = gettext("That is more than %(cap)d kits. Choose why, and it is fine.")
            self.add_error("beyond", told % {"cap": self.cap})

    def units(self) -> dict[Product, int]:
        """What was handed over, in units of each product."""
        found = {}
        for ask in self.asks:
            kits = self.cleaned_data.get(f"kits_{ask.product.pk}") or 0
            single = self.cleaned_data.get(f"units_{ask.product.pk}") or 0
            if units := kits * ask.product.per_kit + single:
                found[ask.product] = units
        return found

    def told(self) -> Told:
        """Once the form is valid."""
        said = self.cleaned_data
        nonce, weighed = said["nonce"], said.get("pounds_back")
        assert isinstance(nonce, UUID)
        back = said.get("syringes_back")
        if back is None and weighed:
            back = encounters.syringes_of_weight(weighed)
        residence = word(encounters.Residence, said.get("residence"))
        return Told(
            on_date=said["on_date"], nonce=nonce, way=self.way, units=self.units(),
            code=said.get("code"),
            age=said.get("birth_year") or word(people.AgeBand, said.get("age")),
            gender=word(people.Gender, said.get("gender")),
            race=several(people.Race, said.get("race")),
            residence=encounters.Residence.COUNTY if said.get("town") else residence,
            county_fips=said.get("town") or "",
            substances=several(people.Drug, said.get("substances")),
            is_new=YES_OR_NO.get(said.get("is_new") or ""),
            asked=Asked(said.get("kits_asked"), YES_OR_NO.get(said.get("knows_others") or "")),
            beyond=word(Beyond, said.get("beyond")),
            recipient=word(encounters.Recipient, said.get("recipient")),
            for_others=said.get("for_others"),
            reason=word(encounters.Reason, said.get("reason")),
            previous_point=word(encounters.AccessPoint, said.get("previous_point")),
            trained=word(encounters.Trained, said.get("trained")),
            syringes_back=back,
            is_back_weighed=said.get("syringes_back") is None and bool(weighed),
            services=several(encounters.Service, said.get("services")),
            referrals=several(encounters.Referral, said.get("referrals")),
            education=several(encounters.Education, said.get("education")),
        )  # fmt: skip


def word(kind: type[Word], said: str | None) -> Word | None:
    """The word that was chosen, or None."""
    return kind(said) if said else None


def several(kind: type[Word], said: Sequence[str] | None) -> tuple[Word, ...]:
    return tuple(kind(one) for one in said or ())


OFFLINE_LEAVES_OUT = ("code", "birth_year", "town")  # kept on a phone, they could tell of somebody


class OfflineForm(EncounterForm):
    """What may wait on a phone: nothing by which a person could be known."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, way=encounters.Way.OFFLINE, **facts)
        for name in OFFLINE_LEAVES_OUT:
            del self.fields[name]

"""The questions of a report: each is one tap, each may be left out, none is free text."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from beside.design.forms_public import PublicForm
from beside.kernel.transports.messages import BadAddress, e164
from beside.supply import counties, people_words
from beside.supply.core import people, used
from beside.supply.core.asking import Asked
from beside.supply.core.used import Used
from beside.supply.listed import Listed
from beside.supply.models import Place, Program, Request
from beside.supply.people_words import Labels, choices
from beside.supply.reversals import words
from beside.supply.reversals.refills import Wish

Word = TypeVar("Word", bound=StrEnum)
AGAIN, BY_MAIL = "again", "mail"
SITES_SHOWN = 5
FEW = (1, 2, 3, 4, 6, 12)
REFILL = ("refill", "kits_asked", "knows_others")


def _one(kind: type[StrEnum], label: Any, labels: Labels) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=choices(kind, labels), widget=forms.RadioSelect
    )


def _some(kind: type[StrEnum], label: Any, labels: Labels) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices(kind, labels),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class Questions(forms.Form):
    """The common core of what funders ask, in the order in which people remember."""

    when = _one(used.When, _("When?"), words.WHEN)
    product = _one(used.Naloxone, _("What did you give?"), words.PRODUCTS)
    doses = forms.ChoiceField(
        label=_("How many doses?"), required=False, choices=list(words.DOSES.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    survived = _one(used.Said, _("Did they survive?"), words.SAID)
    called_911 = _one(used.Said, _("Did somebody call 911?"), words.SAID)
    place = forms.CharField(
        label=_("ZIP code or town"), required=False, max_length=60,
        help_text=_("We keep only the county."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    setting = _one(used.Setting, _("Where was it?"), words.SETTINGS)
    giver = _one(used.Giver, _("Who gave it?"), words.GIVERS)
    conscious = _one(used.Conscious, _("Awake before?"), words.CONSCIOUS)
    breathing = _one(used.Said, _("Did somebody breathe for them?"), words.SAID)
    stayed = _one(used.Said, _("Did somebody stay?"), words.SAID)
    ems_came = _one(used.Said, _("Did paramedics come?"), words.SAID)
    police_came = _one(used.Said, _("Did police come?"), words.SAID)
    police_did = _some(used.PoliceDid, _("What did police do?"), words.POLICE)
    drugs = _some(people.Drug, _("Drugs, as far as you know"), people_words.DRUGS)
    age = _one(people.AgeBand, _("Their age, about"), people_words.AGES)
    gender = _one(people.Gender, _("Their gender"), people_words.GENDERS)
    race = _some(people.Race, _("Their race and ethnicity"), people_words.RACES)
    kit_from = _one(used.KitFrom, _("Where was the kit from?"), words.KIT_FROM)

    FIRST = ("when", "product", "doses", "survived", "called_911")
    MORE = ("setting", "giver", "conscious", "breathing", "stayed", "ems_came", "police_came",
            "police_did", "drugs", "age", "gender", "race", "kit_from")  # fmt: skip

    @property
    def first(self) -> list[Any]:
        """The questions on top."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[Any]:
        """The questions that are folded away."""
        return [self[name] for name in self.MORE]

    def clean_place(self) -> str:
        """The county. Raises a fault that can be answered by leaving it empty."""
        states = {state for one in Program.objects.filter(is_open=True) for state in one.states}
        try:
            return counties.county_of(self.cleaned_data["place"], states=states)
        except counties.WhichPlace:
            raise forms.ValidationError(
                _("We do not know that place. Try a ZIP code, or leave it empty.")
            ) from None

    def told(self, *, county_fips: str = "", on_date: date | None = None) -> Used:
        """Once the form is valid."""
        said = self.cleaned_data
        return Used(
            when=_word(used.When, said["when"]), setting=_word(used.Setting, said["setting"]),
            product=_word(used.Naloxone, said["product"]),
            doses=int(said["doses"]) if said["doses"] else None,
            giver=_word(used.Giver, said["giver"]), survived=_word(used.Said, said["survived"]),
            called_911=_word(used.Said, said["called_911"]),
            ems_came=_word(used.Said, said["ems_came"]),
            police_came=_word(used.Said, said["police_came"]),
            police_did=tuple(used.PoliceDid(one) for one in said["police_did"]),
            conscious=_word(used.Conscious, said["conscious"]),
            stayed=_word(used.Said, said["stayed"]),
            breathing=_word(used.Said, said["breathing"]),
            drugs=tuple(people.Drug(one) for one in said["drugs"]),
            age=_word(people.AgeBand, said["age"]), gender=_word(people.Gender, said["gender"]),
            race=tuple(people.Race(one) for one in said["race"]),
            kit_from=_word(used.KitFrom, said["kit_from"]),
            county_fips=said["place"] or county_fips, on_date=on_date,
        )  # fmt: skip


def _word(kind: type[Word], said: str) -> Word | None:
    return kind(said) if said else None


class Report(PublicForm, Questions):
    """The report anybody may make, with a new kit in the same step."""

    nonce = forms.RegexField(r"^[\w-]{22,64}$", widget=forms.HiddenInput)
    refill = forms.ChoiceField(
        label=_("A new kit?"), required=False, widget=forms.RadioSelect,
        help_text=_("Free. You need no name for one that you pick up."),
    )  # fmt: skip
    kits_asked = forms.ChoiceField(
        label=_("How many kits do you need?"), required=False, widget=forms.RadioSelect,
        choices=[(str(n), str(n)) for n in FEW],
    )  # fmt: skip
    knows_others = forms.ChoiceField(
        label=_("Do you know other people who need naloxone?"), required=False,
        help_text=_("“Everyone in my building knows I always have it”: then say yes."),
        choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        at: datetime,
        sites: list[Place],
        of: Request | None = None,
        mails: bool = False,
        listed: Mapping[UUID, Listed] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(data, at=at, **facts)
        self.sites, self.of, self.mails = sites[:SITES_SHOWN], of, mails
        self.listed = listed or {}
        self.fields["refill"].choices = list(self._ways())  # type: ignore[attr-defined]
        if not self.fields["refill"].choices:  # type: ignore[attr-defined]
            for name in REFILL:
                del self.fields[name]

    def _ways(self) -> Any:
        if self.of is not None:
            yield AGAIN, _("Yes, the same again, to the same place")
        for site in self.sites:
            yield f"site:{site.pk}", self._site_words(site)
        if self.mails:
            yield BY_MAIL, _("Yes, by mail")
        if self.of or self.sites or self.mails:
            yield "no", _("No, thank you")

    def _site_words(self, site: Place) -> str:
        """The place, and beneath it how to get there."""
        told = gettext("Yes, I pick it up: %(place)s") % {"place": site.name}
        there = self.listed.get(site.pk)
        return format_html("{}<br><small>{}</small>", told, there.line) if there else told

    @property
    def again(self) -> list[Any]:
        """What is asked about the new kit; nothing where none can be had."""
        return [self[name] for name in REFILL if name in self.fields]

    @property
    def answers(self) -> Asked:
        """The two answers about kits."""
        kits, others = (self.cleaned_data.get(name) or "" for name in REFILL[1:])
        return Asked(int(kits) if kits else None, {"yes": True, "no": False}.get(others))

    @property
    def wants_mail(self) -> bool:
        """A new kit by mail needs an address, which is asked for next."""
        return bool(self.cleaned_data.get("refill") == BY_MAIL)

    def wish(self) -> Wish | None:
        """What is asked for in the same step."""
        chosen = self.cleaned_data.get("refill") or ""
        nonce, language = self.cleaned_data["nonce"], get_language() or "en"
        if chosen == AGAIN and self.of is not None:
            return Wish(nonce, language, of=self.of, answers=self.answers)
        site = next((one for one in self.sites if f"site:{one.pk}" == chosen), None)
        return Wish(nonce, language, site=site, answers=self.answers) if site else None


class ProgramField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A program by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.public_name)


class StaffReport(Questions):
    """The same, told to somebody who works there; the day may be exact."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)
    program = ProgramField(Program.objects.none(), label=_("Program"), empty_label=None)
    on_date = forms.DateField(
        label=_("The day, if it is known"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"],
    )  # fmt: skip

    def __init__(self, *args: Any, programs: Any, today: date, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.today = today
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["program"].initial = programs.first()

    def clean_on_date(self) -> date | None:
        day: date | None = self.cleaned_data["on_date"]
        if day and day > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        return day


class Call(PublicForm):
    """Somebody would like to be called."""

    number = forms.CharField(
        label=_("Your phone number"), max_length=24,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        try:
            return e164(self.cleaned_data["number"])
        except BadAddress:
            raise forms.ValidationError(_("That is no phone number. Look it over.")) from None

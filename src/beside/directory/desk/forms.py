"""Forms of the desk: one per part of a listing, so that little is on the screen at once."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.directory import words
from beside.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceCapacity,
    Visibility,
)

YES_NO_UNKNOWN = [("", _("Nobody has said")), ("true", _("Yes")), ("false", _("No"))]


class YesNoUnknown(forms.TypedChoiceField):
    """Yes, no, or nobody has said; the last is never read as no."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO_UNKNOWN, coerce=lambda value: value == "true", empty_value=None,
            required=False, **kwargs,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        return {True: "true", False: "false", None: ""}.get(value, value)


class SeveralWords(forms.MultipleChoiceField):
    """Any number of words from a fixed list, as tick boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, labels: Mapping[Any, Any], **kwargs: Any) -> None:
        choices = [(word.value, label) for word, label in labels.items()]
        super().__init__(choices=choices, required=False, **kwargs)


class BasicsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, description, status."""

    class Meta:
        model = Service
        fields = ("name", "description", "status", "alert", "url", "email")
        labels = {
            "name": _("Name"), "description": _("What it is, in plain words"),
            "status": _("Status"), "alert": _("Notice for visitors, if any"),
            "url": _("Web page"), "email": _("Email"),
        }  # fmt: skip
        widgets = {
            "name": forms.TextInput(), "description": forms.Textarea({"rows": 4}),
            "alert": forms.TextInput(), "url": forms.URLInput(), "email": forms.EmailInput(),
        }  # fmt: skip


class OffersForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one gets there."""

    offers = SeveralWords(words.OFFERS, label=_("What people get here"))
    naloxone_products = SeveralWords(words.NALOXONE_PRODUCTS, label=_("Naloxone held"))

    class Meta:
        model = Service
        fields = ("offers", "naloxone_products")


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """How one gets in."""

    walk_in = YesNoUnknown(label=_("Walk in without an appointment"))
    no_id_needed = YesNoUnknown(label=_("No ID needed"))
    free = YesNoUnknown(label=_("Free"))
    first_visit_medication = YesNoUnknown(label=_("Medication at the first visit"))

    class Meta:
        model = Service
        fields = (
            "walk_in", "no_id_needed", "free", "first_visit_medication", "next_slot_at",
            "application_process", "eligibility_description", "fees_description", "wait_time",
            "interpretation_services",
        )  # fmt: skip
        labels = {
            "next_slot_at": _("Next free appointment"),
            "application_process": _("How to get in, step by step"),
            "eligibility_description": _("Who can come"),
            "fees_description": _("What it costs"),
            "wait_time": _("How long people wait"),
            "interpretation_services": _("Interpreters"),
        }
        widgets = {
            "next_slot_at": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
            "application_process": forms.Textarea({"rows": 3}),
            "eligibility_description": forms.TextInput(), "fees_description": forms.TextInput(),
            "wait_time": forms.TextInput(), "interpretation_services": forms.TextInput(),
        }  # fmt: skip


class VisibilityForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who may learn that it exists."""

    class Meta:
        model = Service
        fields = ("visibility",)
        labels = {"visibility": _("Who may see it")}
        widgets = {"visibility": forms.RadioSelect()}


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The organization that gives it."""

    class Meta:
        model = Organization
        fields = ("name", "description", "website", "email", "visibility")
        labels = {
            "name": _("Name"), "description": _("What it does"), "website": _("Website"),
            "email": _("Email"), "visibility": _("Who may see it"),
        }  # fmt: skip
        widgets = {
            "name": forms.TextInput(), "description": forms.Textarea({"rows": 3}),
            "website": forms.URLInput(), "email": forms.EmailInput(),
        }  # fmt: skip


class LocationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The place: how to find it, where it is on the map, who may see it."""

    class Meta:
        model = Location
        fields = ("name", "description", "transportation", "latitude", "longitude", "visibility")
        labels = {
            "name": _("Name of the place"), "description": _("Which door, which floor"),
            "transportation": _("Getting there"), "latitude": _("Latitude"),
            "longitude": _("Longitude"), "visibility": _("Who may see it"),
        }  # fmt: skip
        widgets = {
            "name": forms.TextInput(), "description": forms.Textarea({"rows": 2}),
            "transportation": forms.TextInput(),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            raise forms.ValidationError(_("Give both latitude and longitude, or neither."))
        return given


class AddressForm(forms.ModelForm):  # type: ignore[type-arg]
    """The street address."""

    class Meta:
        model = Address
        fields = ("address_1", "address_2", "city", "state_province", "postal_code")
        labels = {
            "address_1": _("Street and number"), "address_2": _("Unit or floor"),
            "city": _("Town"), "state_province": _("State"), "postal_code": _("ZIP code"),
        }  # fmt: skip
        widgets = {name: forms.TextInput() for name in fields}


class PhoneForm(forms.ModelForm):  # type: ignore[type-arg]
    """A number."""

    class Meta:
        model = Phone
        fields = ("number", "extension", "description")
        labels = {
            "number": _("Number"), "extension": _("Extension"), "description": _("What for"),
        }  # fmt: skip
        widgets = {
            "number": forms.TextInput({"type": "tel"}), "extension": forms.TextInput(),
            "description": forms.TextInput(),
        }  # fmt: skip

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        if sum(character.isdigit() for character in number) < 3:
            raise forms.ValidationError(_("Write a phone number, such as 859-555-0100 or 988."))
        return number


DAYS = [
    ("MO", _("Monday")), ("TU", _("Tuesday")), ("WE", _("Wednesday")), ("TH", _("Thursday")),
    ("FR", _("Friday")), ("SA", _("Saturday")), ("SU", _("Sunday")),
]  # fmt: skip


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Opening hours: days and times, for a season or for always; or a day when it is closed."""

    byday = forms.MultipleChoiceField(
        label=_("Days"), choices=DAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    overnight = forms.BooleanField(label=_("It stays open past midnight"), required=False)
    field_order = ("byday", "opens_at", "closes_at", "overnight")

    class Meta:
        model = Schedule
        fields = (
            "byday", "opens_at", "closes_at", "valid_from", "valid_to", "exception", "description",
        )  # fmt: skip
        labels = {
            "opens_at": _("Opens"), "closes_at": _("Closes"), "valid_from": _("From (first day)"),
            "valid_to": _("Until (last day)"),
            "exception": _("Instead of the regular hours (holiday, closure)"),
            "description": _("Note"),
        }  # fmt: skip
        widgets = {
            "opens_at": forms.TimeInput({"type": "time"}, "%H:%M"),
            "closes_at": forms.TimeInput({"type": "time"}, "%H:%M"),
            "valid_from": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "valid_to": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "description": forms.TextInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.byday:
            self.initial["byday"] = self.instance.byday.split(",")
        opens, closes = self.instance.opens_at, self.instance.closes_at
        self.initial["overnight"] = bool(opens and closes and closes < opens)

    def clean_byday(self) -> str:
        return ",".join(self.cleaned_data["byday"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day is before the first."))
        overnight = given.pop("overnight", False)  # asked, and not kept: the times say it
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes < opens and not overnight:
            told = _("It closes before it opens. In the afternoon? 5 is 17:00. Or say below that"
                     " it stays open past midnight.")  # fmt: skip
            self.add_error("closes_at", told)
        if not given.get("exception") and not (opens and closes) and not self.errors:
            raise forms.ValidationError(_("Give both times, or mark it as a closure."))
        if given.get("exception") and not first:
            self.add_error("valid_from", _("Say on which day."))
        return given

    def _post_clean(self) -> None:
        self.instance.freq = "WEEKLY" if self.cleaned_data.get("byday") else ""
        super()._post_clean()  # type: ignore[misc]


class LanguageForm(forms.ModelForm):  # type: ignore[type-arg]
    """A language spoken there."""

    class Meta:
        model = Language
        fields = ("name", "code", "note")
        labels = {
            "name": _("Language"), "code": _("Code, such as es"), "note": _("Note"),
        }  # fmt: skip
        widgets = {name: forms.TextInput() for name in fields}


class AccessibilityForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a place can be entered and used."""

    class Meta:
        model = Accessibility
        fields = ("description", "details")
        labels = {"description": _("What there is"), "details": _("More about it")}
        help_texts = {
            "description": _("Such as “wheelchair ramp” or “no wheelchair”: the finder asks this."),
        }  # fmt: skip
        widgets = {name: forms.TextInput() for name in fields}


class CostForm(forms.ModelForm):  # type: ignore[type-arg]
    """What it costs, for whom, from when to when."""

    class Meta:
        model = CostOption
        fields = ("option", "amount", "currency", "amount_description", "valid_from", "valid_to")
        labels = {
            "option": _("For whom or for what"), "amount": _("Amount"),
            "currency": _("Currency, such as USD"), "amount_description": _("In words"),
            "valid_from": _("Holds from"), "valid_to": _("Holds until"),
        }  # fmt: skip
        widgets = {
            **{name: forms.TextInput() for name in ("option", "currency", "amount_description")},
            "valid_from": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "valid_to": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }


class CapacityForm(forms.ModelForm):  # type: ignore[type-arg]
    """How many are free. It is as of the moment in which it is saved."""

    counted = forms.CharField(
        label=_("What is counted"), max_length=60,
        help_text=_("Such as “beds”, “places” or “appointments this week”."),
    )  # fmt: skip
    available = forms.IntegerField(
        label=_("Free now"), min_value=0,
        help_text=_("Seen for a week after it was saved. Save it again when it is still so."),
    )  # fmt: skip
    maximum = forms.IntegerField(label=_("Of how many"), min_value=0, required=False)
    field_order = ("counted", "available", "maximum", "description")

    class Meta:
        model = ServiceCapacity
        fields = ("available", "maximum", "description")
        labels = {"description": _("Note")}
        widgets = {"description": forms.TextInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["counted"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        free, all_ = given.get("available"), given.get("maximum")
        if free is not None and all_ is not None and free > all_:
            self.add_error("available", _("More are free than there are."))
        return given


PARTS: Mapping[str, "type[forms.ModelForm[Any]]"] = {
    "basics": BasicsForm,
    "offers": OffersForm,
    "entry": EntryForm,
    "visibility": VisibilityForm,
    "organization": OrganizationForm,
    "location": LocationForm,
    "address": AddressForm,
    "phone": PhoneForm,
    "schedule": ScheduleForm,
    "language": LanguageForm,
    "accessibility": AccessibilityForm,
    "cost": CostForm,
    "capacity": CapacityForm,
}


TOLD = {"yes": True, "no": False, "unsaid": None}


class Told(forms.ChoiceField):
    """Yes, no, nobody has said; or as it is in each."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            ("", _("Leave as it is")), ("yes", _("Yes")), ("no", _("No")),
            ("unsaid", _("Nobody has said")),
        ]  # fmt: skip
        super().__init__(choices=choices, required=False, **kwargs)


class BulkForm(forms.Form):
    """One change for many listings."""

    visibility = forms.ChoiceField(
        label=_("Who may see them"), choices=[("", _("Leave as it is")), *Visibility.choices],
        required=False,
    )  # fmt: skip
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("Leave as it is")), *Service.Status.choices],
        required=False,
    )  # fmt: skip

    walk_in = Told(label=_("Walk in without an appointment"))
    no_id_needed = Told(label=_("No ID needed"))
    free = Told(label=_("Free"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.values()):
            raise forms.ValidationError(_("Choose what to change."))
        return given

    @property
    def changes(self) -> dict[str, str | bool | None]:
        return {
            name: TOLD[value] if isinstance(self.fields[name], Told) else value
            for name, value in self.cleaned_data.items() if value
        }  # fmt: skip

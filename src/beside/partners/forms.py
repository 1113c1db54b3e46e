"""Forms about partners."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.accounts.core import roles
from beside.partners import counties
from beside.partners.core.kinds import WORDS, Kind
from beside.partners.models import Partner
from beside.partners.queries import PartnersAsked
from beside.partners.services.keeping import About


def kind_choices() -> list[tuple[str, str]]:
    """Kinds by their words, in the language of the page; "something else" last."""
    words = [(kind.value, gettext(word)) for kind, word in WORDS.items()]
    return sorted(words, key=lambda choice: (choice[0] == Kind.OTHER, choice[1].casefold()))


def role_choices() -> list[tuple[str, str]]:
    """Roles within a partner."""
    return [(role.slug, gettext(role.name)) for role in reversed(roles.partner_roles())]


def _choices(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class Filter(forms.Form):
    """What the list is narrowed by. It stands in the address."""

    q = forms.CharField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    county = forms.CharField(label=_("County"), required=False)
    state = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("active", _("Working with us")),
            ("ended", _("Ended")),
            ("all", _("All partners")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["kind"], [("", gettext("Any kind")), *kind_choices()])

    def clean_county(self) -> str:
        written: str = self.cleaned_data["county"]
        try:
            return counties.code_of(written) if written.strip() else ""
        except counties.NotACounty as error:
            raise forms.ValidationError(
                _("No county is called that. Try “Madison, KY”.")
            ) from error

    def asked(self) -> PartnersAsked:
        """What was asked; a value that means nothing asks nothing."""
        self.is_valid()
        said = self.cleaned_data
        kind = said.get("kind")
        return PartnersAsked(
            words=said.get("q", ""),
            kind=Kind(kind) if kind else None,
            county=said.get("county", ""),
            state=said.get("state") or "active",
        )


class Facts(forms.Form):
    """What is known of a partner."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    counties = forms.CharField(
        label=_("Counties served"),
        required=False,
        help_text=_("One on a line, like “Madison, KY”, or the five-digit code."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    since = forms.DateField(
        label=_("Works with us since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["kind"], [("", gettext("Choose")), *kind_choices()])

    @classmethod
    def first_values(cls, partner: Partner) -> dict[str, Any]:
        """What the form shows of a partner that exists."""
        return {
            "name": partner.name,
            "kind": partner.kind,
            "counties": "\n".join(counties.names_of(partner.counties)),
            "since": partner.since_date,
        }

    def clean_counties(self) -> list[str]:
        try:
            return counties.codes_of(self.cleaned_data["counties"])
        except counties.NotACounty as error:
            text = gettext("“%(written)s” is no county we know. Try “Madison, KY”.")
            raise forms.ValidationError(text % {"written": str(error).strip()}) from error

    def about(self) -> About:
        """The facts, once the form is valid."""
        said = self.cleaned_data
        return About(said["name"], Kind(said["kind"]), said["counties"], said["since"])


class BringIn(forms.Form):
    """Somebody who belongs."""

    email = forms.EmailField(label=_("Email"))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, help_text=_("For the greeting.")
    )
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.HOUSE_LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["role"], role_choices())


class NewPartner(Facts):
    """A partner and, if known, whom to speak with: a few minutes' work."""

    contact_email = forms.EmailField(
        label=_("Contact’s email"),
        required=False,
        help_text=_("They are invited, and look after who else belongs. Can wait."),
    )
    contact_name = forms.CharField(label=_("Contact’s name"), required=False, max_length=120)
    contact_language = forms.ChoiceField(
        label=_("Contact’s language"), required=False, choices=settings.HOUSE_LANGUAGES
    )


class Ending(forms.Form):
    """The day it ends."""

    on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Upload(forms.Form):
    """A list of partners."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("Columns: name, kind, counties, since, until. Only the first two are needed."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

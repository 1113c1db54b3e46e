"""Forms for those who look after accounts, and for one's own preferences."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.accounts.core import roles
from beside.accounts.models import User
from beside.accounts.queries import PeopleAsked
from beside.accounts.services.people import Preferences


def role_choices() -> list[tuple[str, str]]:
    """House-wide roles by name, in the language of the page."""
    return [(role.slug, gettext(role.name)) for role in roles.house_roles()]


class Filter(forms.Form):
    """What the list of people is narrowed by. It stands in the address."""

    q = forms.CharField(label=_("Name or email"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("active", _("May sign in")),
            ("inactive", _("Deactivated")),
            ("all", _("Everybody")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [("", gettext("Any role")), *role_choices()]

    def asked(self) -> PeopleAsked:
        """What was asked; a value that means nothing asks nothing."""
        self.is_valid()
        said = self.cleaned_data
        return PeopleAsked(
            words=said.get("q", ""), role=said.get("role", ""), state=said.get("state") or "active"
        )


class Invite(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("Email"))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, help_text=_("For the greeting.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.HOUSE_LANGUAGES)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = role_choices()


class GiveRole(forms.Form):
    """One role more."""

    role = forms.ChoiceField(label=_("Role to give"))

    def __init__(self, *args: Any, held: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [choice for choice in role_choices() if choice[0] not in held]


class Name(forms.Form):
    """The name people see."""

    name = forms.CharField(label=_("Name"), max_length=120)


class Prefer(forms.Form):
    """How somebody likes the house to look and speak."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.HOUSE_LANGUAGES)
    theme = forms.ChoiceField(label=_("Light or dark"), choices=User.Theme)
    font = forms.ChoiceField(label=_("Letters"), choices=User.Font)

    def chosen(self) -> Preferences:
        """What was chosen, once the form is valid."""
        return Preferences(**self.cleaned_data)

"""What is typed on the pages of this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.privacy import kinds
from beside.privacy.core.envelope import fold
from beside.privacy.queries import OpeningsAsked


class OpeningsFilter(forms.Form):
    """Which openings to show. What cannot be read is not asked."""

    purpose = forms.ChoiceField(label=_("For what"), required=False)
    kind = forms.ChoiceField(label=_("What was opened"), required=False)
    who = forms.CharField(label=_("By whom"), required=False, max_length=120)
    since = forms.DateField(
        label=_("From this day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("To this day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        purposes = [(each.name, each.says) for each in kinds.all_purposes()]
        all_kinds = [(each.name, each.what) for each in kinds.all_kinds()]
        self.fields["purpose"].choices = [("", _("Anything")), *purposes]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Anything")), *all_kinds]  # type: ignore[attr-defined]

    def asked(self) -> OpeningsAsked:
        """What can be read of it; the rest is left out."""
        self.is_valid()
        readable = {name: value for name, value in self.cleaned_data.items() if value}
        return OpeningsAsked(**readable)


class Question(forms.Form):
    """Whom somebody asks about. Never kept, never in an address."""

    identifier = forms.CharField(
        label=_("A name, a phone number, an e-mail or street address"),
        help_text=_("As it may have been given to us. One at a time; ask again for another."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_identifier(self) -> str:
        typed: str = self.cleaned_data["identifier"]
        if not fold(typed):
            raise forms.ValidationError(_("Type letters or digits."))
        return typed

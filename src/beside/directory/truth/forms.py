"""Forms at the doors of truth."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.design.forms_public import PublicForm
from beside.directory.models import Report, Verification

FORBIDDEN_HINT = _("Do not write names or phone numbers of people.")


class WrongForm(PublicForm):
    """What is wrong, in a tap and, if wanted, some words."""

    about = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.About.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything to add?"), help_text=FORBIDDEN_HINT, required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
    )  # fmt: skip


class CheckForm(forms.Form):
    """Two taps: how, and what was found."""

    method = forms.ChoiceField(choices=Verification.Method.choices)
    finding = forms.ChoiceField(choices=Verification.Finding.choices)
    looked_at = forms.MultipleChoiceField(choices=Verification.Field.choices, required=False)

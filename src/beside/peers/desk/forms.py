"""What staff type: the words somebody says to them, kits, and now and then an amount."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beside.kernel import word_codes
from beside.kernel.codes import NotACode
from beside.peers import words
from beside.peers.core.noticed import Answer
from beside.peers.core.points import PointKind
from beside.peers.models import Fund, Point, Terms
from beside.supply.core.asking import Beyond
from beside.supply.models import Place, Product, Program

MOST = 200
_QUIET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def said() -> forms.CharField:
    """The three words of a card or a bag, typed or read by a scanner from the QR code."""
    return forms.CharField(
        label=_("Three words"), max_length=200,
        widget=forms.TextInput(attrs={**_QUIET, "autofocus": True}),
    )  # fmt: skip


def number_in(typed: str) -> int:
    """From words, or from the address a scanner reads off the card. Raises ValidationError."""
    last = typed.rstrip("/").rsplit("/", 1)[-1]
    try:
        return word_codes.parse(last)
    except NotACode:
        raise forms.ValidationError(
            _("These are not three of our words. Look them over.")
        ) from None


class Restock(forms.Form):
    """A card, and how many. Nothing else is asked."""

    words = said()
    kits = forms.IntegerField(
        label=_("Kits"), min_value=1, max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
    )  # fmt: skip
    product = forms.ChoiceField(label=_("Which?"), widget=forms.RadioSelect)
    beyond = forms.ChoiceField(
        label=_("More than a case: why?"), required=False, widget=forms.Select
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, products: Sequence[Product], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.products = products
        language = get_language() or "en"
        which, beyond = self.fields["product"], self.fields["beyond"]
        which.choices = [(str(one.pk), one.name(language)) for one in products]  # type: ignore[attr-defined]
        which.initial = which.choices[0][0] if products else ""  # type: ignore[attr-defined]
        reasons = [(why.value, label) for why, label in words.BEYOND.items()]
        beyond.choices = [("", "–"), *reasons]  # type: ignore[attr-defined]

    def clean_words(self) -> int:
        return number_in(self.cleaned_data["words"])

    def ask_next(self) -> None:
        """Once the words are read the cursor stands at the number."""
        if self.is_bound and "words" not in self.errors:
            self.fields["words"].widget.attrs.pop("autofocus", None)
            self.fields["kits"].widget.attrs["autofocus"] = True

    @property
    def product_chosen(self) -> Product:
        return next(one for one in self.products if str(one.pk) == self.cleaned_data["product"])

    @property
    def beyond_chosen(self) -> Beyond | None:
        return Beyond(self.cleaned_data["beyond"]) if self.cleaned_data["beyond"] else None


class Words(forms.Form):
    """Only the words."""

    words = said()

    def clean_words(self) -> int:
        return number_in(self.cleaned_data["words"])


class HowMany(forms.Form):
    """Cards to print at once."""

    program = forms.ModelChoiceField(label=_("Program"), queryset=Program.objects.none())
    count = forms.TypedChoiceField(
        label=_("How many cards?"), coerce=int, choices=[(n, n) for n in (1, 2, 4, 8)], initial=1
    )

    def __init__(self, *args: Any, programs: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        field = self.fields["program"]
        field.queryset, field.empty_label = programs, None  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.public_name  # type: ignore[attr-defined]
        field.initial = programs.first()


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal("0.01"), max_value=Decimal(1_000_000), decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "min": "0.01", "step": "0.01"}),
    )  # fmt: skip


class Amount(forms.Form):
    """Dollars, once for each form that was drawn."""

    dollars = _amount(_("Dollars"))
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def cents(self) -> int:
        return int(self.cleaned_data["dollars"] * 100)


class FromFund(Amount):
    """So much from one of these funds."""

    fund = forms.ModelChoiceField(
        label=_("From the fund"), queryset=Fund.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, funds: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        field = self.fields["fund"]
        field.queryset = funds  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        field.initial = funds.first()


class NewFund(forms.Form):
    """A fund, named for who gives it. Never for who gets it."""

    program = forms.ModelChoiceField(
        label=_("Program"), queryset=Program.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Name of the fund"), max_length=80,
        help_text=_("Who gives the money: a grant, a county. Nobody’s name."),
    )  # fmt: skip

    def __init__(self, *args: Any, programs: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        field = self.fields["program"]
        field.queryset = programs  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.public_name  # type: ignore[attr-defined]


class Answered(forms.Form):
    """What came of a notice."""

    answer = forms.ChoiceField(label=_("What came of it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["answer"].choices = [(one.value, words.ANSWERS[one]) for one in Answer]  # type: ignore[attr-defined]


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a program works with peers. Money in dollars."""

    kit_dollars = forms.DecimalField(
        label=_("What a kit costs you, in dollars"), required=False, min_value=0, decimal_places=2,
        help_text=_("Without it, the cost of a kit is shown as stipends alone."),
    )  # fmt: skip
    year_dollars = forms.DecimalField(
        label=_("Most that one card is paid in a year, in dollars"), min_value=0, decimal_places=2,
        help_text=_("Above some amount the law wants to know who is paid. Ask who keeps your "
                    "books; we keep no names, so stay below it."),
    )  # fmt: skip

    class Meta:
        model = Terms
        fields = ("alone_a_month", "bag_days")
        labels = {
            "alone_a_month": _("How often a card brings more in a month without being shown"),
            "bag_days": _("Days a bag waits"),
        }
        help_texts = {"alone_a_month": _("At a desk, with the card in hand, there is no limit.")}

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        kit = self.instance.kit_cents
        self.initial["kit_dollars"] = Decimal(kit) / 100 if kit is not None else None
        self.initial["year_dollars"] = Decimal(self.instance.most_cents_a_year) / 100

    def facts(self) -> dict[str, Any]:
        """Only of a valid form."""
        told = self.cleaned_data
        kit = told["kit_dollars"]
        return {
            "alone_a_month": told["alone_a_month"], "bag_days": told["bag_days"],
            "kit_cents": None if kit is None else int(kit * 100),
            "most_cents_a_year": int(told["year_dollars"] * 100),
        }  # fmt: skip


class PointForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where bags wait."""

    class Meta:
        model = Point
        fields = ("kind", "name", "when_en", "when_es", "shelf", "position")
        labels = {
            "kind": _("Bags wait"), "name": _("Name of the place"),
            "when_en": _("When and how, in English"), "when_es": _("When and how, in Spanish"),
            "shelf": _("Kits come from"), "position": _("Place in the list"),
        }  # fmt: skip
        help_texts = {
            "name": _("As people say it. It is texted and shown to who has a card: nothing in it "
                      "should say what it is for."),
        }  # fmt: skip

    def __init__(self, *args: Any, shelves: Sequence[Place], **facts: Any) -> None:
        super().__init__(*args, **facts)
        kind, shelf = self.fields["kind"], self.fields["shelf"]
        kind.choices = [(one.value, words.POINTS[one]) for one in PointKind]  # type: ignore[attr-defined]
        shelf.queryset = Place.objects.filter(pk__in=[one.pk for one in shelves])  # type: ignore[attr-defined]
        shelf.label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        shelf.empty_label = None  # type: ignore[attr-defined]

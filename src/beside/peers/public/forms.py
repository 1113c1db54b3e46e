"""What who holds a card is asked: how many, and where. All else may be left out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beside.design.forms_public import PublicForm
from beside.kernel import word_codes
from beside.kernel.codes import NotACode
from beside.peers import towns, words
from beside.peers.core.notes import LONGEST, Looks, looks_like
from beside.peers.core.noticed import OF_A_PLACE, What
from beside.peers.core.telling import MOST_KITS, MOST_PEOPLE, Told, TooMuch
from beside.peers.models import Point
from beside.peers.services.noticing import Noticed
from beside.peers.services.telling import MOST_SHOWN, Where
from beside.supply.models import Place, Product

MAIL = "mail"
USUAL = (2, 4, 6, 8, 12)
_QUIET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class Words(PublicForm):
    """The three words of a card."""

    words = forms.CharField(
        label=_("Your three words"), max_length=60, widget=forms.TextInput(attrs=_QUIET)
    )

    def clean_words(self) -> int:
        try:
            return word_codes.parse(self.cleaned_data["words"])
        except NotACode:
            raise forms.ValidationError(
                _("These are not three of our words. Look them over.")
            ) from None


class More(PublicForm):
    """How many, and where."""

    card = forms.CharField(max_length=200, widget=forms.HiddenInput)
    nonce = forms.CharField(min_length=22, max_length=64, widget=forms.HiddenInput)
    kits = forms.TypedChoiceField(label=_("How many?"), coerce=int, widget=forms.RadioSelect)
    where = forms.ChoiceField(label=_("Where?"), widget=forms.RadioSelect)
    product = forms.ChoiceField(label=_("Which?"), widget=forms.RadioSelect)

    def __init__(
        self, data: Any = None, *, cap: int, before: int | None, points: Sequence[Point],
        products: Sequence[Product], mails: bool, **facts: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **facts)
        self.points, self.products = points, products
        numbers = sorted({n for n in (*USUAL, before or cap, cap) if n <= cap})
        self._choose("kits", [(str(n), str(n)) for n in numbers], str(min(before or cap, cap)))
        places: list[tuple[str, Any]] = [(str(point.pk), _point(point)) for point in points]
        places += [(MAIL, _("By mail"))] if mails else []
        self._choose("where", places, places[0][0] if places else "")
        language = get_language() or "en"
        named = [(str(one.pk), words.product(one, language)) for one in products]
        self._choose("product", named, named[0][0] if named else "")
        if len(named) < 2:
            self.fields["product"].widget = forms.HiddenInput()

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]], first: str) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields[name].initial = first

    @property
    def by_mail(self) -> bool:
        return bool(self.cleaned_data["where"] == MAIL)

    @property
    def point(self) -> Point:
        """Where. Only of a valid form that is not by mail."""
        return next(one for one in self.points if str(one.pk) == self.cleaned_data["where"])

    @property
    def product_chosen(self) -> Product:
        return next(one for one in self.products if str(one.pk) == self.cleaned_data["product"])


def _point(point: Point) -> str:
    when = point.when(get_language() or "en")
    return format_html("{}<br><small>{}</small>", point.name, when) if when else point.name


def _number(label: Any, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
    number = forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, widget=widget
    )
    number.goes_without_saying = True  # type: ignore[attr-defined]  # said once, above all five
    return number


class Tell(PublicForm):
    """What became of the kits before these. Numbers; every one may be left out."""

    telling = forms.CharField(max_length=400, widget=forms.HiddenInput)
    handed_on = _number(_("Given to others"), MOST_KITS)
    people = _number(_("to about so many people"), MOST_PEOPLE)
    used = _number(_("Used already"), MOST_KITS)
    still = _number(_("Still there"), MOST_KITS)
    lost = _number(_("Lost, or taken away"), MOST_KITS)
    town = forms.CharField(
        label=_("Most went to (ZIP code or town)"), required=False, max_length=60,
        help_text=_("Kept as the town. It is shown once five people named it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean_town(self) -> Where | None:
        try:
            return towns.town_of(self.cleaned_data["town"])
        except towns.WhichTown:
            raise forms.ValidationError(
                _("We do not know which town that is. Write its ZIP code, or leave it empty.")
            ) from None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        names = ("handed_on", "used", "still", "lost", "people")
        try:
            self.told = Told(**{name: told.get(name) for name in names})
        except TooMuch:
            raise forms.ValidationError(_("That is a great many. Look the numbers over.")) from None
        return told


class Shown(PublicForm):
    """So many people were shown how to use it."""

    card = forms.CharField(max_length=200, widget=forms.HiddenInput)
    nonce = forms.CharField(min_length=22, max_length=64, widget=forms.HiddenInput)
    people = forms.IntegerField(
        label=_("How many people did you show?"), min_value=1, max_value=MOST_SHOWN,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
    )  # fmt: skip


LOOKS = {
    Looks.NAME: _("This may be somebody’s name. Write it without: nobody is to be found by it."),
    Looks.NUMBER: _("This looks like a number that belongs to somebody. Write it without."),
    Looks.ADDRESS: _("This looks like an address. Say the town or the place above instead."),
    Looks.LINK: _("This looks like somebody’s account or address. Write it without."),
}


class Notice(PublicForm):
    """What somebody noticed, where, and a few words that name nobody."""

    card = forms.CharField(max_length=200, widget=forms.HiddenInput)
    nonce = forms.CharField(min_length=22, max_length=64, widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("Where?"), required=False, widget=forms.RadioSelect)
    town = forms.CharField(
        label=_("Elsewhere: ZIP code or town"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What is different about it?"), required=False, max_length=LONGEST,
        help_text=_("No names, no numbers, no addresses."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, places: Sequence[Place], points: Sequence[Point], **facts: Any
    ) -> None:
        super().__init__(data, **facts)
        self._places, self._points = places, points
        self.fields["what"].choices = [(one.value, words.NOTICED[one]) for one in What]  # type: ignore[attr-defined]
        listed = [(str(one.pk), one.name) for one in points]
        listed += [(str(one.pk), one.name) for one in places]
        self.fields["place"].choices = [*listed, ("", _("Elsewhere"))]  # type: ignore[attr-defined]

    def clean_town(self) -> Where | None:
        try:
            return towns.town_of(self.cleaned_data["town"])
        except towns.WhichTown:
            raise forms.ValidationError(
                _("We do not know which town that is. Write its ZIP code, or leave it empty.")
            ) from None

    def clean_note(self) -> str:
        note = " ".join(self.cleaned_data["note"].split())
        if looks := looks_like(note):
            raise forms.ValidationError(LOOKS[looks])
        return note

    def clean(self) -> dict[str, Any]:
        """Police, a shut door, an empty shelf: nobody can look without knowing where."""
        told = super().clean() or self.cleaned_data
        is_nowhere = not told.get("place") and not told.get("town") and "town" not in self.errors
        if told.get("what") in OF_A_PLACE and is_nowhere:
            self.add_error("town", _("Where was it? Choose a place, or write its ZIP code."))
        return told

    def noticed(self) -> Noticed:
        """Only of a valid form."""
        told = self.cleaned_data
        place = next((one for one in self._places if str(one.pk) == told["place"]), None)
        point = next((one for one in self._points if str(one.pk) == told["place"]), None)
        return Noticed(What(told["what"]), place, told["town"], told["note"], point)

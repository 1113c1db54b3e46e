"""What is asked of somebody who wants kits: six answers at most, each short."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from beside.design.forms_public import PublicForm
from beside.kernel import word_codes
from beside.kernel.codes import NotACode
from beside.places import queries as places
from beside.supply import asked_words
from beside.supply.core import asking, destination, sealed
from beside.supply.core.asking import Beyond
from beside.supply.core.request import Way
from beside.supply.core.used import Naloxone
from beside.supply.listed import Listed
from beside.supply.mail import routing
from beside.supply.mail.routing import Where
from beside.supply.models import PackingKey, Place, Product, Program, Request

FOR_WHOM = [("no", _("Only for me")), ("yes", _("Yes, for others too"))]
CALL = "call"  # somebody said yes after a call
USUAL = 2  # kits, when nobody says otherwise
FEW = (1, 2, 3, 4, 6, 8, 10, 12, 24, 48)


def _line(label: Any, longest: int, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=longest, widget=widget
    )


class _Coming(forms.Form):
    """Where somebody comes from: "We used it", a call, or just so."""

    used = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    @property
    def is_for_a_used_one(self) -> bool:
        """Asked for after "We used it"."""
        return str(self["used"].value() or "") not in ("", CALL)

    @property
    def came_by(self) -> Request.CameBy:
        """As it is kept with the request."""
        if self.is_for_a_used_one:
            return Request.CameBy.REFILL
        is_from_call = self["used"].value() == CALL
        return Request.CameBy.ELSEWHERE if is_from_call else Request.CameBy.PAGE


class Whence(_Coming):
    """A ZIP; or a state, for who does not know one."""

    zip = _line(_("Your ZIP code"), 10, inputmode="numeric", autocomplete="postal-code")
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.state, one.name) for one in places.states()]
        self.fields["state"].choices = [("", "—"), *sorted(known, key=lambda each: each[1])]  # type: ignore[attr-defined]

    def where(self) -> Where | None:
        """Where that is, or nothing: then the form says what to look at again."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        if not (told["zip"].strip() or told["state"]):
            self.add_error("zip", gettext("Write your ZIP code, or choose your state below."))
            return None
        try:
            return routing.where_is(told["zip"], told["state"])
        except routing.AnotherState as slip:
            words = gettext("%(zip)s is %(town)s, %(state)s. Clear one of the two.")
            where = slip.where
            self.add_error("zip", words % {"zip": where.zip, "town": where.town,
                                           "state": where.state_name})  # fmt: skip
        except routing.UnknownZip:
            self.add_error("zip", gettext("We do not know this ZIP code. It has five digits."))
        return None


@dataclass(frozen=True)
class Offer:
    """What is offered to somebody there."""

    program: Program
    where: Where
    choices: list[routing.Choice]
    sites: list[Place]
    key: PackingKey | None
    listed: Mapping[UUID, Listed] = field(default_factory=dict)

    @property
    def posts(self) -> bool:
        """Whether it can be mailed: the program has a key, and a ZIP was told."""
        return self.key is not None and self.program.mails and bool(self.where.zip)


class Order(PublicForm, _Coming):
    """Where to, what and how many, for others too, one confirmation."""

    where = forms.ChoiceField(label=_("Where to?"), widget=forms.RadioSelect)
    name = _line(_("Name on the parcel"), 60, autocomplete="name")
    street = _line(_("Street and number"), 80, autocomplete="address-line1")
    unit = _line(_("Apartment or room"), 40, autocomplete="address-line2")
    sealed = forms.CharField(required=False, max_length=3000, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    others = forms.ChoiceField(
        label=_("Do you know other people who need naloxone?"),
        help_text=_("“Everyone in my building knows I always have it”: then say yes."),
        choices=FOR_WHOM,
        widget=forms.RadioSelect,
    )
    safe = forms.BooleanField(
        label=_("I know: if I use it, I call 911 and stay until help comes."),
        error_messages={"required": _("Tick this box: it saves lives.")},
    )

    def __init__(self, data: Any = None, *, offer: Offer, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, at=at, **kwargs)
        self.offer = offer
        where = self.fields["where"]
        where.choices = list(self._ways())  # type: ignore[attr-defined]
        where.initial = where.choices[0][0] if where.choices else ""  # type: ignore[attr-defined]
        first = self._first()
        for choice in offer.choices:
            if choice.blocked is None:
                usual = USUAL if choice is first else 0
                self.fields[f"p{choice.product.pk}"] = _how_many(choice, usual, self._most(choice))

    def _first(self) -> routing.Choice | None:
        """What is chosen already: the like of what was used, else what the program names first."""
        there = [choice for choice in self.offer.choices if choice.blocked is None]
        used = str(self["used"].value() or "")
        like = [one for one in there if used and is_like(one.product, used)]
        return next(iter(like or there), None)

    def _most(self, choice: routing.Choice) -> int:
        """As many as somebody can ask for who knows others."""
        is_naloxone = choice.product.kind == Product.Kind.NALOXONE
        return max(choice.most_kits, self.offer.program.peer_cap if is_naloxone else 0)

    def _ways(self) -> Any:
        if self.offer.posts:
            yield Way.ADDRESS.value, _("To my address")
            yield Way.BOX.value, _("To a PO box or a parcel locker")
            yield Way.GENERAL_DELIVERY.value, _("To the post office, general delivery")
        for site in self.offer.sites:
            yield f"site:{site.pk}", self._site_words(site)

    def _site_words(self, site: Place) -> str:
        told = gettext("I pick it up: %(place)s") % {"place": site.name}
        there = self.offer.listed.get(site.pk)
        return format_html("{}<br><small>{}</small>", told, there.line) if there else told

    @property
    def amounts(self) -> list[tuple[routing.Choice, Any]]:
        """Each product with its field, in the program's order."""
        named = [(choice, f"p{choice.product.pk}") for choice in self.offer.choices]
        return [(choice, self[name]) for choice, name in named if name in self.fields]

    @property
    def way(self) -> Way:
        """Where it goes. Only of a form that is valid."""
        chosen = self.cleaned_data["where"]
        return Way.PICK_UP if chosen.startswith("site:") else Way(chosen)

    @property
    def site(self) -> Place | None:
        chosen = self.cleaned_data["where"].removeprefix("site:")
        return next((one for one in self.offer.sites if str(one.pk) == chosen), None)

    @cached_property
    def lines(self) -> dict[Product, int]:
        """Units of each product that was chosen."""
        wanted = {
            choice.product: int(self.cleaned_data.get(f"p{choice.product.pk}") or 0)
            for choice in self.offer.choices
        }
        return {product: kits * product.per_kit for product, kits in wanted.items() if kits}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.lines:
            raise forms.ValidationError(_("Choose at least one kit."))
        if "where" in told and self.way is not Way.PICK_UP and not told.get("sealed"):
            self._read_address()
        return told

    def _read_address(self) -> None:
        """Without script: the address stands in the form, and is sealed at our door."""
        told, where = self.cleaned_data, self.offer.where
        typed = destination.Typed(
            told.get("name", ""), told.get("street", ""), told.get("unit", ""),
            where.town, where.state, where.zip,
        )  # fmt: skip
        may_be_box = not any(product.is_prescription for product in self.lines)
        try:
            self.address = destination.lines_of(self.way, typed, may_be_box=may_be_box)
        except destination.NoStreet:
            self.add_error("street", gettext("Write the street and number, or the box."))
        except destination.NoName:
            self.add_error("name", gettext("The post office gives it to a name. Write it here."))
        except destination.IsABox:
            words = gettext("What you chose may not go to a box. Choose another product or place.")
            self.add_error("where", words)

    def envelope(self) -> tuple[bytes | None, bool]:
        """The sealed address, and whether it was sealed here. Raises sealed.NotSealed."""
        if self.way is Way.PICK_UP or self.offer.key is None:
            return None, False
        if text := self.cleaned_data["sealed"]:
            return sealed.from_text(text), False
        key = self.offer.key
        return sealed.seal(self.address, key_id=key.pk, public=key.public), True

    @property
    def language(self) -> str:
        return get_language() or "en"


def is_like(product: Product, used: str) -> bool:
    """Whether it is the naloxone that was used, by the word of a report."""
    word = "injectable" if used == Naloxone.INJECTION else used
    return product.kind == Product.Kind.NALOXONE and product.naloxone.startswith(word)


def _how_many(choice: routing.Choice, usual: int, most: int) -> forms.ChoiceField:
    numbers = [n for n in FEW if n <= most]
    numbers += [most] if most not in numbers else []
    choices = [(str(n), str(n)) for n in (0, *numbers)]
    attrs = {"data-rx": "yes"} if choice.product.is_prescription else {}
    attrs |= {} if choice.by_post else {"data-pickup": "yes"}
    return forms.ChoiceField(
        label=choice.product.name(get_language() or "en"), choices=choices, required=False,
        initial=str(min(usual, most)), widget=forms.Select(attrs=attrs),
    )  # fmt: skip


class Words(forms.Form):
    """The three words of a request."""

    words = forms.CharField(
        label=_("Your three words"), max_length=60, widget=forms.TextInput(attrs={
            "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_words(self) -> int:
        try:
            return word_codes.parse(self.cleaned_data["words"])
        except NotACode:
            raise forms.ValidationError(
                _("These are not three of our words. Look them over.")
            ) from None


class More(forms.Form):
    """So many kits instead, and why when it is more than the cap."""

    kits = forms.IntegerField(
        label=_("Kits in all"), min_value=1, max_value=asking.MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    beyond = forms.ChoiceField(
        label=_("Why so many at once"), required=False, widget=forms.RadioSelect,
        choices=asked_words.CHOICES,
    )  # fmt: skip

    def clean_beyond(self) -> Beyond | None:
        chosen = self.cleaned_data["beyond"]
        return Beyond(chosen) if chosen else None

"""Forms that organizations fill in: to be let in, to order, to keep their facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from beside.design.forms_public import PublicForm
from beside.kernel.transports.messages import BadAddress, e164
from beside.places import queries as places
from beside.supply.agency import words
from beside.supply.agency.offers import Offer
from beside.supply.agency.sealed import Contact, ShipTo
from beside.supply.core.supplying import Blocked, NotCases, cases
from beside.supply.core.used import Giver, KitFrom, Naloxone, Said, Used, When
from beside.supply.mail.routing import AnotherState, UnknownZip, Where, where_is
from beside.supply.models import Agency, Order, Place, Product
from beside.supply.reversals import words as used_words
from beside.supply.services.ordering import Wish

MONTHS = (1, 2, 3, 6, 12)


def day(**facts: Any) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts
    )


def _text(label: Any, most: int, *, complete: str = "", **facts: Any) -> forms.CharField:
    attributes = {"autocomplete": complete} if complete else {}
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput(attrs=attributes), **facts
    )


def _tap(label: Any, labels: Mapping[Any, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[(str(value), said) for value, said in labels.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip


class ContactFields(forms.Form):
    """Whom to write to."""

    person = _text(_("Your name"), 80, complete="name")
    email = forms.EmailField(
        label=_("E-mail"), max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=24, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        written = self.cleaned_data["phone"]
        try:
            return e164(written) if written else ""
        except BadAddress:
            raise forms.ValidationError(_("That is no phone number we can ring.")) from None

    def contact(self) -> Contact:
        """Once the form is valid."""
        said = self.cleaned_data
        return Contact(said["person"], said["email"], said["phone"])


def judged_zip(form: forms.Form, zip_code: str, state: str = "") -> Where | None:
    """Where a ZIP is; what is wrong with it is said at its field."""
    try:
        return where_is(zip_code, state)
    except UnknownZip:
        form.add_error("zip", gettext("We know no such ZIP code. It has five digits."))
    except AnotherState as error:
        told = gettext("%(zip)s is in %(there)s, and here stands %(said)s. Which is right?")
        facts = {"zip": zip_code, "there": error.where.state_name, "said": error.said}
        form.add_error("state", told % facts)
    return None


class AskForm(ContactFields, PublicForm):
    """An organization asks to be let in."""

    name = _text(_("Name of the organization"), 120, complete="organization")
    kind = forms.ChoiceField(label=_("What it is"))
    zip = _text(
        _("ZIP code"), 10, complete="postal-code",
        help_text=_("It says which program serves you. Your address is asked for later."),
    )  # fmt: skip
    field_order = ("name", "kind", "zip", "person", "email", "phone")

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        chosen = forms.ChoiceField(
            label=self.fields["kind"].label, choices=[("", "—"), *words.kinds()]
        )
        self.fields["kind"] = chosen
        self.order_fields(self.field_order)
        self.where: Where | None = None

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if zip_code := self.cleaned_data.get("zip"):
            self.where = judged_zip(self, zip_code)
        return self.cleaned_data


@dataclass(frozen=True)
class Row:
    """One product of the order form."""

    offer: Offer
    name: str
    trouble: str  # why it cannot be ordered now
    cases: BoundField | None
    have: BoundField | None
    units_a_case: int
    kits_a_case: int


class OrderForm(forms.Form):
    """An order on one page: cases, what is still there, and where it goes."""

    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    way = forms.ChoiceField(label=_("How you get it"), widget=forms.RadioSelect)
    plan = forms.CharField(
        label=_("How you will give them out"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    reversals = forms.IntegerField(
        label=_("Other reversals you know of since your last order"), required=False,
        min_value=0, max_value=9999, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    every = forms.ChoiceField(label=_("Again by itself"), required=False)
    again = forms.BooleanField(label=_("Yes, one more of the same"), required=False)
    agrees = forms.BooleanField(
        label=_("We give the kits away free of charge. We bill nobody for them and do not resell.")
    )

    def __init__(
        self, *args: Any, offers: Sequence[Offer], agency: Agency, shelves: Sequence[Place],
        recurs: bool = True, **facts: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **facts)
        self.offers, self.shelves = list(offers), {str(place.pk): place for place in shelves}
        for offer in self.offers:
            self._add(offer)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = list(_ways(agency, shelves))
        above = agency.program.plan_above_units
        self.fields["plan"].help_text = gettext(
            "Only asked above %(doses)d doses of naloxone (%(kits)d kits). Name no people."
        ) % {"doses": above, "kits": above // 2}
        every = self.fields["every"]
        assert isinstance(every, forms.ChoiceField)
        every.choices = [("", gettext("No, just this once")), *months()]
        if not recurs:
            del self.fields["every"]

    def _add(self, offer: Offer) -> None:
        number = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
        name = offer.product.name(_language())
        if offer.is_open:
            self.fields[f"cases_{offer.product.pk}"] = forms.CharField(
                label=gettext("Cases: %(product)s") % {"product": name},
                required=False, max_length=8, widget=number,
            )  # fmt: skip
        self.fields[f"have_{offer.product.pk}"] = forms.IntegerField(
            label=gettext("Kits you still have: %(product)s") % {"product": name},
            required=False, min_value=0, max_value=99_999,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )  # fmt: skip

    def rows(self) -> Iterator[Row]:
        """The products with their two fields."""
        for offer in self.offers:
            pk, packs = offer.product.pk, offer.product.packs
            yield Row(
                offer, offer.product.name(_language()), blocked_words(offer.blocked),
                self[f"cases_{pk}"] if offer.is_open else None, self[f"have_{pk}"],
                packs.case, packs.case // packs.kit,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        self.units: dict[Product, int] = {}
        for offer in self.offers:
            name = f"cases_{offer.product.pk}"
            if name not in said:
                continue
            try:
                self.units[offer.product] = cases(said[name], offer.product.packs)
            except NotCases as error:
                self.add_error(name, not_cases(error, offer.product))
        return said

    def wish(self) -> Wish:
        """Once the form is valid."""
        said = self.cleaned_data
        have = {offer.product: said.get(f"have_{offer.product.pk}") for offer in self.offers}
        return Wish(
            units=self.units,
            on_hand={p: kits * p.per_kit for p, kits in have.items() if kits is not None},
            pick_up_at=self.shelves.get(said["way"]), plan=said["plan"],
            reversals_told=said["reversals"], agrees=said["agrees"],
        )  # fmt: skip


def blocked_words(blocked: Blocked | None) -> str:
    """Which paper stands in the way."""
    if blocked is None:
        return ""
    paper = words.PAPERS[blocked.paper]
    if blocked.since_date is None:
        return gettext("%(paper)s is missing.") % {"paper": paper}
    told = gettext("%(paper)s ended on %(day)s. Other products are not affected.")
    return told % {"paper": paper, "day": date_format(blocked.since_date, "DATE_FORMAT")}


def not_cases(error: NotCases, product: Product) -> str:
    """What stands at the field."""
    if error.kits is None:
        return gettext("Write how many cases, as a whole number: 1, 2 …")
    low, high = error.near
    told = gettext(
        "Only whole cases are sent. %(meant)s kits lie between %(low)d and %(high)d cases "
        "of %(kits)d kits."
    )
    kits = product.packs.case // product.packs.kit
    meant = f"{error.kits.normalize():f}"
    return told % {"meant": meant, "low": low, "high": high, "kits": kits}


def _language() -> str:
    return get_language() or "en"


def months() -> list[tuple[str, str]]:
    """How often an order may recur."""
    told = {1: gettext("Every month"), 12: gettext("Once a year")}
    every = gettext("Every %(n)d months")
    return [(str(n), told.get(n) or every % {"n": n}) for n in MONTHS]


def _ways(agency: Agency, shelves: Sequence[Place]) -> Iterator[tuple[str, str]]:
    if agency.ship_to_id:
        yield Order.Way.SHIP.value, gettext("Ship it to the address in our facts")
    for place in shelves:
        named = place.name or gettext("the program’s shelf")
        yield str(place.pk), gettext("We pick it up: %(place)s") % {"place": named}


class FactsForm(ContactFields):
    """What an organization keeps of itself."""

    attention = _text(_("Attention (a person or a desk)"), 60, required=False)
    street = _text(_("Street and number"), 80, complete="address-line1", required=False)
    more = _text(_("Floor, suite"), 60, complete="address-line2", required=False)
    city = _text(_("City"), 60, complete="address-level2", required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    zip = _text(_("ZIP code"), 10, complete="postal-code", required=False)
    is_confidential = forms.BooleanField(
        label=_("Where we are is confidential"),
        required=False,
        help_text=_("It then stands in no list and on no map, not even the county."),
    )
    list_publicly = forms.BooleanField(
        label=_("List us as a place that has naloxone"),
        required=False,
        help_text=_("If not, only the program knows that you have kits."),
    )
    license = _text(_("License number or FEIN"), 40, required=False)
    standing_order_until_date = day(
        label=_("Your own standing order holds until"),
        required=False,
        help_text=_("Only for prescription products. Leave it empty if you have none."),
    )
    registration_until_date = day(label=_("Your registration holds until"), required=False)
    language = forms.ChoiceField(label=_("Our letters in"), choices=settings.HOUSE_LANGUAGES)

    def __init__(self, *args: Any, asks_license: bool = False, **facts: Any) -> None:
        super().__init__(*args, **facts)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = [("", "—"), *((one.state, one.name) for one in places.states())]
        self.fields["license"].required = asks_license
        self.where: Where | None = None

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        given = [name for name in ("street", "city", "state", "zip") if said.get(name)]
        if given:
            for name in ("street", "city", "state", "zip"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, gettext("An address needs this too."))
            if said.get("zip"):
                self.where = judged_zip(self, said["zip"], said.get("state", ""))
        if said.get("is_confidential") and said.get("list_publicly"):
            told = gettext("A confidential place is never listed. Choose one of the two.")
            self.add_error("list_publicly", told)
        return said

    def ship_to(self) -> ShipTo | None:
        """Once the form is valid; None without an address."""
        said = self.cleaned_data
        if not said["street"]:
            return None
        zip_code = self.where.zip if self.where else said["zip"]
        return ShipTo(
            said["attention"], said["street"], said["more"], said["city"], said["state"], zip_code
        )


class RecurringForm(forms.Form):
    """The same order again by itself."""

    every = forms.TypedChoiceField(label=_("How often"), coerce=int)
    picked_up = forms.BooleanField(label=_("We pick it up ourselves"), required=False)

    def __init__(self, *args: Any, offers: Sequence[Offer], **facts: Any) -> None:
        super().__init__(*args, **facts)
        every = self.fields["every"]
        assert isinstance(every, forms.ChoiceField)
        every.choices = months()
        self.offers = [offer for offer in offers if offer.is_open]
        for offer in self.offers:
            self.fields[f"cases_{offer.product.pk}"] = forms.CharField(
                label=gettext("Cases: %(product)s") % {"product": offer.product.name(_language())},
                required=False, max_length=8,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said, self.units = self.cleaned_data, dict[Product, int]()
        for offer in self.offers:
            name = f"cases_{offer.product.pk}"
            try:
                self.units[offer.product] = cases(said.get(name, ""), offer.product.packs)
            except NotCases as error:
                self.add_error(name, not_cases(error, offer.product))
        if not any(self.units.values()) and not self.errors:
            raise forms.ValidationError(gettext("Write how many cases of at least one product."))
        return said


class UsedForm(forms.Form):
    """A reversal, told by an organization: five taps, each may be left out, none is free text."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)
    when = _tap(_("When?"), used_words.WHEN)
    product = _tap(_("What did you give?"), used_words.PRODUCTS)
    doses = _tap(_("How many doses?"), used_words.DOSES)
    survived = _tap(_("Did they survive?"), used_words.SAID)
    called_911 = _tap(_("Did somebody call 911?"), used_words.SAID)

    def told(self, county_fips: str) -> Used:
        """Once the form is valid."""
        said = self.cleaned_data
        return Used(
            when=When(said["when"]) if said["when"] else None,
            product=Naloxone(said["product"]) if said["product"] else None,
            doses=int(said["doses"]) if said["doses"] else None,
            survived=Said(said["survived"]) if said["survived"] else None,
            called_911=Said(said["called_911"]) if said["called_911"] else None,
            giver=Giver.STAFF, kit_from=KitFrom.PROGRAM, county_fips=county_fips,
        )  # fmt: skip

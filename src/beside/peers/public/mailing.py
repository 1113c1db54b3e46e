"""By mail: a ZIP, then the address, sealed on the device to the packers' key like every other."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from beside.design.forms_public import PublicForm
from beside.design.pages import render
from beside.kernel import house
from beside.peers import noting, pool
from beside.peers.guard import ASKING
from beside.peers.models import Card
from beside.peers.public import tokens
from beside.peers.public.doors import BUSY, UNREADABLE, page, with_card
from beside.peers.public.forms import More
from beside.peers.public.pages import MailPage, ZipPage
from beside.peers.services import mailing
from beside.peers.services.bags import AskAtSite
from beside.peers.services.mailing import Parcel
from beside.privacy import vault
from beside.supply.core import sealed
from beside.supply.mail import routing
from beside.supply.mail.forms import Offer, Order
from beside.supply.mail.routing import Where
from beside.supply.mail.views.asking import A_DAY, ROUTE, route_of
from beside.supply.models import Product
from beside.supply.services import requesting

REFUSED = (requesting.NotOffered, requesting.TooMany, requesting.NotThatWay, requesting.NoKey,
           requesting.ProgramClosed, requesting.BadNonce, sealed.NotSealed, sealed.TooLong,
           noting.NotThatMany)  # fmt: skip


class Zip(PublicForm):
    """Where to, roughly: the law of a state decides what may be posted."""

    zip = forms.CharField(
        label=_("ZIP code of the address"), max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )  # fmt: skip

    def clean_zip(self) -> Where:
        try:
            return routing.where_is(self.cleaned_data["zip"])
        except routing.UnknownZip:
            raise forms.ValidationError(
                _("We do not know this ZIP code. It has five digits.")
            ) from None


class Post(Order):
    """An address alone: what goes there was chosen before."""

    def __init__(self, data: Any = None, *, offer: Offer, lines: Mapping[Product, int],
                 at: datetime, **facts: Any) -> None:  # fmt: skip
        super().__init__(data, offer=offer, at=at, **facts)
        for name in [*self.fields]:
            if name in ("others", "safe") or (name.startswith("p") and name[1:].isdigit()):
                del self.fields[name]
        self.lines = dict(lines)

    def _ways(self) -> Any:
        ways = super()._ways()
        return [(value, label) for value, label in ways if not value.startswith("site:")]


@dataclass(frozen=True)
class Chosen:
    """Whose card, and what was chosen with it."""

    card: Card
    number: int
    product: Product
    kits: int

    @property
    def hidden(self) -> Mapping[str, object]:
        """What goes on to the next form."""
        token = tokens.of_card(self.number)
        return {"card": token, "kits": self.kits, "product": self.product.pk}


def first(request: HttpRequest, card: Card, number: int, form: More, at: datetime) -> HttpResponse:
    """Kits are chosen; where do they go?"""
    chosen = Chosen(card, number, form.product_chosen, form.cleaned_data["kits"])
    return render(request, "peers/public/zip.html", page=ZipPage(Zip(at=at), chosen.hidden))


@page
@with_card
def send(request: HttpRequest, card: Card, number: int, at: datetime) -> HttpResponse:
    """The ZIP, then the address. What is shown as received is stored."""
    chosen = _chosen(request, card, number)
    if chosen is None:
        return redirect("peers:more")
    return _address(request, chosen, at) if "route" in request.POST else _zip(request, chosen, at)


def _chosen(request: HttpRequest, card: Card, number: int) -> Chosen | None:
    """What the form before this one had said."""
    wanted, said = request.POST.get("product", ""), request.POST.get("kits", "")
    product = next((one for one in pool.products(card.program) if str(one.pk) == wanted), None)
    kits = int(said) if said.isdigit() else 0
    is_good = product is not None and 1 <= kits <= card.program.peer_cap
    return Chosen(card, number, product, kits) if product and is_good else None


def _zip(request: HttpRequest, chosen: Chosen, at: datetime) -> HttpResponse:
    form = Zip(request.POST, at=at)
    if not form.is_valid():
        page = ZipPage(form, chosen.hidden)
        return render(request, "peers/public/zip.html", page=page, status=UNREADABLE)
    offer = _offer(chosen, form.cleaned_data["zip"], at)
    post = Post(offer=offer, lines=_lines(chosen), at=at,
                initial={"nonce": secrets.token_urlsafe(16)})  # fmt: skip
    return render(request, "peers/public/mail.html", page=_page(post, chosen))


def _offer(chosen: Chosen, where: Where, at: datetime) -> Offer:
    program = chosen.card.program
    choices = routing.choices(program, where, house.today(at))
    return Offer(program, where, choices, [], routing.current_key(program))


def _lines(chosen: Chosen) -> dict[Product, int]:
    return {chosen.product: chosen.kits * chosen.product.per_kit}


def _page(form: Post, chosen: Chosen, fault: str = "") -> MailPage:
    return MailPage(form, form.offer, chosen.hidden, chosen.kits, route_of(form.offer), fault)


def _address(request: HttpRequest, chosen: Chosen, at: datetime) -> HttpResponse:
    try:
        _, state, county = signing.loads(request.POST["route"], salt=ROUTE, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        return redirect("peers:more")
    zip_code = request.POST.get("zip", "")[:5] or ("sealed" if request.POST.get("sealed") else "")
    where = Where(state, state, zip_code, request.POST.get("town", "")[:60], county)
    form = Post(request.POST, offer=_offer(chosen, where, at), lines=_lines(chosen), at=at)
    if not form.is_valid():
        return _refused(request, _page(form, chosen))
    if not ASKING.takes(at):
        words = gettext("Many people write at this moment. Send it again in a minute.")
        return _refused(request, _page(form, chosen, words), BUSY)
    return _store(request, form, chosen, at)


@sensitive_variables()
def _store(request: HttpRequest, form: Post, chosen: Chosen, at: datetime) -> HttpResponse:
    try:
        blob, is_at_door = form.envelope()
        parcel = Parcel(
            chosen.card.program, chosen.product, chosen.kits, form.way, blob or b"", is_at_door,
            form.offer.where, get_language() or "en",
        )  # fmt: skip
        placed = mailing.ask_by_mail(
            card=chosen.card, number=chosen.number, parcel=parcel,
            nonce=form.cleaned_data["nonce"], at=at,
        )  # fmt: skip
    except AskAtSite:
        words = gettext("This card has asked for more a few times this month. At a site you get "
                        "more today: show the card.")  # fmt: skip
        return _refused(request, _page(form, chosen, words))
    except REFUSED:
        words = gettext("That may not be posted there. Choose another way or place.")
        return _refused(request, _page(form, chosen, words))
    except vault.KeyStoreDown:
        words = gettext("We could not store it just now. Send it again.")
        return _refused(request, _page(form, chosen, words))
    url = reverse("supply:kits_receipt", args=[placed.token])
    return JsonResponse({"receipt": url}) if _wants_json(request) else redirect(url)


def _refused(request: HttpRequest, page: MailPage, status: int = UNREADABLE) -> HttpResponse:
    """What has to be looked at again; to a script as words, so that what was typed stays there."""
    if not _wants_json(request):
        return render(request, "peers/public/mail.html", page=page, status=status)
    faults = [{"field": name, "says": str(each)}
              for name, said in page.form.errors.items() for each in said]  # fmt: skip
    faults += [{"field": "", "says": page.fault}] if page.fault else []
    return JsonResponse({"errors": faults, "seal": page.form.seal}, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")

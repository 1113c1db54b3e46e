"""Asking: where from, the questions, and the receipt once it is stored."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.kernel import clock, house
from beside.kernel.doors import public
from beside.places import queries as places
from beside.privacy import vault
from beside.supply import listed
from beside.supply.core import sealed
from beside.supply.core.used import Naloxone
from beside.supply.mail import routing, throttle
from beside.supply.mail.forms import CALL, Offer, Order, Whence
from beside.supply.mail.pages import KitsPage, OrderPage
from beside.supply.mail.routing import Where
from beside.supply.models import Program
from beside.supply.services import requesting

UNREADABLE, BUSY = 422, 429
ROUTE = "beside.supply.route"
A_DAY = 86_400
NEVER_ASKED = (requesting.NotOffered, requesting.TooMany, requesting.NotThatWay,
               requesting.NotThere, requesting.NoKey, requesting.ProgramClosed,
               sealed.NotSealed, sealed.TooLong, requesting.BadNonce)  # fmt: skip


@public
@public_form
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def kits(request: HttpRequest) -> HttpResponse:
    """The ZIP; then what is offered there, or plainly that nothing is. Nothing is remembered."""
    if request.method == "GET":
        return render(
            request,
            "supply/mail/kits.html",
            page=KitsPage(Whence(initial={"used": _used(request.GET)})),
        )
    form = Whence(request.POST)
    where = form.where()
    if where is None:
        page = KitsPage(form)
        return _private(render(request, "supply/mail/kits.html", page=page, status=UNREADABLE))
    at = clock.now()
    serving = routing.programs_for(where, house.today(at))
    if not serving:
        return _private(render(request, "supply/mail/kits.html", page=KitsPage(form, where)))
    wanted = request.POST.get("program", "")
    chosen = next((one for one in serving if str(one.pk) == wanted), serving[0])
    offer = offer_of(chosen, where, at)
    start = {"nonce": secrets.token_urlsafe(16), "used": _used(request.POST)}
    fresh = Order(offer=offer, at=at, initial=start)
    return _asked(request, fresh, others=[one for one in serving if one != chosen])


@public
@public_form
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def order(request: HttpRequest) -> HttpResponse:
    """The answers. What is shown as received is stored; sent again, it is the same one."""
    if request.method == "GET":
        return redirect("supply:kits")
    at = clock.now()
    offer = _offer_again(request, at)
    if offer is None:
        return _stale(request)
    form = Order(request.POST, offer=offer, at=at)
    if not form.is_valid():
        return _refused(request, form)
    if not throttle.ASKING.takes(at):
        return _busy(request, form)
    try:
        placed = _place(form, at)
    except NEVER_ASKED as why:
        return _refused(request, form, _words_of(why, form.offer.program))
    except vault.KeyStoreDown:
        return _refused(request, form, gettext("We could not store it just now. Send it again."))
    return _received(request, placed)


def _used(sent: QueryDict) -> str:
    """What was used, when somebody comes from "We used it", or that they come from a call: a word
    we know, or nothing.
    """
    word = sent.get("used", "")
    return word if word in {"yes", CALL, *(one.value for one in Naloxone)} else ""


def offer_of(program: Program, where: Where, at: datetime) -> Offer:
    """What this program offers there now."""
    key = routing.current_key(program)
    sites = list(routing.pick_ups(program))
    choices = routing.choices(program, where, house.today(at))
    return Offer(program, where, choices, sites, key, listed.of(sites, at))


@sensitive_variables()
def _place(form: Order, at: datetime) -> requesting.Placed:
    envelope, at_door = form.envelope()
    where = form.offer.where
    return requesting.place_request(
        program=form.offer.program, lines=form.lines, way=form.way, sealed=envelope,
        language=form.language, for_others=form.cleaned_data["others"] == "yes", at=at,
        nonce=form.cleaned_data["nonce"], county_fips=where.county_fips, us_state=where.state,
        site=form.site, is_sealed_at_door=at_door,
        came_by=form.came_by,
    )  # fmt: skip


def _received(request: HttpRequest, placed: requesting.Placed) -> HttpResponse:
    url = reverse("supply:kits_receipt", args=[placed.token])
    if _wants_json(request):
        return _private(JsonResponse({"receipt": url}))
    return _private(redirect(url))


def _asked(
    request: HttpRequest, form: Order, fault: str = "", status: int = 200,
    others: Sequence[Program] = (),
) -> HttpResponse:  # fmt: skip
    offer = form.offer
    page = OrderPage(
        form, offer, route_of(offer), offer.key.public if offer.key else None,
        str(offer.key.pk) if offer.key else "", fault, others,
    )  # fmt: skip
    return _private(render(request, "supply/mail/order.html", page=page, status=status))


def _refused(request: HttpRequest, form: Order, fault: str = "") -> HttpResponse:
    """What has to be looked at again. To a script as words, so that what was typed stays there."""
    if not _wants_json(request):
        return _asked(request, form, fault, UNREADABLE)
    faults = [{"field": name, "says": str(each)}
              for name, said in form.errors.items() for each in said]  # fmt: skip
    faults += [{"field": "", "says": fault}] if fault else []
    return _private(JsonResponse({"errors": faults, "seal": form.seal}, status=UNREADABLE))


def _busy(request: HttpRequest, form: Order) -> HttpResponse:
    words = gettext("Many people ask at this moment. Nothing is lost: send it again in a minute.")
    answer = _refused(request, form, words)
    answer.status_code = BUSY
    answer.headers["Retry-After"] = "5"
    return answer


def _stale(request: HttpRequest) -> HttpResponse:
    words = gettext("This page was open for a long time. Start again with your ZIP code.")
    if _wants_json(request):
        return _private(JsonResponse({"errors": [{"field": "", "says": words}]}, status=UNREADABLE))
    form = Whence(request.POST)
    form.add_error(None, words)
    page = KitsPage(form)
    return _private(render(request, "supply/mail/kits.html", page=page, status=UNREADABLE))


def route_of(offer: Offer) -> str:
    """Program, state and county, signed: so that nobody is sent what is not lawful there.

    The ZIP is not in it, for it is part of an address.
    """
    where = offer.where
    return signing.dumps([str(offer.program.pk), where.state, where.county_fips], salt=ROUTE)


@sensitive_variables()
def _offer_again(request: HttpRequest, at: datetime) -> Offer | None:
    """The offer this form was drawn for. Without script the ZIP and town stand in it too."""
    try:
        program_id, state, county = signing.loads(
            request.POST.get("route", ""), salt=ROUTE, max_age=A_DAY
        )
    except (signing.BadSignature, ValueError):
        return None
    program = Program.objects.select_related("partner").filter(pk=program_id).first()
    if program is None:
        return None
    names = {one.state: one.name for one in places.states()}
    zip_code = request.POST.get("zip", "")[:5]
    where = Where(
        state, names.get(state, state), zip_code, request.POST.get("town", "")[:60], county
    )
    if not zip_code and request.POST.get("sealed"):
        where = Where(state, names.get(state, state), "sealed", "", county)
    return offer_of(program, where, at)


def _words_of(why: Exception, program: Program) -> str:
    """What a person can do about it."""
    language = get_language() or "en"
    match why:
        case requesting.TooMany(product=product, most=most) if most < program.peer_cap:
            told = gettext("Of %(product)s we send at most %(most)d kits for one person. If others "
                           "need it too, say so: then it is up to %(cap)d.")  # fmt: skip
            name = product.name(language)
            return told % {"product": name, "most": most, "cap": program.peer_cap}
        case requesting.TooMany(product=product, most=most):
            told = gettext("Of %(product)s we send at most %(most)d kits at once.")
            return told % {"product": product.name(language), "most": most}
        case requesting.NotThatWay(product=product):
            told = gettext("%(product)s may not go there. Choose another place or product.")
            return told % {"product": product.name(language)}
        case requesting.NotOffered(product=product):
            told = gettext("%(product)s is not available any more. Choose something else.")
            return told % {"product": product.name(language)}
        case requesting.NotThere():
            return gettext("Nothing can be picked up there any more. Choose another place.")
    return gettext("This could not be read. Load the page again and send it once more.")


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _private(answer: Any) -> HttpResponse:
    add_never_cache_headers(answer)
    return answer  # type: ignore[no-any-return]

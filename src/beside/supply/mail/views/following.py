"""The private link: how a request stands, and what its person can say and do."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.doors import public
from beside.supply import listed
from beside.supply.core.request import NotAllowed
from beside.supply.listed import Listed
from beside.supply.mail import throttle
from beside.supply.mail.access import by_token
from beside.supply.mail.digests import BadNonce
from beside.supply.mail.forms import Words
from beside.supply.mail.moving import Overtaken
from beside.supply.mail.pages import FindPage, Line, ReceiptPage
from beside.supply.mail.services import following, raising
from beside.supply.models import Request
from beside.supply.services import requesting


@public
@public_form
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """A request that is stored. Who has no request under this link gets a 404."""
    found = by_token(token)
    if found is None:
        raise Http404
    fault = ""
    if request.method == "POST":
        answer = _done(request, found, token, clock.now())
        if not isinstance(answer, str):
            return answer
        fault = answer
        found = by_token(token) or found
    page = _page(found, token, fault)
    status = 409 if fault else 200
    shown = render(request, "supply/mail/receipt.html", page=page, status=status)
    add_never_cache_headers(shown)
    return shown


def _done(request: HttpRequest, found: Request, token: str, at: datetime) -> HttpResponse | str:
    """What was asked for; a fault in words when it cannot be."""
    did = request.POST.get("do", "")
    try:
        if did == "refill":
            return _refill(request, found, at)
        _DOES[did](found, at)
    except KeyError:
        return gettext("We did not understand that.")
    except (NotAllowed, Overtaken, raising.NothingMore):
        return gettext("That changed in the meantime. This is how it stands now.")
    except following.NowhereToSend:
        return gettext("The address is destroyed. Please order again.")
    return redirect("supply:kits_receipt", token)


def _refill(request: HttpRequest, found: Request, at: datetime) -> HttpResponse | str:
    if not throttle.ASKING.takes(at):
        return gettext("Many people ask at this moment. Try again in a minute.")
    try:
        placed = requesting.refill(of=found, at=at, nonce=request.POST.get("nonce", ""))
    except requesting.AddressGone:
        return gettext("The address is destroyed. Please order again.")
    except (BadNonce, requesting.NotOffered, requesting.TooMany, requesting.NotThatWay,
            requesting.NotThere, requesting.NoKey, requesting.ProgramClosed):  # fmt: skip
        return gettext("The same is not offered any more. Please order again.")
    return redirect("supply:kits_receipt", placed.token)


def _more(found: Request, at: datetime) -> None:
    raising.take_offer(request=found, at=at)


_DOES: dict[str, Callable[[Request, datetime], None]] = {
    "more": lambda found, at: _more(found, at),
    "came": lambda found, at: following.say_came(request=found, at=at),
    "never": lambda found, at: following.say_never_came(request=found, at=at),
    "again": lambda found, at: following.send_again(request=found, at=at),
    "stop": lambda found, at: following.call_off(request=found, at=at),
    "forget": lambda found, at: following.forget_address(request=found, at=at),
}


def _page(found: Request, token: str, fault: str) -> ReceiptPage:
    language = get_language() or "en"
    lines = [
        Line(line.product.name(language), line.units // line.product.per_kit)
        for line in found.lines.select_related("product").order_by("pk")
    ]
    return ReceiptPage(
        found, token, language, clock.now(), report_url=_report_url(token), fault=fault,
        nonce=secrets.token_urlsafe(16), lines=lines, there=_there(found),
    )  # fmt: skip


def _there(found: Request) -> Listed | None:
    """Where it is picked up, as the directory says it; nothing when that may not be told."""
    return listed.of([found.site], clock.now()).get(found.site.pk) if found.site else None


def _report_url(token: str) -> str:
    """The page where use is reported, when it stands."""
    for name, args in (("supply:used_of", [token]), ("supply:used", [])):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


@public
@public_form
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """How a request stands, by its three words; behind a limit, and no more than that."""
    if request.method == "GET":
        return _found(request, FindPage(Words()))
    form = Words(request.POST)
    if not form.is_valid():
        return _found(request, FindPage(form), 422)
    if not throttle.WORDS.takes(clock.now()):
        form.add_error(None, gettext("Many people look at this moment. Try again in a minute."))
        return _found(request, FindPage(form), 429)
    known = Request.objects.filter(code=form.cleaned_data["words"]).first()
    return _found(request, FindPage(form, known, known is None), 200 if known else 404)


def _found(request: HttpRequest, page: FindPage, status: int = 200) -> HttpResponse:
    answer = render(request, "supply/mail/find.html", page=page, status=status)
    add_never_cache_headers(answer)
    return answer

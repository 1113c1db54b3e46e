"""The public form: eight taps at most, no name, no JavaScript, a new kit in the same step."""

import secrets
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.kernel import clock, word_codes
from beside.kernel.doors import public
from beside.kernel.transports.messages import BadAddress
from beside.privacy import vault
from beside.supply import listed
from beside.supply.core.used import Said, Way
from beside.supply.mail.access import by_token
from beside.supply.mail.routing import takes_addresses
from beside.supply.models import Program, Request, Reversal
from beside.supply.reversals import refills, routing, throttle
from beside.supply.reversals.forms import SITES_SHOWN, Call, Report
from beside.supply.reversals.pages import ThanksPage, UsedPage
from beside.supply.services import reporting

SALT, LIVES = "beside.supply.used", 7200
UNREADABLE, BUSY = 422, 429


@public
@public_form
@require_http_methods(["GET", "POST"])
def used(request: HttpRequest) -> HttpResponse:
    """We used it."""
    return _report(request, None)


@public
@public_form
@require_http_methods(["GET", "POST"])
def used_of(request: HttpRequest, token: str) -> HttpResponse:
    """The same, by somebody who holds the link of an earlier request: the same again is one tap."""
    found = by_token(token)
    if found is None:
        raise Http404
    return _report(request, found)


def _report(request: HttpRequest, of: Request | None) -> HttpResponse:
    at = clock.now()
    form = _form(request, of, at)
    if request.method == "GET":
        return _asked(request, form)
    if not form.is_valid():
        return _asked(request, form, UNREADABLE)
    if not throttle.REPORTING.takes(at):
        form.add_error(
            None, gettext("Many people write at this moment. Send it again in a minute.")
        )
        return _asked(request, form, BUSY)
    try:
        kept = _keep(form, of, at)
    except vault.KeyStoreDown:
        form.add_error(None, gettext("We could not store it just now. Send it again."))
        return _asked(request, form, UNREADABLE)
    return _private(redirect("supply:used_thanks", _signed(kept, form)))


def _form(request: HttpRequest, of: Request | None, at: datetime) -> Report:
    again = of if of is not None and refills.may_be_again(of) else None
    mails = any(takes_addresses(one) for one in Program.objects.filter(is_open=True))
    sites = refills.sites_near()[:SITES_SHOWN]
    return Report(
        request.POST if request.method == "POST" else None, at=at, sites=sites,
        listed=listed.of(sites, at), of=again, mails=mails,
        initial={"nonce": secrets.token_urlsafe(16)},
    )  # fmt: skip


def _asked(request: HttpRequest, form: Report, status: int = 200) -> HttpResponse:
    more_open = any(name in form.errors for name in form.MORE)
    page = UsedPage(form, more_open)
    return _private(render(request, "supply/reversals/used.html", page=page, status=status))


def _keep(form: Report, of: Request | None, at: datetime) -> reporting.Reported:
    told = form.told(county_fips=of.county_fips if of else "")
    program = of.program if of else routing.program_of(told.county_fips)
    wish = form.wish()
    if wish is not None and wish.site is not None and program is None:
        program = wish.site.program
    nonce = uuid5(NAMESPACE_OID, form.cleaned_data["nonce"])
    return reporting.report_reversal(
        told=told,
        way=Way.WEB,
        nonce=nonce,
        program=program,
        at=at,
        wish=wish,
        answers=form.answers,
    )


def _signed(kept: reporting.Reported, form: Report) -> str:
    """What the next page must know: for two hours, and readable by nobody but who reported."""
    token = kept.refill.token if kept.refill else ""
    plain = [str(kept.reversal.pk), token, kept.refill_failed, form.wants_mail]
    return signing.dumps(plain, salt=SALT)


@public
@public_form
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def thanks(request: HttpRequest, signed: str) -> HttpResponse:
    """It is kept. The words of the new kit; would you like somebody to call?"""
    try:
        key, token, failed, by_mail = signing.loads(signed, salt=SALT, max_age=LIVES)
    except (signing.BadSignature, ValueError):
        return redirect("supply:used")
    at = clock.now()
    kept = Reversal.objects.select_related("program").filter(pk=UUID(key), undone_at=None).first()
    if kept is None:
        return redirect("supply:used")
    form = Call(request.POST if request.method == "POST" else None, at=at)
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid() and _want_call(kept, form, at):
            return _private(redirect("supply:used_thanks", signed))
    page = _thanks(kept, by_token(token) if token else None, token, failed, by_mail, form)
    return _private(render(request, "supply/reversals/thanks.html", page=page, status=status))


@sensitive_variables()
def _want_call(kept: Reversal, form: Call, at: datetime) -> bool:
    try:
        reporting.want_call(reversal=kept, number=form.cleaned_data["number"], at=at)
    except (BadAddress, reporting.NobodyCalls):
        form.add_error("number", gettext("That is no phone number. Look it over."))
    except vault.KeyStoreDown:
        form.add_error(None, gettext("We could not store it just now. Send it again."))
    else:
        return True
    return False


def _thanks(
    kept: Reversal, refill: Request | None, token: str, failed: bool, by_mail: bool, form: Call
) -> ThanksPage:
    code = refill.code if refill else None
    return ThanksPage(
        died=kept.survived == Said.NO,
        words=word_codes.say(code, get_language() or "en") if code is not None else "",
        used=kept.product, by_mail=by_mail,
        receipt_token=token, refill=refill, refill_failed=failed,
        call=form if kept.program_id and not kept.callback_id else None,
        called_by=kept.program.public_name if kept.program else "",
        call_until=kept.callback_until_at, call_asked=kept.callback_id is not None,
    )  # fmt: skip


def _private(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    return answer

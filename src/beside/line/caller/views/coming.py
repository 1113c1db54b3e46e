"""Coming in: the first page, the questions, and the session they open."""

import re
import secrets
from datetime import datetime

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from beside.design.forms_public import public_form
from beside.design.languages import also_in
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.doors import public
from beside.line import reach
from beside.line.caller import access, throttle, where
from beside.line.caller.forms import Intake
from beside.line.caller.pages import BusyPage, IntakePage, start_page
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.services import opening
from beside.line.services.planning import Kept

UNREADABLE = 422
ASKS_FOR_A_PERSON = (Session.Way.CHAT, Session.Way.BROWSER)


@also_in("ar")
@public
def start(request: HttpRequest) -> HttpResponse:
    """What the line can and cannot promise, and the ways in."""
    return render(request, "line/caller/start.html", page=start_page(clock.now()))


@also_in("ar")
@public
@public_form
@require_http_methods(["GET", "POST"])
def timer(request: HttpRequest) -> HttpResponse:
    """The questions, and "I use now", which arms the clock."""
    return come(request, Session.Way.TIMER)


@also_in("ar")
@public
@public_form
@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    """The same questions; an operator is asked for."""
    return come(request, Session.Way.CHAT)


def come(request: HttpRequest, way: str) -> HttpResponse:
    """Ask, and open what was asked for."""
    if request.method == "GET":
        fresh = Intake(initial={"token": secrets.token_urlsafe(16)})
        return asked(request, fresh, way)
    at = clock.now()
    form = Intake(request.POST)
    if not form.is_valid():
        return asked(request, form, way, status=UNREADABLE)
    token = form.cleaned_data["token"]
    if (there := access.by_token(token)) and there.state != State.ENDED:
        return redirect("line:session", token)  # sent twice: it is open already
    if not throttle.OPENING.takes(at):
        return busy(request)
    wants_operator = way == Session.Way.CHAT or form.cleaned_data["wants_operator"]
    try:
        opened = _open(form.kept(), way, wants_operator, "" if there else token, at)
    except IntegrityError:  # the same form, at the same instant
        return redirect("line:session", token)
    return redirect("line:session", opened.token)


def _open(kept: Kept, way: str, wants_operator: bool, token: str, at: datetime) -> opening.Opened:
    known = token if re.fullmatch(r"[\w-]{22}", token, re.ASCII) else ""
    if way == Session.Way.TIMER:
        return opening.arm_timer(
            language=kept.language, at=at, particulars=kept.particulars, chosen=kept.chosen,
            route=kept.route, wants_operator=wants_operator, token=known,
        )  # fmt: skip
    return opening.open_session(
        way=way, language=kept.language, at=at, particulars=kept.particulars,
        chosen=kept.chosen, route=kept.route, token=known,
    )  # fmt: skip


def asked(
    request: HttpRequest, form: Intake, way: str, *, status: int = 200, code: str = ""
) -> HttpResponse:
    """The page of questions. Never kept by anything: it holds the session's own name."""
    at = clock.now()
    page = IntakePage(
        form, way, where.line(), has_faults=bool(form.errors), code=code,
        nobody_comes=not reach.somebody(at), partner=where.partner(),
        nobody_answers=way in ASKS_FOR_A_PERSON and not reach.somebody_answers(at),
    )  # fmt: skip
    answer = render(request, "line/caller/intake.html", page=page, status=status)
    add_never_cache_headers(answer)
    return answer


def busy(request: HttpRequest) -> HttpResponse:
    """Too many at once: say whom to call meanwhile."""
    page = BusyPage(where.line(), where.partner())
    answer = render(request, "line/caller/busy.html", page=page, status=429)
    answer.headers["Retry-After"] = "5"
    add_never_cache_headers(answer)
    return answer

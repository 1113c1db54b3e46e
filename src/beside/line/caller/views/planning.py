"""A plan for next time, opened or forgotten by its words. They stand in no address."""

import secrets
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beside.design.forms_public import public_form
from beside.design.languages import also_in
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.codes import NotACode
from beside.kernel.doors import public
from beside.line.caller import throttle
from beside.line.caller.forms import Intake, Words, said_before
from beside.line.caller.pages import PlanPage
from beside.line.caller.views.coming import UNREADABLE, asked, busy
from beside.line.models import Session
from beside.line.services import planning


@also_in("ar")
@public
@public_form
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Four words open what was kept, or destroy it."""
    if request.method == "GET":
        return _page(request, PlanPage(Words()))
    form, at = Words(request.POST), clock.now()
    if not form.is_valid():
        return _page(request, PlanPage(form), UNREADABLE)
    if not throttle.WORDS.takes(at):
        return busy(request)
    try:
        return _act(request, form, at)
    except (NotACode, planning.NoSuchPlan):
        fault = _("Nothing is kept under these words. Look them over, or start without.")
        return _page(request, PlanPage(form, fault), UNREADABLE)


def _act(request: HttpRequest, form: Words, at: datetime) -> HttpResponse:
    number = form.number()
    if "forget" in request.POST:
        if not planning.forget_plan(number=number, at=at):
            raise planning.NoSuchPlan
        return _page(request, PlanPage(Words(), is_forgotten=True))
    kept = planning.open_plan(number=number, at=at)
    shown = Intake(initial={**said_before(kept), "token": secrets.token_urlsafe(16)})
    return asked(request, shown, Session.Way.TIMER, code=form.cleaned_data["words"])


def _page(request: HttpRequest, page: PlanPage, status: int = 200) -> HttpResponse:
    answer = render(request, "line/caller/plan.html", page=page, status=status)
    add_never_cache_headers(answer)
    return answer

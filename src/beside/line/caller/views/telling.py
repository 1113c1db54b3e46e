"""In the middle of a session: what was told is looked at and changed, and kept for next time."""

from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import by_link
from beside.design.forms_public import public_form
from beside.design.languages import also_in
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.steps import NotAllowed
from beside.line import held, reach
from beside.line.caller import access, throttle, where
from beside.line.caller.forms import Intake, said_before
from beside.line.caller.pages import IntakePage, KeptPage
from beside.line.caller.views.coming import UNREADABLE, busy
from beside.line.caller.views.staying import gone
from beside.line.core import plan_code
from beside.line.core.ladder import ALWAYS, Kind
from beside.line.core.rhythm import Route
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.particulars import SELF
from beside.line.services import planning, telling
from beside.line.services.planning import Kept
from beside.privacy import vault


@also_in("ar")
@by_link
@public_form
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, token: str) -> HttpResponse:
    """Where I am, and who should come: as it was told, to be changed."""
    found = access.by_token(token)
    if found is None or found.state == State.ENDED:
        return gone(request) if found is None else redirect("line:session", token)
    at = clock.now()
    if request.method == "GET":
        return _asked(request, Intake(initial=said_before(told_by(found, at))), token)
    form = Intake(request.POST)
    if not form.is_valid():
        return _asked(request, form, token)
    kept = form.kept()
    with suppress(NotAllowed):  # it ended this moment; its own page says so
        telling.tell(
            session_id=found.pk, particulars=kept.particulars, chosen=kept.chosen,
            route=kept.route, language=kept.language, at=at,
        )  # fmt: skip
    return redirect("line:session", token)


@also_in("ar")
@by_link
@public_form
@require_POST
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what was told for next time; the words that open it are shown once."""
    found, at = access.by_token(token), clock.now()
    if found is None:
        return gone(request)
    if not throttle.WORDS.takes(at):
        return busy(request)
    number = planning.keep_plan(kept=told_by(found, at), at=at)
    words = plan_code.say(number, get_language() or "en")
    page = KeptPage(words, reverse("line:session", args=[token]))
    answer = render(request, "line/caller/kept.html", page=page)
    add_never_cache_headers(answer)
    return answer


def told_by(session: Session, at: datetime) -> Kept:
    """What the person told, opened for themselves."""
    here = held.opened(session, by=vault.Worker("line"), purpose=SELF, at=at)
    kinds = [Kind(rung.kind) for rung in session.rungs.all()]
    chosen = tuple(kind for kind in kinds if kind not in ALWAYS)
    return Kept(here, chosen, Route(session.route), session.language)


def _asked(request: HttpRequest, form: Intake, token: str) -> HttpResponse:
    page = IntakePage(
        form, "tell", where.line(), token, has_faults=bool(form.errors),
        nobody_comes=not reach.somebody(clock.now()), partner=where.partner(),
    )  # fmt: skip
    status = UNREADABLE if form.errors else 200
    answer = render(request, "line/caller/intake.html", page=page, status=status)
    add_never_cache_headers(answer)
    return answer

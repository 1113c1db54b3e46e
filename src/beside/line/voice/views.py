"""What two browsers ask for: a pass to the relay, what the other said, to say something."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET, require_http_methods

from beside.accounts.access import by_link, needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.forms_public import public_form
from beside.design.languages import also_in
from beside.kernel import clock
from beside.kernel.doors import public
from beside.line.caller.views import coming
from beside.line.core.relayed import NotRelayed
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.services import signalling
from beside.line.voice import access, reading, turn

LONGEST = 20_000  # bytes
LOST, FOUND = "lost", "found"  # of the caller's leg: not said to the other side


@also_in("ar")
@public
@public_form
@require_http_methods(["GET", "POST"])
def voice_start(request: HttpRequest) -> HttpResponse:
    """The same questions as for the timer and the chat; an operator is asked for, to speak with.

    Where voice is not offered, to the ways that are.
    """
    if not turn.is_offered():
        return redirect("line:start")
    return coming.come(request, Session.Way.BROWSER)


@by_link
@public_form
@require_http_methods(["GET", "POST"])
def caller_signal(request: HttpRequest, token: str) -> JsonResponse:
    """The caller's side, by their link."""
    return _answer(request, access.by_token(token), signalling.CALLER)


@needs(Permission.ANSWER_LINE)
@require_http_methods(["GET", "POST"])
def operator_signal(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """The operator's side, for whoever stays with the person."""
    try:
        session = access.of_operator(request, session_id)
    except access.NobodysNow:  # a call that goes on is not cut for it: the page asks again
        return _refused("nobodys", 423)
    return _answer(request, session, signalling.OPERATOR, signed_in_user(request))


@needs(Permission.ANSWER_LINE)
@require_GET
def voice_pass(_request: HttpRequest) -> JsonResponse:
    """A pass to the relay while a call rings, so that whoever answers it need not wait for one."""
    if not turn.is_offered():
        return _refused("not_offered", 404)
    answer = JsonResponse({"ice": _ice()})
    add_never_cache_headers(answer)
    return answer


def _ice() -> list[dict[str, object]]:
    return [turn.issue(at=clock.now(), home=settings.HOME).as_words()]


def _answer(
    request: HttpRequest, session: Session, side: str, by: User | None = None
) -> JsonResponse:
    answer = _said(request, session, side, by) if request.method == "POST" else _heard(
        request, session, side
    )  # fmt: skip
    add_never_cache_headers(answer)
    return answer


def _heard(request: HttpRequest, session: Session, side: str) -> JsonResponse:
    if session.state == State.ENDED:
        return _refused("over", 409)
    after = request.GET.get("after", "0")
    heard = reading.since(session.pk, side, int(after) if after.isdecimal() else 0)
    words: dict[str, Any] = {"signals": [each.as_words() for each in heard]}
    if "pass" in request.GET and turn.is_offered():
        words["ice"] = _ice()
    return JsonResponse(words)


def _said(request: HttpRequest, session: Session, side: str, by: User | None) -> JsonResponse:
    if len(request.body) > LONGEST:
        return _refused("too_long", 413)
    try:
        words = json.loads(request.body)
        return JsonResponse(_do(session, side, words["kind"], words.get("body") or {}, by))
    except signalling.Over:
        return _refused("over", 409)
    except NotRelayed:
        return _refused("not_relayed", 422)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _refused("not_a_signal", 400)


def _do(
    session: Session, side: str, kind: str, body: dict[str, Any], by: User | None
) -> dict[str, object]:
    at = clock.now()
    if kind == LOST:
        return {"news": signalling.lose_leg(session_id=session.pk, at=at)}
    if kind == FOUND:
        return {"news": signalling.find_leg(session_id=session.pk, at=at)}
    sent = signalling.send(
        session_id=session.pk, side=side, kind=kind, body=body, at=at, by=by
    )  # fmt: skip
    return {"id": sent.pk}


def _refused(why: str, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)

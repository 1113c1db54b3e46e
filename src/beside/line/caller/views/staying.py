"""Staying: a session's own page. It works as a form; JavaScript asks for its living part alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from beside.accounts.access import by_link
from beside.design.forms_public import public_form
from beside.design.languages import also_in
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.steps import NotAllowed
from beside.line.caller import access
from beside.line.caller.forms import WAYS
from beside.line.caller.pages import GonePage, newest, session_page
from beside.line.core.session import State
from beside.line.models import Message, Session
from beside.line.moving import Overtaken
from beside.line.services import afterwards, chatting, ending, hearing, telling, watching

PART = "X-Part"  # the request asks for the living part of the page
OLDEST_TAP = timedelta(minutes=10)


@also_in("ar")
@by_link
@public_form
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, token: str) -> HttpResponse:
    """Where the session stands, and everything the person can do about it."""
    found = access.by_token(token)
    if found is None:
        return gone(request)
    at = clock.now()
    if request.method == "GET":
        return show(request, found, token, at)
    refused = _do(request, found, at)
    if PART not in request.headers and not refused:
        return redirect("line:session", token)
    again = access.by_token(token)
    if again is None:
        return gone(request)
    return show(request, again, token, at, refused=refused)


def show(
    request: HttpRequest, found: Session, token: str, at: datetime, *, refused: str = ""
) -> HttpResponse:
    """The page, or its living part."""
    after = newest()
    if found.state == State.WAITING:
        telling.stay_in_line(session_id=found.pk, at=at)
    found.refresh_from_db()
    lines = chatting.read(session_id=found.pk, at=at) if found.messages.exists() else []
    page = session_page(
        found, token, at, lines=lines, after=after, refused=refused,
        asks_to_end="end" in request.GET, writes="write" in request.GET,
    )  # fmt: skip
    template = "live" if PART in request.headers else "session"
    status = 409 if refused else 200
    answer = render(request, f"line/caller/{template}.html", page=page, status=status)
    add_never_cache_headers(answer)
    return answer


def gone(request: HttpRequest) -> HttpResponse:
    """Nothing is kept under this link any more."""
    part = "gone_live" if PART in request.headers else "gone"
    answer = render(request, f"line/caller/{part}.html", page=GonePage(), status=404)
    add_never_cache_headers(answer)
    return answer


def _do(request: HttpRequest, found: Session, at: datetime) -> str:
    """Do what was asked; a word when it could not be done, nothing when it was."""
    act = ACTS.get(request.POST.get("do", "here"))
    if act is None:
        return "unknown"
    try:
        act(request, found, at)
    except (NotAllowed, afterwards.KeptForNow):
        return "not_now"
    except hearing.TooOld:
        return "old"
    except Overtaken:
        return "again"
    return ""


def _here(request: HttpRequest, found: Session, at: datetime) -> None:
    hearing.hear(session_id=found.pk, at=at, tapped=at - _age(request))


def _age(request: HttpRequest) -> timedelta:
    """How long ago the tap was made, by the phone's own count."""
    said = request.POST.get("age", "0")
    if not said.isdecimal() or len(said) > 9:
        return timedelta()
    return min(timedelta(milliseconds=int(said)), OLDEST_TAP)


def _use(request: HttpRequest, found: Session, at: datetime) -> None:
    watching.begin_use(session_id=found.pk, at=at)


def _timer(request: HttpRequest, found: Session, at: datetime) -> None:
    watching.take_timer(session_id=found.pk, at=at)


def _way(request: HttpRequest, found: Session, at: datetime) -> None:
    if (way := request.POST.get("way", "")) in WAYS:
        telling.change_way(session_id=found.pk, way=way, at=at)


def _say(request: HttpRequest, found: Session, at: datetime) -> None:
    text = request.POST.get("words", "")
    if text.strip():
        chatting.say(session_id=found.pk, side=Message.Side.CALLER, text=text, at=at)


def _safe(request: HttpRequest, found: Session, at: datetime) -> None:
    ending.say_safe(session_id=found.pk, at=at)


def _leave(request: HttpRequest, found: Session, at: datetime) -> None:
    ending.leave(session_id=found.pk, at=at)


def _wish(request: HttpRequest, found: Session, at: datetime) -> None:
    afterwards.say_wish(
        session_id=found.pk, kits="kits" in request.POST, referral="referral" in request.POST,
        at=at,
    )  # fmt: skip


def _destroy(request: HttpRequest, found: Session, at: datetime) -> None:
    afterwards.destroy_now(session_id=found.pk, at=at)


ACTS: dict[str, Callable[[HttpRequest, Session, datetime], None]] = {
    "here": _here, "use": _use, "timer": _timer, "way": _way, "say": _say, "safe": _safe,
    "leave": _leave, "wish": _wish, "destroy": _destroy,
}  # fmt: skip

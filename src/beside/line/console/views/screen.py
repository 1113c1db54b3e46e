"""The one screen: drawn whole, in parts, and kept alive by its beat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.pages import render
from beside.kernel import clock, live
from beside.line.console import access, answers, watch
from beside.line.console.board import Board, board_of, state_now
from beside.line.console.words import OUTCOMES, REASONS
from beside.line.models import Operator, Presence
from beside.line.services import presence, readying

COMES_BACK_WITHIN = timedelta(minutes=30)
AFTER_HELP = ("helped", "false_dispatch", "called_off", "not_found", "died", "safe")
QUIET = ("safe", "support")


@dataclass(frozen=True)
class Screen:
    """The console. `writes` is a page without scripts that does not load itself anew."""

    board: Board
    writes: bool
    outcomes_quiet: list[tuple[str, str]]
    outcomes_help: list[tuple[str, str]]
    reasons: list[tuple[str, str]]


def screen_of(user: User, at: datetime, *, writes: bool = False) -> Screen:
    board = board_of(user, supervises=access.supervises(user), at=at)
    return Screen(
        board, writes,
        [(slug, str(OUTCOMES[slug])) for slug in QUIET],
        [(slug, str(OUTCOMES[slug])) for slug in AFTER_HELP],
        [(slug, str(words)) for slug, words in REASONS.items()],
    )  # fmt: skip


@needs(Permission.ANSWER_LINE)
def console(request: HttpRequest) -> HttpResponse:
    """The console. A page without scripts beats by loading itself anew."""
    user, at = signed_in_user(request), clock.now()
    presence.beat(by=user, at=at, silent_for=presence.WITHOUT_SCRIPT)
    page = screen_of(user, at, writes="write" in request.GET)
    return render(request, "line/console/console.html", page=page)


@needs(Permission.ANSWER_LINE)
def board(request: HttpRequest) -> HttpResponse:
    """The parts of the console, for the script that puts in what has changed."""
    page = screen_of(signed_in_user(request), clock.now())
    return render(request, "line/console/board.html", page=page)


@needs(Permission.ANSWER_LINE)
@require_POST
def beat(request: HttpRequest) -> HttpResponse:
    """The console lives. What the server knows goes back: its time, and whether it is awake.

    A console that was lost, and is back, is on shift again.
    """
    user, at = signed_in_user(request), clock.now()
    here = presence.beat(by=user, at=at)
    if here is None and _was_lost_lately(user, at):
        here = presence.come(by=user, at=at)
    answer = {
        "now": round(at.timestamp() * 1000), "news": live.newest(),
        "state": state_now(), "late": watch.lateness(at) is not None, "on": here is not None,
    }  # fmt: skip
    return JsonResponse(answer)


def _was_lost_lately(user: User, at: datetime) -> bool:
    last = Presence.objects.filter(user=user).order_by("-since_at", "-pk").first()
    return bool(last and last.was_lost and last.until_at and at - last.until_at < COMES_BACK_WITHIN)


@needs(Permission.ANSWER_LINE)
@require_POST
def shift(request: HttpRequest) -> HttpResponse:
    """Come on shift, or go."""
    user, at = signed_in_user(request), clock.now()
    if request.POST.get("go"):
        presence.go(by=user, at=at)
        return answers.done(request, gettext("You are off shift. Thank you for tonight."))
    presence.come(by=user, at=at)
    Operator.objects.get_or_create(user=user)
    return answers.done(request)


@needs(Permission.ANSWER_LINE)
def sound(request: HttpRequest) -> HttpResponse:
    """Hear how it rings before somebody does."""
    if request.method == "POST":
        readying.note_sound_test(by=signed_in_user(request), at=clock.now())
        return redirect("line:practice")
    return render(request, "line/console/sound.html", page=None)

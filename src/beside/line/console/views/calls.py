"""What is done with a call: one key each."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.kernel import clock
from beside.kernel.steps import NotAllowed
from beside.line.console import access
from beside.line.console.answers import Refused, done, refused
from beside.line.console.words import REASONS
from beside.line.core.session import UNHEARD, Outcome
from beside.line.dispatch.views import sheets
from beside.line.models import Session
from beside.line.moving import Overtaken
from beside.line.services import calling, ending, ladders, queue, watching


@needs(Permission.ANSWER_LINE)
@require_POST
def answer(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Stay with them. Somebody else may have been quicker: then it says who."""
    user = signed_in_user(request)
    try:
        session = access.session_to_answer(user, session_id)
        _answer(session, user, clock.now())
    except (queue.AlreadyOver, access.NotYours):
        return refused(request, gettext("It is over: they left before anybody answered."))
    except queue.AlreadyAnswered:
        name = _name(session_id)
        words = gettext("%(name)s was quicker and stays with them.")
        return refused(request, words % {"name": name or gettext("A colleague")})
    except queue.HandsFull:
        words = gettext("Your hands are full. Hand on the one you have, or leave it to others.")
        return refused(request, words)
    except access.NotReady:
        words = gettext("First hear the sound test and go through a practice call.")
        return refused(request, words, to="line:practice")
    return done(request)


def _name(session_id: UUID) -> str:
    """Who stays with them."""
    session = Session.objects.select_related("operator").filter(pk=session_id).first()
    return session.operator.name if session and session.operator else ""


@transaction.atomic
def _answer(session: Session, user: User, at: datetime) -> None:
    """A person on the phone is put through in the same breath."""
    queue.answer(session_id=session.pk, by=user, at=at)
    if session.way == Session.Way.PHONE and not session.is_practice:
        calling.connect(session_id=session.pk, by=user, at=at)


def _heard(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    watching.check_in(session_id=session.pk, at=at, by=user)
    return gettext("Heard. The clock starts anew.")


def _began(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    watching.begin_use(session_id=session.pk, at=at, by=user)
    return gettext("Use began. The clock runs.")


def _declare(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    watching.declare_emergency(session_id=session.pk, by=user, at=at)
    return ""


def _arrived(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    ladders.note_arrival(session_id=session.pk, at=at, by=user)
    return gettext("Somebody is there.")


def _call_off(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    ending.call_off(session_id=session.pk, by=user, at=at)
    return gettext("Called off. Tell whoever is on the way. The clock starts anew.")


def _end(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    """Close with an outcome. Whoever says that all is well has heard them."""
    try:
        outcome = Outcome(request.POST.get("outcome", ""))
    except ValueError as error:
        raise Refused(gettext("Say how it ended.")) from error
    reason = request.POST.get("reason", "")
    with transaction.atomic():
        if session.state in UNHEARD:
            watching.check_in(session_id=session.pk, at=at, by=user)
        ending.close(
            session_id=session.pk, outcome=outcome, by=user, at=at,
            reason=reason if reason in REASONS else "",
        )  # fmt: skip
    return gettext("Ended. What identified them is destroyed in a while by itself.")


def _join(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    _supervisor(user)
    queue.join(session_id=session.pk, by=user, at=at)
    return gettext("You are with them. The call remains your colleague’s.")


def _take_over(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    _supervisor(user)
    queue.take_over(session_id=session.pk, by=user, at=at)
    return gettext("The call is yours.")


def _part(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    queue.part(session_id=session.pk, by=user, at=at)
    return ""


def _hand_back(session: Session, user: User, request: HttpRequest, at: datetime) -> str:
    queue.lose_operator(session_id=session.pk, at=at, by=user)
    return gettext("Offered to everybody, ahead of the queue.")


def _supervisor(user: User) -> None:
    if not access.supervises(user):
        raise PermissionDenied


Act = Callable[[Session, User, HttpRequest, datetime], str]
ACTS: dict[str, Act] = {
    "heard": _heard, "began": _began, "declare": _declare, "arrived": _arrived,
    "call-off": _call_off, "end": _end, "join": _join, "take-over": _take_over, "part": _part,
    "hand-back": _hand_back,
}  # fmt: skip


@needs(Permission.ANSWER_LINE)
@require_POST
def act(request: HttpRequest, session_id: UUID, what: str) -> HttpResponse:
    """One act on a call that is one's own, that one joined, or supervises."""
    user = signed_in_user(request)
    if what not in ACTS:
        raise Http404
    session = access.call_for(user, session_id)
    try:
        words = ACTS[what](session, user, request, clock.now())
    except Refused as why:
        return refused(request, why.words)
    except (NotAllowed, Overtaken, queue.AlreadyOver):
        return refused(request, gettext("That moment has passed: look at the call again."))
    if what == "declare":
        return sheets.shown(request, session)
    return done(request, words)

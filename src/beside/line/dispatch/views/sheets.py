"""The dispatch sheet, and what is done from it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.steps import NotAllowed
from beside.line.console.silence import Ring, ring_of
from beside.line.dispatch import access
from beside.line.dispatch.sheet import Sheet, sheet_of
from beside.line.models import Attempt, Psap, Session
from beside.line.services import dispatching
from beside.line.services.dispatching import Line, Said


@dataclass(frozen=True)
class SheetPage:
    """The sheet, and the session's own clock."""

    sheet: Sheet
    ring: Ring


@needs(Permission.ANSWER_LINE)
def sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Whom to call for this place, and what to say."""
    user, at = signed_in_user(request), clock.now()
    session = access.released_session_for(user, session_id)
    dispatching.open_sheet(session_id=session.pk, by=user, at=at)
    session.refresh_from_db()
    page = SheetPage(sheet_of(session, by=user, at=at), ring_of(session, at))
    return render(request, "line/dispatch/sheet.html", page=page)


@needs(Permission.ANSWER_LINE)
@require_POST
def place(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Place the call, or say what came of one that was made by hand."""
    user, at = signed_in_user(request), clock.now()
    session = access.released_session_for(user, session_id)
    to, psap = _line(request)
    try:
        if said := request.POST.get("said"):
            dispatching.note_by_hand(
                session_id=session.pk, by=user, to=to, psap=psap, said=_said(said), at=at
            )
        else:
            dispatching.place_dispatch(session_id=session.pk, by=user, to=to, psap=psap, at=at)
    except NotAllowed:
        messages.info(request, gettext("This is over: no help is wanted any more."))
    except dispatching.ForPracticeOnly:
        messages.error(request, gettext("That entry is for practice: nobody would come."))
    return redirect("line:sheet", session.pk)


@needs(Permission.ANSWER_LINE)
@require_POST
def answered(request: HttpRequest, session_id: UUID, attempt_id: int) -> HttpResponse:
    """They spoke with them: somebody is coming, or nobody is."""
    user = signed_in_user(request)
    session = access.released_session_for(user, session_id)
    attempt = _attempt(session, attempt_id)
    said = _said(request.POST.get("said", ""))
    try:
        dispatching.confirm_dispatch(attempt_id=attempt.pk, by=user, said=said, at=clock.now())
    except NotAllowed:
        messages.info(request, gettext("This is over: no help is wanted any more."))
    return redirect("line:sheet", session.pk)


def _attempt(session: Session, attempt_id: int) -> Attempt:
    found = session.attempts.filter(pk=attempt_id).first()
    if found is None:
        raise Http404
    return found


def _line(request: HttpRequest) -> tuple[Line, Psap | None]:
    try:
        to = Line(request.POST.get("to", ""))
        psap_id = UUID(request.POST["psap"]) if to is not Line.RELAY else None
    except (ValueError, KeyError) as error:
        raise Http404 from error
    psap = Psap.objects.filter(pk=psap_id).first() if psap_id else None
    if to is not Line.RELAY and psap is None:
        raise Http404
    return to, psap


def _said(word: str) -> Said:
    try:
        return Said(word)
    except ValueError as error:
        raise Http404 from error

"""The dispatch sheet, and what is done from it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import part, render
from beside.kernel import clock
from beside.kernel.steps import NotAllowed
from beside.line.console import answers
from beside.line.dispatch import access
from beside.line.dispatch.sheet import Sheet, sheet_of
from beside.line.models import Attempt, Psap, Session
from beside.line.services import dispatching
from beside.line.services.dispatching import Line, Said


@dataclass(frozen=True)
class SheetPage:
    """The sheet."""

    sheet: Sheet


@needs(Permission.ANSWER_LINE)
def sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Whom to call for this place, and what to say."""
    user, at = signed_in_user(request), clock.now()
    session = access.released_session_for(user, session_id)
    dispatching.open_sheet(session_id=session.pk, by=user, at=at)
    session.refresh_from_db()
    page = SheetPage(sheet_of(session, by=user, at=at))
    template = "sheet_part" if "part" in request.GET else "sheet"
    return render(request, f"line/dispatch/{template}.html", page=page)


@needs(Permission.ANSWER_LINE)
@require_POST
def place(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Place the call, or say what came of one that was made by hand."""
    user, at = signed_in_user(request), clock.now()
    session = access.released_session_for(user, session_id)
    to, psap = _line(request)
    refusal = ""
    try:
        if said := request.POST.get("said"):
            dispatching.note_by_hand(
                session_id=session.pk, by=user, to=to, psap=psap, said=_said(said), at=at
            )
        else:
            dispatching.place_dispatch(session_id=session.pk, by=user, to=to, psap=psap, at=at)
    except NotAllowed:
        refusal = gettext("This is over: no help is wanted any more.")
    except dispatching.ForPracticeOnly:
        refusal = gettext("That entry is for practice: nobody would come.")
    return _again(request, session, refusal)


@needs(Permission.ANSWER_LINE)
@require_POST
def answered(request: HttpRequest, session_id: UUID, attempt_id: int) -> HttpResponse:
    """They spoke with them: somebody is coming, or nobody is."""
    user = signed_in_user(request)
    session = access.released_session_for(user, session_id)
    attempt = _attempt(session, attempt_id)
    said = _said(request.POST.get("said", ""))
    refusal = ""
    try:
        dispatching.confirm_dispatch(attempt_id=attempt.pk, by=user, said=said, at=clock.now())
    except NotAllowed:
        refusal = gettext("This is over: no help is wanted any more.")
    return _again(request, session, refusal)


def _again(request: HttpRequest, session: Session, refusal: str) -> HttpResponse:
    """The sheet as it is now."""
    if refusal:
        return answers.refused(request, refusal)
    return shown(request, session)


def shown(request: HttpRequest, session: Session) -> HttpResponse:
    """The sheet: in the very answer for a script that stays, or the way to its page.

    `key` is the one the board gives that part, so that it is not asked for again.
    """
    if not answers.stays(request):
        return redirect("line:sheet", session.pk)
    user, at = signed_in_user(request), clock.now()
    dispatching.open_sheet(session_id=session.pk, by=user, at=at)
    session.refresh_from_db()
    page = SheetPage(sheet_of(session, by=user, at=at))
    html = part(request, "line/dispatch/sheet_part.html", page=page)
    return JsonResponse(
        {"about": str(session.pk), "key": f"sheet {session.particulars_id}", "html": html}
    )


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

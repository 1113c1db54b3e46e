"""Where somebody is, what is written between us, and handing a call on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside import env
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.steps import NotAllowed
from beside.line import held, queries
from beside.line import particulars as sealed
from beside.line.console import access, answers
from beside.line.models import Elsewhere, Message, Presence, Session
from beside.line.particulars import Particulars
from beside.line.phone import configured
from beside.line.services import chatting, dispatching, queue
from beside.privacy import vault


@dataclass(frozen=True)
class PlacePage:
    """What the person told of themselves, opened for whoever stays with them."""

    session: Session
    place: Particulars | None = field(repr=False)


@needs(Permission.ANSWER_LINE)
def place(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Where they are. Each opening is recorded with the operator's name."""
    user = signed_in_user(request)
    session = access.call_for(user, session_id)
    found = None
    if session.particulars_id:
        try:
            found = held.opened(session, by=user, purpose=sealed.ANSWER, at=clock.now())
        except vault.Destroyed:
            found = None
    return _part(request, "place", PlacePage(session, found))


@dataclass(frozen=True)
class WordsPage:
    """What was written."""

    session: Session
    lines: Sequence[chatting.Line] = field(repr=False)


@needs(Permission.ANSWER_LINE)
def words(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What was written after line `after`."""
    user = signed_in_user(request)
    session = access.call_for(user, session_id)
    after = request.GET.get("after", "")
    lines = chatting.read(
        session_id=session.pk, after=int(after) if after.isdigit() else 0, by=user, at=clock.now()
    )
    return _part(request, "words", WordsPage(session, lines))


@needs(Permission.ANSWER_LINE)
@require_POST
def say(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Write to them."""
    user = signed_in_user(request)
    session = access.call_for(user, session_id)
    try:
        chatting.say(
            session_id=session.pk, side=Message.Side.OPERATOR, text=request.POST.get("words", ""),
            at=clock.now(), by=user,
        )  # fmt: skip
    except chatting.NothingSaid:
        return answers.refused(request, gettext("There is nothing written yet."))
    except NotAllowed:
        return answers.refused(request, gettext("It is over: they no longer read this."))
    return answers.done(request, to="line:words", args=(session.pk,))


@dataclass(frozen=True)
class Service:
    """Where a person can be handed on. `whom` rings it; without, it is told by words."""

    slug: str
    label: str
    number: str
    whom: str


@dataclass(frozen=True)
class HandOnPage:
    session: Session
    colleagues: Sequence[User]
    services: Sequence[Service]
    rings: bool


def services_of(session: Session) -> list[Service]:
    """988, the partner line, and what else the coalition wrote down."""
    found = [Service("crisis", gettext("988, the crisis line"), "988", "")]
    if partner := env.text("BESIDE_LINE_PARTNER"):
        found.append(Service("partner", gettext("The partner line"), partner, "partner"))
    for each in Elsewhere.objects.filter(is_active=True):
        found.append(
            Service(f"elsewhere_{each.pk}", each.label, each.number, f"elsewhere:{each.pk}")
        )
    return found


@needs(Permission.ANSWER_LINE)
def hand_on(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Hand a call to a colleague, or the person to another service, warmly."""
    user = signed_in_user(request)
    session = access.call_for(user, session_id)
    if request.method == "POST":
        return _hand_on(request, session, user)
    present = Presence.objects.filter(until_at=None, on_call_only=False).exclude(user=user)
    colleagues = [
        p.user for p in present.select_related("user") if not queries.has_hands_full(p.user)
    ]
    rings = bool(configured.providers()) and session.way == Session.Way.PHONE
    page = HandOnPage(session, colleagues, services_of(session), rings)
    return render(request, "line/console/hand_on.html", page=page)


def _hand_on(request: HttpRequest, session: Session, user: User) -> HttpResponse:
    at, to = clock.now(), request.POST.get("to", "")
    try:
        if colleague := _colleague(request.POST.get("colleague", "")):
            queue.transfer(session_id=session.pk, to=colleague, by=user, at=at)
            return answers.done(request, gettext("%s stays with them now.") % colleague.name)
        service = next((each for each in services_of(session) if each.slug == to), None)
        if service is None:
            raise Http404
        rung = service.whom if request.POST.get("ring") and not session.is_practice else ""
        dispatching.transfer_out(session_id=session.pk, by=user, to=service.slug, whom=rung, at=at)
    except (queue.NotOnShift, queue.HandsFull):
        return answers.refused(request, gettext("They went off shift, or took another call."))
    except queue.AlreadyOver:
        return answers.refused(request, gettext("It is over."))
    messages.success(request, gettext("Noted. Stay until they have spoken with them."))
    return redirect("line:console")


def _colleague(written: str) -> User | None:
    try:
        return User.objects.filter(pk=UUID(written)).first()
    except ValueError:
        return None


def _part(request: HttpRequest, name: str, page: object) -> HttpResponse:
    """The part alone for the script, a page around it for everybody else."""
    template = f"line/console/{name}{'_part' if 'part' in request.GET else ''}.html"
    return render(request, template, page=page)

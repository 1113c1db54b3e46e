"""The link of whoever is rung: the place, once it is released, and one tap to answer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beside.accounts.access import by_link
from beside.design.forms_public import public_form
from beside.design.languages import also_in
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.steps import NotAllowed
from beside.line import held
from beside.line.caller import access, where
from beside.line.caller.forms import COMPANY, DOOR
from beside.line.caller.where import Number
from beside.line.core.session import State
from beside.line.models import Rung, Session
from beside.line.moving import Overtaken
from beside.line.particulars import RELEASE, Particulars
from beside.line.services import going, ladders
from beside.privacy import vault

OPEN = (State.RELEASED, State.DISPATCHED, State.HELPED)


@dataclass(frozen=True)
class RungPage:
    """What somebody who is rung must know, and nothing else."""

    token: str = field(repr=False)
    state: str
    here: Particulars | None = field(repr=False)  # nothing unless the place is released
    name: str = field(repr=False)  # what the person calls whoever is rung
    minutes: int | None  # since use
    route: str
    is_going: bool
    is_there: bool
    has_declined: bool
    has_answered: bool  # the person, after help was called
    number: Number | None

    @property
    def naloxone_words(self) -> str:
        """Whether there is some; nothing when it was not said."""
        said = {"here": _("There, within reach"), "none": _("None there: bring some")}
        return said.get(self.here.naloxone, "") if self.here else ""

    @property
    def company_words(self) -> str:
        there = self.here.company.split(", ") if self.here else []
        return ", ".join(str(words) for code, words in COMPANY if code in there)

    @property
    def door_words(self) -> str:
        """Unlocked, locked."""
        return ",".join(str(words) for _code, words in DOOR)

    @property
    def map_point(self) -> str:
        here = self.here
        return f"{here.lat},{here.lon}" if here and here.lat is not None else ""


@also_in("ar")
@by_link
@public_form
@require_http_methods(["GET", "POST"])
def rung(request: HttpRequest, token: str) -> HttpResponse:
    """Come, say that you come, or say that you cannot."""
    found, at = access.rung_by_token(token), clock.now()
    if request.method == "POST":
        _answer(request, found, at)
        return redirect("line:rung", token)
    answer = render(request, "line/caller/rung.html", page=rung_page(found, token, at))
    add_never_cache_headers(answer)
    return answer


def rung_page(found: Rung, token: str, at: datetime) -> RungPage:
    """The place is opened only while help is wanted, each time with a record of it."""
    session, here = found.session, None
    if session.state in OPEN and session.released_at and session.particulars_id:
        with suppress(vault.Destroyed):
            here = held.opened(session, by=vault.Worker("line"), purpose=RELEASE, at=at)
    contact = here.contact_on(found.position) if here else None
    return RungPage(
        token=token, state=session.state, here=here, name=contact.name if contact else "",
        minutes=_minutes(session, at), route=session.route,
        is_going=found.accepted_at is not None, is_there=session.state == State.HELPED,
        has_declined=found.fault == "declined", has_answered=_has_answered(session),
        number=where.line(),
    )  # fmt: skip


def _minutes(session: Session, at: datetime) -> int | None:
    return int((at - session.began_at).total_seconds() // 60) if session.began_at else None


def _has_answered(session: Session) -> bool:
    """Whether they were heard after help was called, and nobody is with them yet."""
    released, heard = session.released_at, session.heard_at
    return bool(session.state != State.HELPED and released and heard and heard > released)


def _answer(request: HttpRequest, found: Rung, at: datetime) -> None:
    """What cannot be done any more is left: the page says how it stands."""
    act = ANSWERS.get(request.POST.get("do", ""))
    try:
        if act and found.session.state in OPEN:
            act(found, at)
    except (NotAllowed, Overtaken):
        return


def _go(found: Rung, at: datetime) -> None:
    ladders.accept_rung(rung_id=found.pk, at=at)


def _there(found: Rung, at: datetime) -> None:
    ladders.note_arrival(session_id=found.session_id, at=at)


def _cannot(found: Rung, at: datetime) -> None:
    going.decline_rung(rung_id=found.pk, at=at)


ANSWERS: dict[str, Callable[[Rung, datetime], None]] = {
    "going": _go, "there": _there, "cannot": _cannot,
}  # fmt: skip

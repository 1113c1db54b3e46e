"""Open a session: by the timer, or to wait for somebody."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from beside.kernel import deadlines, record
from beside.line import rhythms
from beside.line.core import ladder
from beside.line.core.rhythm import Route
from beside.line.core.session import Event, State
from beside.line.digests import digest_of_number, digest_of_token
from beside.line.models import Session
from beside.line.moving import announce, move
from beside.line.particulars import Particulars, county_of, leads_to_them, seal
from beside.line.services.ladders import lay_ladder


class AlreadyOpen(Exception):
    """This number has a session that runs. `session_id` is it."""

    def __init__(self, session_id: object) -> None:
        super().__init__(str(session_id))
        self.session_id = session_id


@dataclass(frozen=True)
class Opened:
    """A session, and the token with which its own page is reached; it is kept nowhere."""

    session: Session
    token: str


@transaction.atomic
def open_session(
    *,
    way: str,
    language: str,
    at: datetime,
    particulars: Particulars | None = None,
    chosen: Sequence[ladder.Kind] = (),
    route: Route = Route.OTHER,
    wants_operator: bool = True,
    number: str = "",
    is_practice: bool = False,
    token: str = "",
) -> Opened:
    """Somebody is here. With `wants_operator` they wait for one; else take_timer follows.

    `number` (E.164) is whom a call or SMS came from; `token` the name a page gave the session
    beforehand, so that what is sent twice opens one. Raises AlreadyOpen, ladder.BadLadder.
    """
    rhythm = rhythms.current()
    token = token or secrets.token_urlsafe(16)
    here = particulars or Particulars()
    session = Session(
        state=State.WAITING, way=way, came_by=way, language=language, route=route,
        rhythm=rhythm.as_words(), wants_operator=wants_operator, opened_at=at,
        queued_at=at if wants_operator else None, heard_at=at, is_practice=is_practice,
        deadline_at=at + timedelta(seconds=rhythm.overflow), county_fips=county_of(here),
        told_where=leads_to_them(here),
        token_digest=digest_of_token(token),
        number_digest=digest_of_number(number) if number else None,
        line_up=True,
    )  # fmt: skip
    _insert(session)
    session.particulars_id = seal(here, at=at)
    Session.objects.filter(pk=session.pk).update(particulars_id=session.particulars_id)
    lay_ladder(session=session, chosen=chosen, at=at)
    record.act("line_opened", on=("line.session", str(session.pk)), at=at)
    deadlines.armed(at + timedelta(seconds=rhythm.overflow))
    announce(session, at)
    return Opened(session, token)


def _insert(session: Session) -> None:
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError:
        there = Session.objects.exclude(state=State.ENDED).filter(
            number_digest=session.number_digest
        )
        if session.number_digest is None or not there:
            raise
        raise AlreadyOpen(there[0].pk) from None


@transaction.atomic
def arm_timer(
    *,
    language: str,
    at: datetime,
    particulars: Particulars,
    chosen: Sequence[ladder.Kind] = (),
    route: Route = Route.OTHER,
    way: str = Session.Way.TIMER,
    number: str = "",
    wants_operator: bool = False,
    token: str = "",
) -> Opened:
    """Open a session that the machine watches from this moment on."""
    opened = open_session(
        way=way, language=language, at=at, particulars=particulars, chosen=chosen,
        route=route, wants_operator=wants_operator, number=number, token=token,
    )  # fmt: skip
    move(opened.session, Event.TIMER_TAKEN, at=at, prompts=0, heard_at=at, began_at=at)
    return opened

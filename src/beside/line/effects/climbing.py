"""Climb to a rung: everybody on it is rung and texted at once. The next never waits for them.

Calls and texts are tries of their own; the clock of the table goes on whatever they answer.
"""

from datetime import datetime

from django.db.models import Q

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.line import digests
from beside.line.core.ladder import Kind
from beside.line.core.session import State
from beside.line.effects import paging
from beside.line.effects.reread import MOVED_ON, Target, session_in
from beside.line.models import Responder, Rung, Session
from beside.line.phone import links
from beside.line.services import calling
from beside.line.services.calling import Try

RESPONDERS = 3  # so many are asked at once
KEEP = "line.keep"


@outbox.handles("line.climb", together=True)
def climb(delivery: Delivery) -> str:
    """Call who stands on the rung now, and on any before it whose turn was missed."""
    session = session_in(delivery, [State.RELEASED])
    if session is None:
        return MOVED_ON
    about = ("line.session", str(session.pk))
    outbox.put(KEEP, {"session": str(session.pk)}, about=about, due_at=delivery.at,
               key=str(session.pk))  # fmt: skip
    if not outbox.first_time("line.climb", _this_turn(session), at=delivery.at):
        return "done before"
    rungs = session.rungs.filter(Q(position=session.rung) | Q(tried_at=None))
    for rung in rungs.filter(position__lte=session.rung):
        call_rung(session, rung, delivery.at)
    return f"rung {session.rung}"


def call_rung(session: Session, rung: Rung, at: datetime) -> None:
    """Try everybody on this rung by every way."""
    token = digests.digest_of_token(links.token_of_rung(rung))
    Rung.objects.filter(pk=rung.pk).update(tried_at=at, token_digest=token)
    kind = Kind(rung.kind)
    if kind is Kind.ON_CALL:
        paging.call_people(session, at, rung)
    elif kind is Kind.RELAY:
        calling.ring(session=session, target=Target.RELAY, whom="relay", at=at, rung=rung,
                     why="going")  # fmt: skip
    elif kind is Kind.PERSON:
        _both_ways(session, Target.PERSON, f"rung:{rung.position}", rung, at)
    else:
        for responder in nearby(session):
            _both_ways(session, Target.RESPONDER, f"responder:{responder.pk}", rung, at)


def nearby(session: Session) -> list[Responder]:
    """Responders for the county; those without counties go anywhere."""
    here = Q(counties=[]) | Q(counties__contains=[session.county_fips])
    return list(Responder.objects.filter(here, is_available=True)[:RESPONDERS])


def _both_ways(session: Session, target: str, whom: str, rung: Rung, at: datetime) -> None:
    ways = (calling.SMS, calling.VOICE)
    tries = [Try(session, target, whom, way, "going", rung) for way in ways]
    calling.ring_all(tries=tries, at=at)


def _this_turn(session: Session) -> str:
    """The rung and when its clock ends: it comes round again with another."""
    assert session.deadline_at is not None
    return f"{session.pk}:{session.rung}:{session.deadline_at.timestamp():.3f}"


@outbox.handles(KEEP)
def keep(delivery: Delivery) -> str:
    """Keep the particulars for the days after an emergency."""
    from uuid import UUID

    from beside.line.services import releasing

    session_id = UUID(str(delivery.payload["session"]))
    if not Session.objects.filter(pk=session_id, released_at__isnull=False).exists():
        return MOVED_ON
    return str(releasing.keep_for_emergency(session_id=session_id, at=delivery.at))

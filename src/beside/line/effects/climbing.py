"""Climb to a rung: everybody on it is rung and texted at once. The next never waits for them.

Calls and texts are tries of their own; the clock of the table goes on whatever they answer. On
a bad night many climb at once, so all that is due is read and written together.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from beside.kernel import outbox, statements
from beside.kernel.outbox import Delivery, Wanted
from beside.line import digests
from beside.line.core.ladder import Kind
from beside.line.core.session import State
from beside.line.effects import paging
from beside.line.effects.reread import MOVED_ON, Target, sessions_in
from beside.line.models import Attempt, Responder, Rung, Session
from beside.line.phone import links
from beside.line.services import calling
from beside.line.services.calling import Try

RESPONDERS = 3  # so many are asked at once
RELAY_CALLS, RELAY_YES = 6, 2  # for one emergency: so often it is rung, and says that it sends
KEEP = "line.keep"
_OF_SESSIONS = "WHERE session_id = ANY(%s) ORDER BY session_id, position"
_TRIED = """
UPDATE line_rung AS rung SET tried_at = %s, token_digest = told.digest
FROM unnest(%s::bigint[], %s::bytea[]) AS told (id, digest) WHERE rung.id = told.id
"""


@outbox.handles_several("line.climb")
def climb(deliveries: Sequence[Delivery]) -> list[str]:
    """Call who stands on the rung now, and on any before it whose turn was missed."""
    at = max(delivery.at for delivery in deliveries)
    standing = sessions_in(deliveries, [State.RELEASED])
    turns = {_this_turn(session): session for session in standing if session}
    outbox.put_all([_kept(session, at) for session in turns.values()])
    news = outbox.first_times("line.climb", list(turns), at=at)
    _call([turns[turn] for turn in turns if turn in news], at)
    return [_said(session, news) for session in standing]


def _said(session: Session | None, news: set[str]) -> str:
    if session is None:
        return MOVED_ON
    return f"rung {session.rung}" if _this_turn(session) in news else "done before"


def _kept(session: Session, at: datetime) -> Wanted:
    return Wanted(KEEP, {"session": str(session.pk)}, ("line.session", str(session.pk)),
                  due_at=at, key=str(session.pk))  # fmt: skip


def _call(sessions: Sequence[Session], at: datetime) -> None:
    """Try everybody whose turn it is, by every way."""
    if not sessions:
        return
    by_id = {session.pk: session for session in sessions}
    rungs = [
        rung
        for rung in statements.rows(Rung, _OF_SESSIONS, [list(by_id)])
        if _is_its_turn(rung, by_id[rung.session_id])
    ]
    tokens = [digests.digest_of_token(links.token_of_rung(rung)) for rung in rungs]
    statements.run(_TRIED, [at, [rung.pk for rung in rungs], tokens])
    turns = [(by_id[rung.session_id], rung) for rung in rungs]
    on_call = [turn for turn in turns if turn[1].kind == Kind.ON_CALL]
    done = _relay_did_enough([session for session, rung in turns if rung.kind == Kind.RELAY])
    paging.write_of_the_relay(done, at)
    others = [
        (session, rung)
        for session, rung in turns
        if rung.kind != Kind.ON_CALL and not (rung.kind == Kind.RELAY and session in done)
    ]
    near: dict[str, list[Responder]] = {}
    tries = [each for session, rung in others for each in _tries(session, rung, near)]
    calling.ring_all(tries=[*tries, *paging.tries_for(on_call, at)], at=at)


def _is_its_turn(rung: Rung, session: Session) -> bool:
    is_missed = rung.position < session.rung and rung.tried_at is None
    return rung.position == session.rung or is_missed


def _tries(session: Session, rung: Rung, near: dict[str, list[Responder]]) -> list[Try]:
    """Everybody on one rung, by every way; `near`: responders that were looked up, by county."""
    kind = Kind(rung.kind)
    if kind is Kind.RELAY:
        return [Try(session, Target.RELAY, "relay", why="going", rung=rung)]
    if kind is Kind.PERSON:
        return _both_ways(session, Target.PERSON, f"rung:{rung.position}", rung)
    here = session.county_fips
    near[here] = near[here] if here in near else nearby(here)
    called = [(Target.RESPONDER, f"responder:{responder.pk}") for responder in near[here]]
    return [each for target, whom in called for each in _both_ways(session, target, whom, rung)]


def _relay_did_enough(sessions: Sequence[Session]) -> list[Session]:
    """Those for whom the relay was rung as often as helps, since they were last heard of.

    Now somebody must look at them.
    """
    rung = Attempt.objects.filter(
        session__in=sessions, target=Target.RELAY, why="going",
        at__gt=Coalesce("session__heard_at", "session__opened_at"),
    )  # fmt: skip
    counted = rung.values_list("session_id").annotate(
        Count("pk"), yes=Count("pk", filter=Q(result="accepted"))
    )
    found = {key: (calls, yes) for key, calls, yes in counted}
    return [
        session
        for session in sessions
        if session.pk in found
        and (found[session.pk][0] >= RELAY_CALLS or found[session.pk][1] >= RELAY_YES)
    ]


def nearby(county_fips: str) -> list[Responder]:
    """Responders for the county; those without counties go anywhere."""
    here = Q(counties=[]) | Q(counties__contains=[county_fips])
    return list(Responder.objects.filter(here, is_available=True)[:RESPONDERS])


def _both_ways(session: Session, target: str, whom: str, rung: Rung) -> list[Try]:
    return [Try(session, target, whom, way, "going", rung) for way in (calling.SMS, calling.VOICE)]


def _this_turn(session: Session) -> str:
    """The rung and when its clock ends: it comes round again with another."""
    assert session.deadline_at is not None
    return f"{session.pk}:{session.rung}:{session.deadline_at.timestamp():.3f}"


@outbox.handles_several(KEEP)
def keep(deliveries: Sequence[Delivery]) -> list[str]:
    """Keep the particulars for the days after an emergency."""
    from beside.line.services import releasing

    wanted = [UUID(str(delivery.payload["session"])) for delivery in deliveries]
    at = max(delivery.at for delivery in deliveries)
    kept = releasing.keep_for_emergency(session_ids=wanted, at=at)
    return [str(session_id in kept) for session_id in wanted]

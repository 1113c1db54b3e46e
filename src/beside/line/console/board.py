"""All that stands on the console, read in a few statements."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, Sum

from beside.accounts.models import User
from beside.kernel import live
from beside.line import queries
from beside.line.console import notices, readiness, watch
from beside.line.console.notices import Notice
from beside.line.console.readiness import Ready
from beside.line.console.silence import Ring, ring_of
from beside.line.core.results import CAME_TO_NOTHING
from beside.line.core.session import State
from beside.line.models import Attempt, Presence, Rung, Session
from beside.line.services import going
from beside.line.voice import parts
from beside.line.voice.parts import VoicePart

MINE_SHOWN = 4
OF_HELP = ("psap", "relay", "person", "responder")


@dataclass(frozen=True)
class Call:
    """One session as the console shows it. Who and where stays sealed."""

    session: Session
    ring: Ring
    operator: str = ""
    is_company: bool = False  # joined beside the operator
    last_line: int = 0  # of the chat
    since_use: int | None = None  # minutes
    tries: Sequence[Attempt] = ()  # calls for help, once the place is released

    @property
    def voice(self) -> VoicePart | None:
        """Where the operator's browser speaks, for those who came by a browser."""
        return parts.operator(self.session)

    @property
    def is_emergency(self) -> bool:
        return self.session.state in queries.EMERGENCIES

    @property
    def is_over_the_phone(self) -> bool:
        return self.session.way in (Session.Way.PHONE, Session.Way.SMS)

    @property
    def is_released(self) -> bool:
        return self.session.released_at is not None and self.session.state in (
            State.RELEASED, State.DISPATCHED, State.HELPED,
        )  # fmt: skip

    @property
    def said(self) -> list[Rung]:
        """Those who were called and said that they go, or cannot."""
        rungs = self.session.rungs.all() if self.is_released else []
        return [rung for rung in rungs if rung.accepted_at or rung.fault == going.DECLINED]

    @property
    def nobody_called(self) -> bool:
        """Help was released and every try came to nothing: whoever reads this must call."""
        if self.session.state != State.RELEASED or any(rung.accepted_at for rung in self.said):
            return False
        return bool(self.tries) and all(one.result in CAME_TO_NOTHING for one in self.tries)

    @property
    def has_answered(self) -> bool:
        """Help is on the way, and since it was called the person was heard."""
        s = self.session
        if s.state != State.DISPATCHED or s.released_at is None or s.heard_at is None:
            return False
        return s.heard_at > s.released_at

    @property
    def may_end(self) -> bool:
        return self.session.state != State.WAITING

    @property
    def key(self) -> str:
        """Changes when anything that is drawn without a clock of its own has changed."""
        s = self.session
        return f"{s.pk}:{s.noted}:{s.state}:{s.operator_id}:{self.is_company}"


@dataclass(frozen=True)
class Here:
    """Somebody on shift."""

    name: str
    on_call_only: bool
    in_hand: int
    is_me: bool


@dataclass(frozen=True)
class Board:
    """The whole console at one moment."""

    at_ms: int
    news: int
    state: str  # of everything, as a beat tells it
    on_shift: bool
    rings: bool  # whether the console may ring for this operator now
    rests: bool  # has had as many emergencies as one should
    ready: Ready
    ringing: Sequence[Call]
    mine: Sequence[Call]
    others: Sequence[Call]
    shift: Sequence[Here]
    notices: Sequence[Notice]
    is_late: bool
    supervises: bool
    practising: bool
    is_real: bool  # a person waits or is in hand
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def current(self) -> Call | None:
        """The call that keys act on: the one that presses most."""
        return self.mine[0] if self.mine else None

    @property
    def first(self) -> Call | None:
        return self.ringing[0] if self.ringing else None


def state_now() -> str:
    """Changes whenever a session or a shift does. Cheap: a console asks it with every beat."""
    running = Session.objects.exclude(state=State.ENDED)
    sums = running.aggregate(n=Count("pk"), noted=Sum("noted"), due=Max("deadline_at"))
    here = Presence.objects.filter(until_at=None).aggregate(n=Count("pk"), last=Max("since_at"))
    return _hash(*sums.values(), *here.values())


def board_of(user: User, *, supervises: bool, at: datetime) -> Board:
    """What this operator sees now."""
    news, state = live.newest(), state_now()
    calls = _calls(user, at)
    here = Presence.objects.filter(until_at=None).select_related("user").order_by("since_at")
    present = list(here)
    me = next((p for p in present if p.user_id == user.pk and not p.on_call_only), None)
    mine = sorted((c for c in calls if _is_mine(c, user)), key=_urgency)[:MINE_SHOWN]
    real_in_hand = sum(not call.session.is_practice for call in mine)
    rests = me is not None and queries.needs_rest(user, me)
    ringing = _ringing(calls, user)
    board = Board(
        at_ms=round(at.timestamp() * 1000), news=news, state=state, on_shift=me is not None,
        rings=me is not None and not rests and not _full(user, real_in_hand, ringing), rests=rests,
        ready=readiness.of(user), ringing=ringing, mine=mine,
        others=[c for c in calls if c not in (*ringing, *mine) and not c.session.is_practice],
        shift=_shift(present, calls, user), notices=notices.standing(at),
        is_late=watch.lateness(at) is not None, supervises=supervises,
        practising=any(call.session.is_practice for call in (*mine, *ringing)),
        is_real=any(not call.session.is_practice for call in (*mine, *ringing)),
    )  # fmt: skip
    board.keys.update(_keys(board))
    return board


def _calls(user: User, at: datetime) -> list[Call]:
    running = (
        Session.objects.exclude(state=State.ENDED)
        .select_related("operator", "practice")
        .prefetch_related("rungs", "company", "attempts")
        .annotate(last_line=Max("messages__number"))
    )
    order = {pk: n for n, pk in enumerate(queries.waiting().values_list("pk", flat=True))}
    calls = [_call(session, user, at) for session in running]
    return sorted(calls, key=lambda c: (order.get(c.session.pk, len(order)), _urgency(c)))


def _call(session: Session, user: User, at: datetime) -> Call:
    began = session.began_at
    return Call(
        session=session, ring=ring_of(session, at),
        operator=session.operator.name if session.operator else "",
        is_company=any(each.user_id == user.pk for each in session.company.all()),
        last_line=getattr(session, "last_line", None) or 0,
        since_use=int((at - began) / timedelta(minutes=1)) if began else None,
        tries=queries.latest_tries(
            each for each in session.attempts.all() if each.target in OF_HELP
        ),
    )  # fmt: skip


def _is_mine(call: Call, user: User) -> bool:
    return call.session.operator_id == user.pk or call.is_company


def _ringing(calls: Sequence[Call], user: User) -> list[Call]:
    waiting = set(queries.waiting().values_list("pk", flat=True))
    return [
        call for call in calls
        if call.session.pk in waiting
        and (not call.session.is_practice or call.session.practice.user_id == user.pk)
        and not call.is_company
    ]  # fmt: skip


def _urgency(call: Call) -> tuple[int, int]:
    order = [State.RELEASED, State.UNRESPONSIVE, State.PROMPTING, State.DISPATCHED]
    state = State(call.session.state)
    return (order.index(state) if state in order else len(order), call.ring.until_ms)


def _full(user: User, in_hand: int, ringing: Sequence[Call]) -> bool:
    """Full hands are not rung, but for an emergency."""
    return (
        bool(in_hand) and queries.has_hands_full(user) and not any(c.is_emergency for c in ringing)
    )


def _shift(present: Sequence[Presence], calls: Sequence[Call], user: User) -> list[Here]:
    held = [call.session.operator_id for call in calls if not call.session.is_practice]
    return [
        Here(p.user.name, p.on_call_only, held.count(p.user_id), p.user_id == user.pk)
        for p in present
    ]


def _keys(board: Board) -> dict[str, str]:
    """What each part of the page depends on; a browser draws a part anew when it changed."""
    return {
        "status": _hash(
            board.is_late, board.on_shift, board.rests, board.ready, board.practising, board.is_real
        ),
        "ringing": _hash([c.key for c in board.ringing], board.rings, bool(board.mine)),
        "mine": _hash(
            [c.session.pk for c in board.mine],
            [c.is_company for c in board.mine],
            board.on_shift,
            bool(board.ringing),
        ),
        "others": _hash([c.key for c in board.others]),
        "shift": _hash(board.shift),
        "notices": _hash([(n.kind, str(n.words)) for n in board.notices]),
    }


def _hash(*facts: object) -> str:
    return hashlib.blake2b(repr(facts).encode(), digest_size=6).hexdigest()

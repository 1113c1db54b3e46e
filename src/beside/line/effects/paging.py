"""Bring people to a session: ring and text those on call; without any, write to who runs it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from beside.accounts.core import roles
from beside.accounts.models import RoleHeld, User
from beside.kernel import outbox
from beside.kernel.outbox import Delivery, Wanted
from beside.line import moving
from beside.line.core.results import DID_NOT_RING
from beside.line.core.session import ACTIVE, State
from beside.line.effects.reread import MOVED_ON, Target, sessions_in
from beside.line.models import Attempt, Operator, Presence, Rung, Session
from beside.line.rota import queries as rota
from beside.line.services import calling
from beside.line.services.calling import Try

AGAIN = timedelta(seconds=90)  # nobody is rung for the same session more often than this
LETTER_AGAIN = timedelta(minutes=10)
MOST = 6
LETTER = "line.letter"


@outbox.handles_several("line.page")
def page(deliveries: Sequence[Delivery]) -> list[str]:
    """Ring those on call, unless the person never asked for a person, or one is with them."""
    at = max(delivery.at for delivery in deliveries)
    standing = sessions_in(deliveries, ACTIVE)
    wanting = [each if each and _wants_people(each) else None for each in standing]
    once = {each.pk: each for each in wanting if each}
    tries = tries_for([(each, None) for each in once.values()], at)
    calling.ring_all(tries=tries, at=at)
    called = Counter(each.session.pk for each in tries if each.way == calling.VOICE)
    return [MOVED_ON if each is None else str(called[each.pk]) for each in wanting]


def _wants_people(session: Session) -> bool:
    if session.state in (State.WAITING, State.CONNECTED, State.WATCHING, State.PROMPTING):
        return session.operator_id is None and session.wants_operator
    return True


def tries_for(turns: Sequence[tuple[Session, Rung | None]], at: datetime) -> list[Try]:
    """Ring and text everybody on call who was not rung just now. Where nobody is: a letter."""
    if not turns:
        return []
    rungs = dict(turns)  # one call each, whatever leads to it
    sessions = list(rungs)
    people = on_call(at)
    if not people:
        _write(sessions, at)
        return []
    lately = _rung_lately(sessions, at)
    return [
        Try(session, Target.ON_CALL, f"operator:{user_id}", way, "page", rung)
        for session, rung in rungs.items()
        for user_id in people
        if (session.pk, f"operator:{user_id}") not in lately
        for way in (calling.VOICE, calling.SMS)
    ]


def on_call(at: datetime) -> list[UUID]:
    """Who can be rung: those on call, by the rota or by their own word, those who promised to be
    at a console and are not, then those who are; without a number nobody.
    """
    here = Presence.objects.filter(until_at=None, on_call_only=False).order_by("since_at")
    asked = [user.pk for user in rota.on_call_at(at)]
    asked += here.values_list("user_id", flat=True)
    reachable = set(Operator.objects.exclude(number_id=None).values_list("pk", flat=True))
    return [user_id for user_id in asked if user_id in reachable][:MOST]


def _rung_lately(sessions: Sequence[Session], at: datetime) -> set[tuple[UUID, str]]:
    """For whom whose phone rings, rang or was answered lately: a call that failed is none."""
    lately = Attempt.objects.filter(
        session__in=sessions, why="page", way=calling.VOICE, at__gt=at - AGAIN
    ).exclude(result__in=DID_NOT_RING)
    return set(lately.values_list("session_id", "whom"))


def write_if_nobody(session: Session, at: datetime) -> None:
    """A letter, when every call of this turn to those on call came to nothing."""
    lately = Attempt.objects.filter(session=session, why="page", at__gt=at - AGAIN)
    if not lately.exclude(result__in=DID_NOT_RING).exists():
        _write([session], at)


def write_of_the_relay(sessions: Sequence[Session], at: datetime) -> None:
    """A letter: the relay is not rung any more for a session that nobody has ended."""
    for session in sessions:
        moving.note(session, "relay_spared", at=at)
    _write(sessions, at, why="relay")


def _write(sessions: Sequence[Session], at: datetime, *, why: str = "nobody") -> None:
    """The last resort: a letter to each who runs the line, at most every ten minutes."""
    if not sessions:
        return
    period = int(at.timestamp() // LETTER_AGAIN.total_seconds())
    readers = runs_the_line()
    outbox.put_all([
        Wanted(LETTER, {"session": str(session.pk), "user": str(user_id), "why": why},
               ("line.session", str(session.pk)), due_at=at, urgent=True,
               key=f"{session.pk}:{user_id}:{period}:{why}")
        for session in sessions
        for user_id in readers
    ])  # fmt: skip


def runs_the_line() -> list[UUID]:
    """Whoever supervises the line, else whoever coordinates."""
    for permission in (roles.Permission.SUPERVISE_LINE, roles.Permission.VIEW_LINE_FIGURES):
        slugs = [role.slug for role in roles.house_roles() if permission in role.permissions]
        held = RoleHeld.objects.filter(role__in=slugs, user__is_active=True)
        found = User.objects.filter(pk__in=held.values("user_id")).exclude(email="")
        if users := list(found.values_list("pk", flat=True).order_by("pk")[:MOST]):
            return users
    return []

"""Bring people to a session: ring and text those on call; without any, write to who runs it."""

from datetime import datetime, timedelta
from uuid import UUID

from beside.accounts.core import roles
from beside.accounts.models import RoleHeld, User
from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.line.core.session import ACTIVE, State
from beside.line.effects.reread import MOVED_ON, Target, session_in
from beside.line.models import Attempt, Operator, Presence, Rung, Session
from beside.line.services import calling
from beside.line.services.calling import Try

AGAIN = timedelta(seconds=90)  # nobody is rung for the same session more often than this
LETTER_AGAIN = timedelta(minutes=10)
MOST = 6
CAME_TO_NOTHING = ["unavailable", "refused", "not_configured", "busy", "failed", "opted_out"]
LETTER = "line.letter"


@outbox.handles("line.page", together=True)
def page(delivery: Delivery) -> str:
    """Ring those on call, unless the person never asked for a person, or one is with them."""
    session = session_in(delivery, ACTIVE)
    if session is None or not _wants_people(session):
        return MOVED_ON
    return str(call_people(session, delivery.at))


def _wants_people(session: Session) -> bool:
    if session.state in (State.WAITING, State.CONNECTED, State.WATCHING, State.PROMPTING):
        return session.operator_id is None and session.wants_operator
    return True


def call_people(session: Session, at: datetime, rung: Rung | None = None) -> int:
    """Ring and text everybody on call who was not rung just now; how many. None: a letter."""
    people = on_call()
    fresh = [user_id for user_id in people if not _was_rung(session, user_id, at)]
    tries = [
        Try(session, Target.ON_CALL, f"operator:{user_id}", way, "page", rung)
        for user_id in fresh
        for way in (calling.VOICE, calling.SMS)
    ]
    calling.ring_all(tries=tries, at=at)
    if not people:
        _write(session, at)
    return len(fresh)


def on_call() -> list[UUID]:
    """Who can be rung: those on call first, then those at a console; without a number nobody."""
    present = Presence.objects.filter(until_at=None).order_by("-on_call_only", "since_at")
    reachable = set(Operator.objects.exclude(number_id=None).values_list("pk", flat=True))
    users = present.values_list("user_id", flat=True)
    return [user_id for user_id in users if user_id in reachable][:MOST]


def _was_rung(session: Session, user_id: UUID, at: datetime) -> bool:
    """Whether their phone rings, rang or was answered lately: a call that failed is none."""
    lately = Attempt.objects.filter(
        session=session, whom=f"operator:{user_id}", why="page", way=calling.VOICE,
        at__gt=at - AGAIN,
    ).exclude(result__in=CAME_TO_NOTHING)  # fmt: skip
    return lately.exists()


def write_if_nobody(session: Session, at: datetime) -> None:
    """A letter, when every call of this turn to those on call came to nothing."""
    lately = Attempt.objects.filter(session=session, why="page", at__gt=at - AGAIN)
    if not lately.exclude(result__in=CAME_TO_NOTHING).exists():
        _write(session, at)


def _write(session: Session, at: datetime) -> None:
    """The last resort: a letter to each who runs the line, at most every ten minutes."""
    period = int(at.timestamp() // LETTER_AGAIN.total_seconds())
    for user_id in runs_the_line():
        outbox.put(LETTER, {"session": str(session.pk), "user": str(user_id)},
                   about=("line.session", str(session.pk)), due_at=at, urgent=True,
                   key=f"{session.pk}:{user_id}:{period}")  # fmt: skip


def runs_the_line() -> list[UUID]:
    """Whoever supervises the line, else whoever coordinates."""
    for permission in (roles.Permission.SUPERVISE_LINE, roles.Permission.VIEW_LINE_FIGURES):
        slugs = [role.slug for role in roles.house_roles() if permission in role.permissions]
        held = RoleHeld.objects.filter(role__in=slugs, user__is_active=True)
        found = User.objects.filter(pk__in=held.values("user_id")).exclude(email="")
        if users := list(found.values_list("pk", flat=True).order_by("pk")[:MOST]):
            return users
    return []

"""The only way a view of the console gets a session: it hands it over, or refuses."""

from uuid import UUID

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.line import queries
from beside.line.console import readiness
from beside.line.dispatch.access import NotYours, is_open_to, session_for
from beside.line.models import Session

__all__ = ["NotReady", "NotYours", "call_for", "session_to_answer", "session_to_read"]


class NotReady(Exception):
    """They have not heard the console ring, or not practised. Never said in an emergency."""


def session_to_answer(user: User, session_id: UUID) -> Session:
    """One that waits, or that somebody was quicker with. Raises NotYours, NotReady."""
    session = Session.objects.filter(pk=session_id, ended_at=None).first()
    if session is None or (session.is_practice and not _practises(session, user)):
        raise NotYours
    exempt = session.is_practice or session.state in queries.EMERGENCIES
    if not exempt and not readiness.of(user).may_answer:
        raise NotReady
    return session


def call_for(user: User, session_id: UUID) -> Session:
    """One that runs, in which `user` may act. Raises NotYours."""
    session = session_for(user, session_id)
    if session.ended_at is not None:
        raise NotYours
    return session


def session_to_read(user: User, session_id: UUID) -> Session:
    """Its timeline: for who stayed with it, who kept company, and supervisors. Raises NotYours."""
    session = Session.objects.select_related("operator").filter(pk=session_id).first()
    if session is None or not (is_open_to(session, user) or _practises(session, user)):
        raise NotYours
    return session


def supervises(user: User) -> bool:
    return user.has_permission(Permission.SUPERVISE_LINE)


def _practises(session: Session, user: User) -> bool:
    practice = getattr(session, "practice", None)
    return practice is not None and practice.user_id == user.pk

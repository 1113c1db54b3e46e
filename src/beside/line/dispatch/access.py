"""The only way a view gets a session to send help for, or a center."""

from uuid import UUID

from django.http import Http404

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.line.models import Psap, Session


class NotYours(Http404):
    """Nobody opens the place of somebody they do not stay with. Says no more than `not here`."""


def session_for(user: User, session_id: UUID) -> Session:
    """A session that runs, for who stays with it, keeps company there, or supervises.

    Of one that waits for anybody, for every operator. Raises NotYours.
    """
    session = Session.objects.select_related("operator").filter(pk=session_id).first()
    if session is None or not is_open_to(session, user):
        raise NotYours
    return session


def is_open_to(session: Session, user: User) -> bool:
    """Whether `user` may act in it."""
    if session.operator_id == user.pk or user.has_permission(Permission.SUPERVISE_LINE):
        return True
    return session.company.filter(user=user).exists()


def released_session_for(user: User, session_id: UUID) -> Session:
    """One whose place has been released and which has not ended. Raises NotYours."""
    session = session_for(user, session_id)
    if session.released_at is None or session.ended_at is not None:
        raise NotYours
    return session


def center_for(user: User, psap_id: UUID) -> Psap:
    """A center; whoever may answer may read it. Raises NotYours."""
    psap = Psap.objects.filter(pk=psap_id).select_related("tested_by").first()
    if psap is None or not user.has_permission(Permission.ANSWER_LINE):
        raise NotYours
    return psap

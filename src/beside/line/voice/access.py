"""The only way a view of voice gets a session: by the link the caller holds, or as its operator."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from beside.accounts.access import signed_in_user, standing
from beside.accounts.core.roles import Permission
from beside.line.core.session import State
from beside.line.digests import digest_of_token
from beside.line.models import Company, Session


def by_token(token: str) -> Session:
    """The session of this link. Raises Http404."""
    found = Session.objects.filter(token_digest=digest_of_token(token)).first()
    if found is None:
        raise Http404
    return found


class NobodysNow(Exception):
    """The session has no operator: the last one's console fell silent, and nobody answered yet."""


def of_operator(request: HttpRequest, session_id: UUID) -> Session:
    """The session, for the operator who stays with the person, who is beside them, a supervisor.

    Raises Http404, PermissionDenied, NobodysNow.
    """
    found = Session.objects.filter(pk=session_id).first()
    if found is None:
        raise Http404
    user = signed_in_user(request)
    is_theirs = found.operator_id == user.pk or Company.objects.filter(session=found, user=user)
    if not is_theirs and Permission.SUPERVISE_LINE not in standing(request).permissions:
        if found.operator_id is None and found.state != State.ENDED:
            raise NobodysNow(session_id)
        raise PermissionDenied
    return found

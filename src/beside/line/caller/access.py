"""The only way a caller's view gets a session or a rung: by the link they hold."""

from django.http import Http404

from beside.line.digests import digest_of_token
from beside.line.models import Rung, Session


def by_token(token: str) -> Session | None:
    """The session of this link, or nothing: it is over and destroyed, or never was."""
    return Session.objects.filter(token_digest=digest_of_token(token)).first()


def rung_by_token(token: str) -> Rung:
    """The rung of this link, with its session. Raises Http404."""
    found = Rung.objects.select_related("session").filter(token_digest=digest_of_token(token))
    if rung := found.first():
        return rung
    raise Http404

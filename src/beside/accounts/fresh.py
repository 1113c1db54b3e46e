"""Whether somebody has just shown that it is still they who sit there."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from beside.kernel import clock

KEY = "confirmed_at"


def note(request: HttpRequest, at: datetime) -> None:
    """Keep in the session when a password, code or passkey was last shown."""
    request.session[KEY] = at.timestamp()


def freshly_confirmed(request: HttpRequest) -> bool:
    """Whether the last password, code or passkey of this sitting is a few minutes old at most.

    Signing in counts: asking again a minute later protects nobody. By the clock of
    the house, not allauth's, so that a stepped wall clock opens nothing.
    """
    shown = request.session.get(KEY)
    if not request.user.is_authenticated or shown is None:
        return False
    age = clock.now().timestamp() - float(shown)
    return 0 <= age < int(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

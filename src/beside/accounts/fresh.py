"""Whether somebody has just shown that it is still they who sit there."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from beside.kernel import clock


def freshly_confirmed(request: HttpRequest) -> bool:
    """Whether the last password, code or passkey of this sitting is a few minutes old at most.

    Signing in counts: asking again a minute later protects nobody.
    """
    if not request.user.is_authenticated:
        return False
    shown = get_authentication_records(request, request.user)
    if not shown:
        return False
    age = clock.now().timestamp() - max(record["at"] for record in shown)
    return bool(age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

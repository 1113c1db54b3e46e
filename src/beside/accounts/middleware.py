"""Between the browser and every page: is this sitting still open?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from beside.accounts import access
from beside.accounts.core.sittings import Limits, over
from beside.accounts.models import Sitting
from beside.kernel import clock

KEY = "sitting"
NOTED_EVERY = timedelta(minutes=1)


def limits() -> Limits:
    """From the settings."""
    return Limits(
        timedelta(hours=settings.SIGN_IN_HOURS), timedelta(hours=settings.SIGN_IN_IDLE_HOURS)
    )


class Sittings:
    """Ends a sitting that lasted too long, rested too long or was ended from elsewhere.

    Reads nothing for those who carry no session: public pages stay without cookies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        carries = settings.SESSION_COOKIE_NAME in request.COOKIES
        if carries and request.user.is_authenticated and not still_open(request, clock.now()):
            logout(request)
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """allauth would keep the whole request, addresses included, in the session. We do not."""
        if isinstance(exception, ReauthenticationRequired):
            return access.confirm_first(request)
        return None


def still_open(request: HttpRequest, at: datetime) -> bool:
    """Whether the sitting of this session is open at `at`; notes now and then that it was seen."""
    kept = request.session.get(KEY)
    sitting = Sitting.objects.filter(pk=kept, ended_at=None).first() if kept else None
    if sitting is None or over(sitting.began_at, sitting.seen_at, limits(), at):
        return False
    if at - sitting.seen_at >= NOTED_EVERY:
        Sitting.objects.filter(pk=sitting.pk, ended_at=None).update(seen_at=at)
    return True

"""What is answered when something goes wrong."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from beside.design import problems
from beside.kernel.doors import public


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(request, 400)


@public
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES  # else nobody's is looked up
    is_signed_in = has_session and request.user.is_authenticated
    return problems.answer(request, 403, _not_your_role() if is_signed_in else None)


def _not_your_role() -> problems.Problem:
    """For somebody who is signed in and may do other things."""
    return problems.Problem(
        403,
        _("Your roles do not open this page"),
        _("You are signed in, and somebody else here looks after this."),
        _("Ask whoever gives out roles, or go on from your own pages."),
        leads_to_own=True,
    )


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(request, 404)


@public
def token_missing(request: HttpRequest, reason: str = "", **more: Any) -> HttpResponse:
    """A form came back without its token: the page lay open too long, or another site sent it."""
    return problems.answer(request, 403)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Made without templates or database, since either may be what broke."""
    return problems.simple_answer(request.path, 500)

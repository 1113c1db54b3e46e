"""What is answered when something goes wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from beside.design import problems
from beside.kernel.doors import public


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(request, 400)


@public
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problems.answer(request, 403)


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

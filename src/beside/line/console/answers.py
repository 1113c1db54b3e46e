"""How the console's acts answer: the page again, or a word to the script that stays on it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

STAYS = "stay"


@dataclass(frozen=True)
class Refused(Exception):
    """The moment does not allow it. `words` are for the operator."""

    words: str


def stays(request: HttpRequest) -> bool:
    """Whether a script asked that will not leave the page: a voice would be cut."""
    return request.headers.get("X-Line") == STAYS


def done(
    request: HttpRequest,
    words: str = "",
    *,
    to: str = "line:console",
    args: tuple[object, ...] = (),
) -> HttpResponse:
    """It is done."""
    if stays(request):
        return JsonResponse({"said": words})
    if words:
        messages.success(request, words)
    return redirect(to, *args)


def refused(request: HttpRequest, words: str, *, to: str = "line:console") -> HttpResponse:
    """It is not, and why."""
    if stays(request):
        return JsonResponse({"said": words, "refused": True}, status=409)
    messages.error(request, words)
    return redirect(to)

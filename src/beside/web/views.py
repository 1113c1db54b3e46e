"""The front page, and the door that picks a language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from beside.kernel.doors import public


@public
def language_door(request: HttpRequest) -> HttpResponse:
    """Send to the front page in the language the browser asks for."""
    return redirect("front") if translation.get_language() else redirect("/en/")


@public
def front(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "web/front.html")

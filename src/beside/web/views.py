"""The front page, the door that picks a language, and what stands around every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers

from beside.design.pages import render
from beside.kernel.doors import public


@public
def language_door(request: HttpRequest) -> HttpResponse:
    """Send to the front page in the language the browser asks for."""
    answer = redirect("front")
    patch_vary_headers(answer, ("Accept-Language",))
    return answer


@public
def front(request: HttpRequest) -> HttpResponse:
    """The front page: the safest action first, then naloxone, then other help."""
    return render(request, "web/front.html")


@public
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this, and what is kept about a visit: nothing."""
    return render(request, "web/about.html")

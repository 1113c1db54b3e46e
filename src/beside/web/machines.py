"""Addresses without a language: the exit, the phone's worker, the name on a home screen."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from beside.design import offline
from beside.kernel.doors import public


@public
def leave(request: HttpRequest) -> HttpResponse:
    """Go to a neutral site, and have the browser forget this one. Works without JavaScript."""
    answer = HttpResponse(status=303)
    answer.headers["Location"] = settings.EXIT_ADDRESS
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker that keeps the overdose page, and nothing else."""
    answer = HttpResponse(offline.worker(_draw), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _draw(path: str) -> bytes:
    """The page at `path` as anyone sees it, to notice when it changes."""
    with translation.override(translation.get_language_from_path(path)):
        found = resolve(path)
        answer = found.func(RequestFactory().get(path), *found.args, **found.kwargs)
    return bytes(answer.content)


@public
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone shows when someone puts the site on its home screen: a neutral name."""
    answer = JsonResponse(
        {
            "name": settings.HOUSE_NAME,
            "short_name": settings.HOUSE_NAME,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#fbf7ef",
            "theme_color": "#fbf7ef",
            "icons": [
                {"src": "/favicon.ico", "sizes": "any", "type": "image/svg+xml"},
            ],
        },
        content_type="application/manifest+json",
    )
    answer.headers["Cache-Control"] = "max-age=86400"
    return answer


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask by habit."""
    answer = HttpResponse(MARK, content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=604800"
    return answer


MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<rect width="16" height="16" rx="4" fill="#0b5c50"/>'
    '<circle cx="6" cy="8" r="2.5" fill="#fff"/><circle cx="11" cy="8" r="1.5" fill="#fff"/></svg>'
)

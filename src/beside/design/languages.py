"""In which languages a page stands.

The whole house speaks the languages of `settings.HOUSE_LANGUAGES`. A page that is
said in one more names it on its view; every other page sends whoever asks for that
language to one in which it stands. See docs/decisions/0090.

    @also_in("ar")
    @public
    def start(request): ...
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

View = TypeVar("View", bound=Callable[..., Any])
Answer = Callable[[HttpRequest], HttpResponseBase]


def also_in(*codes: str) -> Callable[[View], View]:
    """Say that the page of this view stands in these languages too."""

    def mark(view: View) -> View:
        view.also_in = codes  # type: ignore[attr-defined]
        return view

    return mark


def codes_of(view: object) -> frozenset[str]:
    """The languages in which the page of a view stands."""
    return frozenset(code for code, _ in settings.HOUSE_LANGUAGES) | frozenset(
        getattr(view, "also_in", ())
    )


def wished(accept_language: str) -> str:
    """The language of the whole house that a browser likes best; English if it likes none."""
    known = {code for code, _ in settings.HOUSE_LANGUAGES}
    for tag, _quality in parse_accept_lang_header(accept_language):
        if (code := tag.partition("-")[0]) in known:
            return code
    return str(settings.LANGUAGE_CODE)


class WhereItStands:
    """Middleware, after Django's own for languages: nobody is shown half a translation."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send on to a language in which this page stands; an address without one stays."""
        code = translation.get_language() or settings.LANGUAGE_CODE
        if code in codes_of(view):
            return None
        other = wished(request.headers.get("Accept-Language", ""))
        if request.path.startswith(f"/{code}/"):
            answer = HttpResponseRedirect(f"/{other}{request.get_full_path()[len(code) + 1 :]}")
            patch_vary_headers(answer, ("Accept-Language",))
            return answer
        translation.activate(other)
        request.LANGUAGE_CODE = other
        return None

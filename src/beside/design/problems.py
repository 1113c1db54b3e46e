"""Pages for when something went wrong, in words that help.

Each says what happened, what to do next, and keeps the way to the overdose page
open. 413, 500 and 503 are made without templates, database or catalogues, since
any of those may be what broke.
"""

from dataclasses import dataclass
from html import escape

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from beside.design import inline, navigation
from beside.design.pages import render


@dataclass(frozen=True)
class Problem:
    """What happened, and what to do about it."""

    status: int
    title: str
    said: str
    try_this: str
    leads_to_own: bool = False  # to the pages of whoever is signed in


def problem(status: int) -> Problem:
    """The words for 400, 403, 404 and 429, in the language of the page."""
    return {
        400: Problem(
            400,
            _("We could not read that"),
            _("Something in the address or the form was not as it should be."),
            _("Go back, look over what you wrote, and send it again."),
        ),
        403: Problem(
            403,
            _("This page is not open to you"),
            _("It may need a sign-in, or it was opened from another website."),
            _("Go back and try from the page itself. Staff can sign in, or ask a coordinator."),
        ),
        404: Problem(
            404,
            _("There is no page here"),
            _("The address may be old, or a letter may be missing."),
            _("Start from the front page. Everything can be reached from there."),
        ),
        429: Problem(
            429,
            _("Too many tries at once"),
            _("To keep this working for everyone, we pause after many tries."),
            _("Wait one minute, then try again."),
        ),
    }[status]


def answer(request: HttpRequest, status: int, page: Problem | None = None) -> HttpResponse:
    """The page for a problem, with its status."""
    page = page or problem(status)
    drawn = render(request, "design/problem.html", page=page, status=status)
    if status == 429:
        drawn.headers["Retry-After"] = "60"
    return drawn


SIMPLE: dict[str, dict[int, tuple[str, str]]] = {
    "en": {
        413: ("That is too large", "Choose a smaller file, and send it again."),
        500: (
            "Something broke on our side",
            "It is not your fault. Wait a minute, and try again.",
        ),
        503: ("We will be right back", "The site is being looked after. Try again in a minute."),
    },
    "es": {
        413: ("Es demasiado grande", "Elija un archivo más pequeño y envíelo de nuevo."),
        500: (
            "Algo falló de nuestro lado",
            "No es culpa suya. Espere un minuto e intente de nuevo.",
        ),
        503: ("Volvemos enseguida", "Estamos cuidando el sitio. Intente de nuevo en un minuto."),
    },
}
EMERGENCY = {
    "en": ("Someone is not waking up?", "Call 911 now", "Overdose now: what to do", "Front page"),
    "es": (
        "¿Alguien no despierta?",
        "Llame al 911 ahora",
        "Sobredosis ahora: qué hacer",
        "Página de inicio",
    ),
}
SKELETON = (
    '<!doctype html><html lang="{code}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    "<title>{title}</title><style>{style}</style>"
    '<div class="sheet"><main><h1>{title}</h1><p class="lead">{said}</p>'
    '<div class="notice danger"><h2>{asleep}</h2><p><a href="tel:911">{call}</a></p>{steps}</div>'
    '<p><a href="/{code}/">{front}</a></p></main></div></html>'
)


def simple_page(path: str, status: int) -> str:
    """A page for 413, 500 or 503 that needs nothing but this file and the style sheet."""
    code = "es" if path.startswith("/es/") else "en"
    title, said = SIMPLE[code][status]
    asleep, call, steps, front = EMERGENCY[code]
    return SKELETON.format(
        code=code,
        title=escape(title),
        said=escape(said),
        style=inline.piece("public.css"),
        asleep=asleep,
        call=call,
        steps=_steps_link(steps),
        front=front,
    )


def _steps_link(words: str) -> str:
    """The way to the overdose page; left out if even the menus are broken."""
    try:
        link = navigation.single("overdose_now")
        return f'<p><a href="{escape(link.url)}">{words}</a></p>' if link else ""
    except Exception:  # a page about a failure must not fail
        return ""


def simple_answer(path: str, status: int) -> HttpResponse:
    """The page for 413, 500 or 503 as an answer."""
    drawn = HttpResponse(simple_page(path, status), status=status)
    drawn.headers["Cache-Control"] = "no-store"
    drawn.headers["Content-Language"] = "es" if path.startswith("/es/") else "en"
    if status == 503:
        drawn.headers["Retry-After"] = "60"
    return drawn

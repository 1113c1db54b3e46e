"""The finder's pages. Nothing asked here is written anywhere."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.directory.finder import pages, paper, shell, site, standing
from beside.directory.finder.asked import Asked
from beside.kernel import clock
from beside.kernel.doors import public
from beside.places import queries as places

ZIP_DIGITS = 5


def when_read(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """In the first seconds of a process: a page that asks again by itself."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except standing.StillReading:
            page = render(request, "directory/finder/moment.html", status=503)
            page["Refresh"] = page["Retry-After"] = "2"
            return page

    return answer


@public
@when_read
def find(request: HttpRequest) -> HttpResponse:
    """The form; with a place, the answer."""
    at = clock.now()
    asked, ready = Asked.read(request.GET), standing.current(at)
    if not asked.near:
        trouble = pages.BLANK if "near" in request.GET else ""
        page = pages.FindPage(pages.form_part(asked, ready), trouble=trouble)
        return render(request, "directory/finder/find.html", page=page)
    if asked.lacks_digits:
        return _ask_again(request, asked, ready, pages.DIGITS)
    try:
        found = places.locate(asked.near)
    except places.MilitaryZip:
        return _ask_again(request, asked, ready, pages.MILITARY)
    except places.UnknownPlace as unknown:
        return _ask_again(request, asked, ready, pages.UNKNOWN, unknown.suggestions)
    if len(found) > 1:
        page = pages.FindPage(pages.form_part(asked, ready), choices=_ours_first(found, ready))
        return render(request, "directory/finder/find.html", page=page)
    result = pages.result_page(asked, found[0], ready, at)
    return shell.fill_results(request, result, shell.form_html(asked, ready))


def _ask_again(
    request: HttpRequest,
    asked: Asked,
    ready: standing.Standing,
    trouble: str | Promise,
    suggestions: Sequence[places.Place] = (),
) -> HttpResponse:
    part, choices = pages.form_part(asked, ready), _ours_first(suggestions, ready)
    page = pages.FindPage(part, choices=choices, trouble=trouble)
    return render(request, "directory/finder/find.html", page=page, status=404)


def _ours_first(found: Sequence[places.Place], ready: standing.Standing) -> list[places.Place]:
    """Towns of states where places are listed come first; else as they came."""
    return sorted(found, key=lambda place: place.state not in ready.states)


@public
@public_form
@require_POST
def near_me(request: HttpRequest) -> HttpResponse:
    """A coarse position in, the nearest ZIP code out: no coordinate ever stands in an address."""
    try:
        nearest = places.nearest_zip(_coarse(request.POST["lat"], request.POST["lon"]))
    except (KeyError, ValueError):
        return redirect("directory:find")
    query = request.GET.copy()
    query["near"] = nearest.zip
    return redirect(f"{reverse('directory:find')}?{query.urlencode()}")


def _coarse(latitude: str, longitude: str) -> places.Point:
    """Within a mile or so. Raises ValueError for what is no position on the earth."""
    north, east = float(latitude), float(longitude)
    if not (abs(north) <= 90 and abs(east) <= 180):  # nor for "nan", which compares with nothing
        raise ValueError("no position on the earth")
    return places.Point(round(north, 2), round(east, 2))


@public
@when_read
def place(request: HttpRequest, key: str) -> HttpResponse:
    """One place: how to get in, when, what to expect, what was checked."""
    at = clock.now()
    if (page := site.site_page(key, at)) is None:
        raise Http404
    return render(request, "directory/finder/site.html", page=page)


@public
@when_read
def list_on_paper(request: HttpRequest) -> HttpResponse:
    """The answer as one page to print."""
    asked, at = Asked.read(request.GET), clock.now()
    if asked.lacks_digits:
        return redirect("directory:find")
    try:
        found = places.locate(asked.near)
    except places.UnknownPlace:
        return redirect("directory:find")
    page = paper.list_page(asked, found[0], standing.current(at), at)
    return render(request, "directory/finder/list.html", page=page)


@public
def card_for_zip(request: HttpRequest, zip_code: str) -> HttpResponse:
    """A card with a code that opens the finder at this ZIP code."""
    if not (zip_code.isascii() and zip_code.isdigit() and len(zip_code) == ZIP_DIGITS):
        raise Http404
    try:
        [found] = places.locate(zip_code)
    except places.UnknownPlace as unknown:
        raise Http404 from unknown
    return render(request, "directory/finder/card.html", page=paper.zip_card(found))


@public
@when_read
def card_for_place(request: HttpRequest, key: str) -> HttpResponse:
    """A card with a code that opens the page of one place."""
    if (page := paper.site_card(key, clock.now())) is None:
        raise Http404
    return render(request, "directory/finder/card.html", page=page)

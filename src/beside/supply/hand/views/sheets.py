"""Encounters from a spreadsheet, and the paper they may be written on before."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply.hand import asked, sheets, words
from beside.supply.hand.asked import Ask
from beside.supply.hand.pages import Meaning, PaperPage, SheetPage
from beside.supply.hand.sheets import Judged, Sheet
from beside.supply.hand.views.encounters import cap_of
from beside.supply.models import Place
from beside.supply.services import handing

SALT, LIVES = "supply.hand.sheet", 3600
HEADERS = ("date", "site", "code", "birth year", "age", "gender", "race", "zip", "residence",
           "substances", "new", "recipient", "kits asked", "knows others", "why so many", "others",
           "reason", "last kit from", "trained", "syringes back", "pounds back", "services",
           "referrals", "education")  # fmt: skip


@needs(Permission.LOG_ENCOUNTERS)
def sheet(request: HttpRequest) -> HttpResponse:
    """Choose a file, say what its columns mean, look, keep all of it or nothing."""
    user = signed_in_user(request)
    place = asked.chosen(user, request.POST.get("place", "") or request.GET.get("place", ""))
    if place is None or request.method != "POST":
        return _draw(request, SheetPage(asked.shelves_of(user), place))
    given = _given(request)
    if given is None:
        return _draw(request, SheetPage(asked.shelves_of(user), place, unreadable=True))
    asks = asked.products_of(place, get_language() or "en")
    mapping = _mapping(request, given, asks)
    judged = _judged(given, mapping, place, user, asks)
    if judged.rows and not judged.faults and "keep" in request.POST:
        return _keep(request, judged, place, user)
    return _draw(request, _page(given, mapping, judged, place, user, asks))


def _given(request: HttpRequest) -> Sheet | None:
    """The file, or the one looked at before, which travelled in the page and is kept nowhere."""
    if packed := request.POST.get("packed"):
        try:
            headers, lines = signing.loads(packed, salt=SALT, max_age=LIVES)
        except signing.BadSignature:
            return None
        return Sheet(headers, [(number, cells) for number, cells in lines])
    file = request.FILES.get("file")
    if file is None:
        return None
    try:
        return sheets.read(file.name or "", file.read(sheets.MOST_BYTES + 1))
    except sheets.Unreadable:
        return None


def _mapping(request: HttpRequest, given: Sheet, asks: Sequence[Ask]) -> dict[str, str]:
    names = sheets.names_of(asks)
    if "packed" not in request.POST:
        return sheets.guessed(given.headers, names)
    said = {title: request.POST.get(f"column_{n}", "") for n, title in enumerate(given.headers)}
    return {title: name for title, name in said.items() if name in names}


def _judged(
    given: Sheet, mapping: Mapping[str, str], place: Place, user: User, asks: Sequence[Ask]
) -> Judged:
    places = [one for one in asked.shelves_of(user) if one.program_id == place.program_id]
    today = house.today(clock.now())
    return sheets.judged(given, mapping, places, place, asks, today, str(place.program_id))


def _page(
    given: Sheet, mapping: Mapping[str, str], judged: Judged, place: Place, user: User,
    asks: Sequence[Ask],
) -> SheetPage:  # fmt: skip
    samples = given.lines[0][1] if given.lines else {}
    units: Counter[str] = Counter()
    for _, told in judged.rows:
        units.update({one.slug: count for one, count in told.units.items()})
    names = {ask.product.slug: ask.name for ask in asks}
    return SheetPage(
        asked.shelves_of(user), place,
        meanings=[
            Meaning(title, n, mapping.get(title, ""), samples.get(title, ""))
            for n, title in enumerate(given.headers)
        ],
        fields=[(name, titles[-1 if "_" in name and name[-1].isdigit() else 0])
                for name, titles in sheets.names_of(asks).items()],
        faults=judged.faults[:200], rows=len(judged.rows), packed=_packed(given),
        units=[(names[slug], count) for slug, count in sorted(units.items())],
    )  # fmt: skip


def _packed(given: Sheet) -> str:
    if given.faults:  # its shape must be mended in the file itself
        return ""
    plain = [list(given.headers), [[number, dict(cells)] for number, cells in given.lines]]
    return signing.dumps(plain, salt=SALT, compress=True)


def _keep(request: HttpRequest, judged: Judged, place: Place, user: User) -> HttpResponse:
    kept = handing.keep_all(rows=judged.rows, by=user, at=clock.now())
    told = gettext("%(new)d encounters kept, %(known)d stood already.")
    say(request, told % {"new": kept.new, "known": kept.known})
    if kept.short:
        say(request, gettext("Some shelves held less than was given out: please count them."),
            kind="warn")  # fmt: skip
    return redirect(f"{reverse('supply:hand')}?{urlencode({'place': str(place.pk)})}")


def _draw(request: HttpRequest, page: SheetPage) -> HttpResponse:
    return render(request, "supply/hand/sheet.html", page=page)


@needs(Permission.LOG_ENCOUNTERS)
def empty(request: HttpRequest, kind: str) -> HttpResponse:
    """A sheet with the right headers, to fill in."""
    place = asked.chosen(signed_in_user(request), request.GET.get("place", ""))
    asks = asked.products_of(place, "en") if place else []
    names = [
        titles[0] for name, titles in sheets.names_of(asks).items() if name not in sheets.KNOWN
    ]
    try:
        return exporting.table(kind, "encounters", [*HEADERS, *names], [])
    except exporting.NoSuchFormat as error:
        raise Http404 from error


@needs(Permission.LOG_ENCOUNTERS)
def paper(request: HttpRequest) -> HttpResponse:
    """A sheet to print and write on, for days without a screen."""
    user = signed_in_user(request)
    place = asked.chosen(user, request.GET.get("place", ""))
    asks = asked.products_of(place, get_language() or "en") if place else []
    page = PaperPage(
        place=place,
        naloxone=[ask.name for ask in asks if ask.is_naloxone][:3],
        supplies=[ask.name for ask in asks if not ask.is_naloxone][:4],
        reasons=list(words.REASONS.items()),
        cap=cap_of(place),
    )
    return render(request, "supply/hand/paper.html", page=page)

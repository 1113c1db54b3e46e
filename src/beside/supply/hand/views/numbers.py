"""What was handed out: exact for the program's own people, released for all others."""

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.privacy.disclosure import Cell, Published
from beside.privacy.templatetags.privacy import published as in_words
from beside.supply import access, passing_on
from beside.supply.hand import figures, words
from beside.supply.hand.figures import Figures
from beside.supply.hand.pages import HandedPage
from beside.supply.models import Program
from beside.supply.services import coding

Asked = list[tuple[date, passing_on.Asking]]


@needs(Permission.VIEW_SUPPLY_FIGURES)
def handed(request: HttpRequest) -> HttpResponse:
    """Per month, site and product."""
    user = signed_in_user(request)
    programs, is_public = _programs(request)
    first, last = span_asked(request)
    found = figures.figures(programs, first, last)
    asked = passing_on.by_month(programs, first, last)
    page = HandedPage(
        found=found, programs=programs, reasons=words.REASONS, is_public=is_public,
        first=first, last=last,
        may_forget=user.has_permission(Permission.MANAGE_PROGRAM) and not is_public,
        asked=asked, share=passing_on.total(asked).share,
    )  # fmt: skip
    if is_public:
        page = _as_published(page, figures.published(found), passing_on.published(asked))
    return render(request, "supply/hand/handed.html", page=page)


def _programs(request: HttpRequest) -> tuple[list[Program], bool]:
    """Their own programs, exactly; of those who work in none, all, as they may be published."""
    own = list(access.programs_of(signed_in_user(request)))
    if own and "published" not in request.GET:
        return own, False
    return own or list(Program.objects.order_by("public_name")), True


def span_asked(request: HttpRequest) -> tuple[date, date]:
    """From and to, as the address says; else the last twelve months, whole."""
    today = house.today(clock.now())
    start = (today.replace(day=1) - timedelta(days=330)).replace(day=1)
    first, last = _day(request.GET.get("from", ""), start), _day(request.GET.get("to", ""), today)
    return (first, last) if first <= last else (start, today)


def _day(written: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return otherwise


def _as_published(
    page: HandedPage, released: Published, asked: passing_on.Shown
) -> HandedPage:  # fmt: skip
    names = {one.product.slug: one.product.name(get_language() or "en") for one in page.found.given}
    by_site, by_product = (
        [
            (month, names.get(part, part), cell)
            for (month, part), cell in sorted(released.tables[name].items())
            if month not in ("*", "none") and part not in ("*", "none")
        ]
        for name in ("by site", "by product")
    )
    empty = Figures(page.first, page.last, [], [])
    return HandedPage(empty, page.programs, page.reasons, True, page.first, page.last,
                      by_site, by_product, asked_times=_times(asked), share=asked.share,
                      )  # fmt: skip


def _times(asked: passing_on.Shown) -> list[tuple[str, Cell]]:
    """How often each answer was given, in words."""
    said = {
        "yes": gettext("knows others"), "no": gettext("knows nobody else"),
        "unknown": gettext("not asked"), "peers": gettext("peer with a card"),
    }  # fmt: skip
    cells = asked.times.tables["by answer"]
    return [(label, cells[(answer,)]) for answer, label in said.items()]


@needs(Permission.VIEW_SUPPLY_FIGURES)
def asked_file(request: HttpRequest, kind: str) -> HttpResponse:
    """What was asked, offered and agreed, as a file; what the page does not show is not in it."""
    programs, is_public = _programs(request)
    rows = passing_on.by_month(programs, *span_asked(request))
    header, lines = _asked_public(rows) if is_public else _asked_exact(rows)
    try:
        return exporting.table(kind, "asked-and-offered", header, lines)
    except exporting.NoSuchFormat as error:
        raise Http404 from error


def _asked_exact(rows: Asked) -> tuple[list[str], list[list[str]]]:
    header = [
        gettext("Month"), gettext("Kits asked for"), gettext("Kits offered"),
        gettext("Kits agreed"), gettext("To people who know others"),
        gettext("To people who know nobody else"), gettext("Nobody asked"), gettext("To peers"),
        gettext("Times there were no more"), gettext("Times beyond the cap"),
        gettext("For others, at least"), gettext("For others, of those asked"),
        gettext("For others, at most"),
    ]  # fmt: skip
    return header, [[f"{month:%Y-%m}", *_cells(one)] for month, one in rows]


def _cells(one: passing_on.Asking) -> list[str]:
    counts = (one.asked, one.offered, one.agreed, one.yes, one.no, one.unknown, one.peers,
              one.for_lack, one.beyond)  # fmt: skip
    share = one.share
    parts = (share.low, share.said, share.high) if share else (None, None, None)
    return [*map(str, counts), *("" if part is None else f"{part:.3f}" for part in parts)]


def _asked_public(rows: Asked) -> tuple[list[str], list[list[str]]]:
    shown = passing_on.published(rows)
    lines = [[label, in_words(cell)] for label, cell in _times(shown)]
    if shown.share:
        lines += [
            [gettext("For others, at least"), f"{shown.share.low:.2f}"],
            [gettext("For others, at most"), f"{shown.share.high:.2f}"],
        ]
    return [gettext("Answers"), gettext("Times")], lines


@needs(Permission.VIEW_SUPPLY_FIGURES)
def handed_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file; what is not shown on the page is not in it either."""
    programs, is_public = _programs(request)
    found = figures.figures(programs, *span_asked(request))
    header, rows = _published_rows(found) if is_public else _exact_rows(found)
    try:
        return exporting.table(kind, "handed-over", header, rows)
    except exporting.NoSuchFormat as error:
        raise Http404 from error


def _exact_rows(found: Figures) -> tuple[list[str], list[list[str]]]:
    header = [
        gettext("Month"), gettext("Site"), gettext("Product"), gettext("Kits"),
        gettext("Single doses or pieces"), gettext("Units"), gettext("Encounters"),
    ]  # fmt: skip
    rows = []
    for one in found.given:
        kits, single = divmod(one.units, one.product.per_kit)
        counts = (kits, single, one.units, one.encounters)
        rows.append([figures.m(one), one.site, one.product.slug, *(str(n) for n in counts)])
    return header, rows


def _published_rows(found: Figures) -> tuple[list[str], list[list[str]]]:
    released = figures.published(found)
    header = [gettext("Month"), gettext("Of"), gettext("Doses of naloxone")]
    rows = [
        [month, part, in_words(cell)]
        for name in ("by site", "by product")
        for (month, part), cell in sorted(released.tables[name].items())
        if "none" not in (month, part)
    ]
    return header, rows


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def forget(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Destroy the keys of a program's participant codes, and the hashes."""
    user = signed_in_user(request)
    program = access.program_for(user, program_id)
    gone = coding.forget_codes(program=program, by=user, at=clock.now())
    told = gettext("The keys are destroyed, and with them %(n)d hashes. No backup brings them back "
                   "once their day is over.")  # fmt: skip
    say(request, told % {"n": gone})
    return redirect("supply:hand_figures")

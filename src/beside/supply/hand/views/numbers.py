"""What was handed out: exact for the program's own people, released for all others."""

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from beside.accounts import export as exporting
from beside.accounts.access import may, needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.privacy.disclosure import Published
from beside.privacy.templatetags.privacy import published as in_words
from beside.supply import access, house
from beside.supply.hand import figures, words
from beside.supply.hand.figures import Figures
from beside.supply.hand.pages import HandedPage
from beside.supply.models import Program
from beside.supply.services import coding

Rows = list[tuple[str, str, object]]


@needs(Permission.VIEW_SUPPLY_FIGURES)
def handed(request: HttpRequest) -> HttpResponse:
    """Per month, site and product."""
    user = signed_in_user(request)
    programs, is_public = _programs(request)
    first, last = span_asked(request)
    found = figures.figures(programs, first, last)
    page = HandedPage(
        found=found, programs=programs, reasons=words.REASONS, is_public=is_public,
        first=first, last=last, may_forget=may(user, Permission.MANAGE_PROGRAM) and not is_public,
    )  # fmt: skip
    if is_public:
        page = _as_published(page, figures.published(found))
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


def _as_published(page: HandedPage, released: Published) -> HandedPage:
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
                      by_site, by_product)  # fmt: skip


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

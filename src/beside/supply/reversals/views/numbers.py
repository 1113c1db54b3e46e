"""What funders ask for, and how many kits were used."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock
from beside.partners import counties
from beside.privacy.disclosure import Cell, Published
from beside.privacy.templatetags.privacy import published as in_words
from beside.supply import access
from beside.supply.core import report_styles
from beside.supply.core.report_styles import Style
from beside.supply.hand.views.numbers import span_asked
from beside.supply.models import Program
from beside.supply.reversals import figures, queries, words
from beside.supply.reversals.figures import Figures
from beside.supply.reversals.pages import ExportsPage, FiguresPage, Words
from beside.supply.services import exporting_used

Released = Sequence[tuple[Words, Sequence[tuple[str, Cell]]]]


@needs(Permission.MANAGE_PROGRAM)
def exports(request: HttpRequest) -> HttpResponse:
    """One entry, four forms."""
    first, last = span_asked(request)
    page = ExportsPage(
        list(access.programs_of(signed_in_user(request))), list(words.STYLES.items()), first, last
    )
    return render(request, "supply/reversals/exports.html", page=page)


@needs(Permission.MANAGE_PROGRAM)
def export_file(request: HttpRequest, program_id: UUID, style: str, kind: str) -> HttpResponse:
    """The reports of a span in one funder's style."""
    user = signed_in_user(request)
    program = access.program_for(user, program_id)
    try:
        asked = Style(style)
    except ValueError as error:
        raise Http404 from error
    first, last = span_asked(request)
    reports, span = queries.exported(program, first, last)
    rows = report_styles.rows(asked, reports, span)
    try:
        answer = exporting.table(
            kind, f"reversals-{asked.value}", report_styles.header(asked), rows
        )
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    exporting_used.note_taken(
        program=program, style=asked, count=len(reports), by=user, at=clock.now()
    )
    return answer


@needs(Permission.VIEW_SUPPLY_FIGURES)
def used(request: HttpRequest) -> HttpResponse:
    """Shipped, given, used: at least and at most; by month."""
    first, last = span_asked(request)
    found, is_public = _figures(request, first, last)
    released: Released = _released(figures.published(first, last)) if is_public else ()
    page = FiguresPage(found, is_public, first, last, released)
    return render(request, "supply/reversals/figures.html", page=page)


def _figures(request: HttpRequest, first: date, last: date) -> tuple[Figures, bool]:
    """Their own programs, exactly; those who work in none see what may be published."""
    own: list[Program] = list(access.programs_of(signed_in_user(request)))
    if own and "published" not in request.GET:
        return figures.figures(own, first, last), False
    return Figures(first, last, [], 0, None), True


def _released(found: Published) -> Released:
    names = {"by month": _("By month"), "by county": _("By county"), "by outcome": _("By outcome")}
    return [
        (title, [(_part(name, part), cell) for (part,), cell in sorted(found.tables[name].items())
                 if part != "none"])
        for name, title in names.items()
    ]  # fmt: skip


def _part(name: str, part: str) -> str:
    if part == "*":
        return gettext("all")
    if name == "by outcome":
        outcomes = {"yes": gettext("survived"), "no": gettext("died")}
        return outcomes.get(part, gettext("not known"))
    if name == "by county":
        return counties.name_of(part) if part.isdigit() else gettext("not known")
    return part


@needs(Permission.VIEW_SUPPLY_FIGURES)
def used_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file; what is not shown on the page is not in it either."""
    first, last = span_asked(request)
    found, is_public = _figures(request, first, last)
    header = [gettext("Of"), gettext("Figure"), gettext("Value")]
    rows = _public_rows(first, last) if is_public else _exact_rows(found)
    try:
        return exporting.table(kind, "kits-used", header, rows)
    except exporting.NoSuchFormat as error:
        raise Http404 from error


def _public_rows(first: date, last: date) -> list[list[str]]:
    return [
        [str(title), part, in_words(cell)]
        for title, cells in _released(figures.published(first, last))
        for part, cell in cells
    ]


def _exact_rows(found: Figures) -> list[list[str]]:
    rows = []
    for one in found.months:
        counts = {
            gettext("Reports"): one.reports, gettext("Survived"): one.survived,
            gettext("Died"): one.died, gettext("911 called"): one.called_911,
            gettext("New kits"): one.refills,
        }  # fmt: skip
        rows += [[f"{one.month:%Y-%m}", name, str(count)] for name, count in counts.items()]
    if found.bounds:
        said = {
            gettext("Kits that left the shelves"): found.bounds.shipped,
            gettext("Kits given to somebody"): found.bounds.given,
            gettext("Kits used, at least"): found.bounds.at_least,
            gettext("Kits used, at most"): found.bounds.at_most,
        }
        day = found.last.isoformat()
        rows += [[day, name, number_format(count, use_l10n=False)] for name, count in said.items()]
    return rows

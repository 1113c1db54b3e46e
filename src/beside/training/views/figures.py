"""People trained: counts for staff, to look at and to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.charts import Bar, BarChart
from beside.design.pages import render
from beside.kernel import clock, house
from beside.training import queries, words
from beside.training.figures import Cell, Counted, Figures, figures
from beside.training.forms import Span
from beside.training.services import importing as exports

HEADER = (
    _("Month"), _("Course"), _("Audience"), _("Language"), _("Partner"), _("By themselves"),
    _("Sessions"), _("People in sessions"), _("People"), _("Kits"),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    label: str
    counted: Counted


@dataclass(frozen=True)
class FiguresPage:
    """A span of days, split one way."""

    form: Span
    since: date
    until: date
    total: Counted
    lines: Sequence[Line]
    chart: BarChart
    query: str


@needs(Permission.VIEW_TRAINING_FIGURES)
def page(request: HttpRequest) -> HttpResponse:
    """The counts of a span of days."""
    form = Span(request.GET)
    since, until, by = form.span(house.today(clock.now()))
    found = figures(since, until)
    lines = [Line(_label(by, key, found), counted) for key, counted in found.by(by).items()]
    form = Span(initial={"since": since, "until": until, "by": by})
    shown = FiguresPage(
        form, since, until, found.total(), lines, _chart(lines), request.GET.urlencode()
    )
    return render(request, "training/staff/figures.html", page=shown)


def _chart(lines: Sequence[Line]) -> BarChart:
    bars = [Bar(line.label, line.counted.people) for line in lines]
    return BarChart(gettext("People trained"), gettext("Which"), gettext("People"), bars)


def _label(by: str, key: str, found: Figures) -> str:
    match by:
        case "month":
            return date_format(date.fromisoformat(f"{key}-01"), "F Y")
        case "audience":
            return words.audience(key)
        case "language":
            return words.LANGUAGES.get(key, key)
        case "course":
            return _titles().get(key, key)
    return key or gettext("By themselves")


def _titles() -> dict[str, str]:
    language = words.language()
    return {one.slug: one.content.title.within(language) for one in queries.offered()}


@needs(Permission.VIEW_TRAINING_FIGURES)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Every cell of the span, one row each."""
    since, until, _how = Span(request.GET).span(house.today(clock.now()))
    cells = sorted(figures(since, until).cells.items(), key=lambda pair: _order(pair[0]))
    try:
        header = [gettext(word) for word in HEADER]
        answer = exporting.table(kind, "people-trained", header, (_row(*pair) for pair in cells))
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    by, at = signed_in_user(request), clock.now()
    exports.note_export(what="figures", count=len(cells), by=by, at=at)
    return answer


def _order(cell: Cell) -> tuple[date, str, str, str, str]:
    return cell.month, cell.course, cell.audience, cell.language, cell.partner


def _row(cell: Cell, counted: Counted) -> list[str]:
    return [
        f"{cell.month:%Y-%m}", cell.course, cell.audience, cell.language, cell.partner,
        *map(str, (counted.completions, counted.sessions, counted.in_groups, counted.people,
                   counted.kits)),
    ]  # fmt: skip

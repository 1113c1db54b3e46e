"""How many it takes, and what a quarter of counts says."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.charts import Bar, BarChart
from beside.kernel import clock, house
from beside.line.console import words as line_words
from beside.line.core import figures as core
from beside.line.core import forecast, pooling
from beside.line.core.erlang import Queue
from beside.line.core.figures import Quarter
from beside.line.core.pooling import NENA, Line
from beside.line.rota import figures, forms, staffing, words
from beside.line.rota.figures import Figures, Row
from beside.line.rota.pages import FiguresPage, Measured, StaffingPage, With
from beside.line.rota.services import bringing
from beside.line.rota.staffing import Staffing
from beside.line.rota.views.drawn import draw
from beside.partners import counties
from beside.privacy.disclosure import Cell, Suppressed
from beside.privacy.templatetags.privacy import published

HOUR_S = 3600


@needs(Permission.VIEW_LINE_FIGURES)
def staffing_page(request: HttpRequest) -> HttpResponse:
    """Load, needed, what happens with n operators, what one queue would save."""
    known = staffing.staffing(clock.now())
    form = forms.Assumed(request.GET)
    peak = known.forecast.hours[known.forecast.peak]
    calls = form.asked("calls", round(peak.calls, 2) or 0.01)
    minutes = form.asked("minutes", round(known.handling_minutes, 1))
    patience = form.asked("patience", known.numbers.patience_seconds)
    ninety, ninety_five = (pooling.needed(calls, minutes, NENA[i : i + 1]) for i in (0, 1))
    lines, weekly, held = (
        form.asked(name, otherwise)
        for name, otherwise in (("lines", 5), ("weekly", 30), ("held", 25))
    )
    page = StaffingPage(
        staffing=known, chart=_chart(known), form=form, calls=calls, minutes=minutes,
        patience=patience, load=calls * minutes / 60, needed_90=ninety, needed_95=ninety_five,
        options=_options(calls, minutes, patience, max(ninety, ninety_five)), lines=int(lines),
        weekly=weekly, held=held, hours_a_week=sum(known.needs),
        pooling=pooling.pool(
            [Line(weekly, held)] * int(lines), forecast.starting_shape(), NENA
        ),
    )  # fmt: skip
    return draw(request, "line/rota/staffing.html", page)


def _options(calls: float, minutes: float, patience: float, enough: int) -> list[With]:
    """From nobody to two more than enough; a long line starts nearer to enough."""
    queue = Queue(calls / HOUR_S, minutes * 60, 0, patience)
    first = max(0, enough - 5)
    return [With(n, queue.with_operators(n), n >= enough) for n in range(first, enough + 3)]


def _chart(known: Staffing) -> BarChart:
    """The hours of an average day: what comes, and how many it takes."""
    hours = known.forecast.hours
    bars = []
    for hour in range(24):
        calls = sum(hours[day * 24 + hour].calls for day in range(7)) / 7
        most = max(known.needs[day * 24 + hour] for day in range(7))
        bars.append(Bar(f"{hour:02}:00", calls, f"{rounded(calls, 2)} ({most})"))
    weeks = known.forecast.weeks
    told = ngettext(
        "%(weeks)d whole week of counts; set numbers where there are none.",
        "%(weeks)d whole weeks of counts; set numbers where there are none.",
        weeks,
    )
    return BarChart(
        gettext("Calls by hour of the day; in brackets, the most operators an hour needs"),
        gettext("Hour"),
        gettext("Calls"), bars, told % {"weeks": weeks},
    )  # fmt: skip


@needs(Permission.VIEW_LINE_FIGURES)
def figures_page(request: HttpRequest) -> HttpResponse:
    """One quarter. Small counts went through disclosure control."""
    at = clock.now()
    running = Quarter.of(house.today(at))
    quarter = _asked(request.GET.get("quarter", ""), running)
    found = figures.figures(quarter, at)
    page = FiguresPage(
        figures=found,
        measures=_measures(found),
        splits=[(words.SPLITS[name], _rows(name, rows)) for name, rows in found.splits.items()],
        before=_name(quarter.before),
        after=_name(quarter.following) if quarter != running else "",
        is_running=quarter == running,
    )
    return draw(request, "line/rota/figures.html", page)


@needs(Permission.VIEW_LINE_FIGURES)
def figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same figures as a file; what is not shown on the page is not in it either."""
    at = clock.now()
    quarter = _asked(request.GET.get("quarter", ""), Quarter.of(house.today(at)))
    found = figures.figures(quarter, at)
    rows = [[_name(quarter), str(m.label), m.words] for m in _measures(found)]
    for name, split in found.splits.items():
        for label, cells in _rows(name, split):
            heads = ("sessions", "asked", "within_20", "within_20")
            rows += [
                [label, f"{words.MEASURES[head]}{' %' if n == 3 else ''}", cell]
                for n, (head, cell) in enumerate(zip(heads, cells, strict=True))
            ]
    header = [gettext("Of"), gettext("Figure"), gettext("Value")]
    try:
        answer = exporting.table(kind, f"line-{_name(quarter)}", header, rows)
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    by = signed_in_user(request)
    bringing.note_rota_taken(count=len(rows), what="figures", by=by, at=at)
    return answer


def _asked(written: str, running: Quarter) -> Quarter:
    """2026-4 is the last quarter of 2026; anything else, or one to come, is the running one."""
    year, _dash, number = written.partition("-")
    if not (
        year.isascii() and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}
    ):
        return running
    found = Quarter(int(year), int(number))
    return found if found.year >= 2020 and found.first <= running.first else running


def _name(quarter: Quarter) -> str:
    return f"{quarter.year}-{quarter.number}"


def _measures(found: Figures) -> list[Measured]:
    shown = {
        "sessions": published(found.sessions),
        "asked": published(found.asked),
        "within_15": percent(found.within_15),
        "within_20": percent(found.within_20),
        "abandoned": percent(found.abandoned),
        "emergencies": published(found.emergencies),
        "false_per_1000": _number(found.false_per_1000),
        "followed_up": percent(found.followed_up),
        "uncovered_hours": _of(found.uncovered_hours, found.promised_hours),
        "unpromised_hours": _of(found.unpromised_hours, found.promised_hours),
    }
    return [Measured(words.MEASURES[name], said) for name, said in shown.items()]


def _rows(split: str, rows: Sequence[Row]) -> list[tuple[str, list[str]]]:
    return [(_label(split, row.name), _cells(row)) for row in rows]


def _cells(row: Row) -> list[str]:
    counts: list[Cell] = [row.sessions, row.asked, row.within_20]
    return [*(published(cell) for cell in counts), percent(row.share_20)]


def _label(split: str, name: str) -> str:
    if name == core.OTHERS:
        return gettext("all others")
    if split == "time":
        return gettext("from %(day)s") % {"day": date_format(date.fromisoformat(name))}
    if split == "way":
        return str(line_words.WAYS.get(name, name))
    return counties.name_of(name) if name else gettext("no county known")


def rounded(value: float, places: int) -> str:
    """In the page's language; Django's own format cuts a number off and does not round it."""
    return number_format(round(value, places), places)


def percent(share: float | Suppressed) -> str:
    """A share as a page says it; never of a count that is hidden."""
    if isinstance(share, Suppressed):
        return gettext("not shown")
    return f"{rounded(100 * share, 1)} %"


def _number(value: float | Suppressed) -> str:
    return gettext("not shown") if isinstance(value, Suppressed) else rounded(value, 1)


def _of(hours: float, whole: float) -> str:
    told = gettext("%(hours)s of %(whole)s")
    return told % {"hours": rounded(hours, 1), "whole": rounded(whole, 1)}

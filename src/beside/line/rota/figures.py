"""The figures of a quarter: released tables, and what needs no hiding beside them."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db.models import Count as CountRows
from django.db.models import Q

from beside.kernel import house
from beside.line.core import figures as core
from beside.line.core import weeks
from beside.line.core.figures import Counted, Quarter
from beside.line.models import Count, FollowUp
from beside.line.rota import queries, settings
from beside.privacy import disclosure
from beside.privacy.disclosure import Cell, Dimension, Published, Suppressed, Table

SPLITS = ("time", "county", "way")


@dataclass(frozen=True)
class Row:
    """One line of a split: sessions, who asked for a person, answered within 20 s."""

    name: str
    sessions: Cell
    asked: Cell
    within_20: Cell
    share_20: float | Suppressed


@dataclass(frozen=True)
class Figures:
    """All that may be shown of a quarter. Rates are shares; `per_1000` is per thousand sessions."""

    quarter: Quarter
    sessions: Cell
    asked: Cell
    within_15: float | Suppressed
    within_20: float | Suppressed
    abandoned: float | Suppressed
    emergencies: Cell
    false_per_1000: float | Suppressed
    followed_up: float | Suppressed
    uncovered_hours: float  # nobody at a console, while people are promised
    unpromised_hours: float  # nobody on the rota
    promised_hours: float
    splits: dict[str, Sequence[Row]]


def figures(quarter: Quarter, at: datetime) -> Figures:
    """As of `at`. The table of one quarter never overlaps another's."""
    rows = tuple(_rows(quarter))
    published = _released(quarter, rows)
    done = _followed_up(quarter, at)
    hours = _hours(quarter, at)
    return Figures(
        quarter=quarter,
        sessions=published.cell("how", "*"),
        asked=published.cell("how", core.ASKED),
        within_15=published.share("how", (core.W15,), (core.ASKED,)),
        within_20=published.share("how", (core.WITHIN_20,), (core.ASKED,)),
        abandoned=published.share("how", (core.LEFT,), (core.ASKED,)),
        emergencies=published.cell("ending", core.EMERGENCY),
        false_per_1000=_thousand(published.share("ending", (core.FALSE,), ("*",))),
        followed_up=done.share("follow-up", ("done",), ("*",)),
        uncovered_hours=hours[0], unpromised_hours=hours[1], promised_hours=hours[2],
        splits={split: _split(published, split) for split in SPLITS},
    )  # fmt: skip


def _thousand(share: float | Suppressed) -> float | Suppressed:
    return share if isinstance(share, Suppressed) else 1000 * share


def _rows(quarter: Quarter) -> list[Counted]:
    found = Count.objects.filter(day__gte=quarter.first, day__lt=quarter.end).order_by("pk")
    return [
        Counted(c.day, c.county_fips, c.way, c.wait_s, c.outcome, c.was_emergency,
                c.wanted_operator, c.sessions)
        for c in found
    ]  # fmt: skip


@lru_cache(maxsize=16)
def _released(quarter: Quarter, rows: tuple[Counted, ...]) -> Published:
    """The tables of a quarter, all hidden together. Kept while the counts stay as they are."""
    tables = [
        Table("how", (Dimension("how", core.HOW),), core.counted(rows, core.how)),
        Table("ending", (Dimension("ending", core.ENDING),), core.counted(rows, core.ending)),
    ]
    for split, question in _questions(quarter, rows).items():
        counts = core.counted(rows, question, core.how_by_row)
        flat = Dimension.flat(split, sorted({name for name, _ in counts} or _empty(split, quarter)))
        tables.append(Table(split, (flat, Dimension("how", core.HOW_BY_ROW)), counts))
    return disclosure.release(tables, disclosure.CMS)


def _questions(quarter: Quarter, rows: Sequence[Counted]) -> dict[str, Callable[[Counted], str]]:
    starts = core.spans_of(quarter, sum(row.sessions for row in rows))
    counties = core.joined(rows, lambda row: row.county)
    ways = core.joined(rows, lambda row: row.way)
    return {
        "time": lambda row: starts[bisect_right(starts, row.day) - 1].isoformat(),
        "county": lambda row: counties[row.county],
        "way": lambda row: ways[row.way],
    }


def _empty(split: str, quarter: Quarter) -> set[str]:
    """A quarter without a session still has a row, of nought."""
    return {quarter.first.isoformat()} if split == "time" else {core.OTHERS}


def _split(published: Published, split: str) -> list[Row]:
    names = {place[0] for place in published.tables[split]} - {"*"}
    return [
        Row(
            name,
            published.cell(split, name, "*"),
            published.cell(split, name, core.ASKED),
            published.cell(split, name, core.WITHIN_20),
            published.share(split, (name, core.WITHIN_20), (name, core.ASKED)),
        )
        for name in sorted(names, key=lambda name: (name == core.OTHERS, name))
    ]


def _followed_up(quarter: Quarter, at: datetime) -> Published:
    """Promises of a call back that were due in the quarter, by now: kept or not."""
    zone = house.zone()
    start, end = (weeks.at_wall(day, time(), zone) for day in (quarter.first, quarter.end))
    due = FollowUp.objects.filter(due_at__gte=start, due_at__lt=min(end, at))
    found = due.aggregate(
        done=CountRows("pk", filter=Q(done_at__isnull=False)),
        not_done=CountRows("pk", filter=Q(done_at=None)),
    )
    parts = Dimension.flat("follow-up", ["done", "not_done"])
    counts: dict[tuple[str, ...], int] = {(name,): n for name, n in found.items()}
    return disclosure.release([Table("follow-up", (parts,), counts)], disclosure.CMS)


def _hours(quarter: Quarter, at: datetime) -> tuple[float, float, float]:
    """Hours nobody was at a console; hours nobody was on the rota; hours people are promised.

    None of them lies before there was a line.
    """
    zone, numbers = house.zone(), settings.current()
    began_at = queries.began_at(at)
    start = max(weeks.at_wall(quarter.first, time(), zone), began_at)
    end = min(weeks.at_wall(quarter.end, time(), zone), at)
    present, promised = queries.presence_spans(start, end), queries.spans(start, end)
    open_spans = _open(quarter.first, start, end, numbers.opens_hour, numbers.closes_hour)
    left, unpromised = (
        sum((weeks.uncovered(spans, *span) for span in open_spans), timedelta())
        for spans in (present, promised)
    )
    whole = sum((stop - begin for begin, stop in open_spans), timedelta())
    return _in_hours(left), _in_hours(unpromised), _in_hours(whole)


def _open(
    day: date, start: datetime, end: datetime, opens: int, closes: int
) -> list[tuple[datetime, datetime]]:
    """When people answer, day by day, within [start, end)."""
    zone, found = house.zone(), []
    if opens % 24 == closes % 24:
        return [(start, end)] if start < end else []
    day -= timedelta(days=1)
    while weeks.at_wall(day, time(), zone) < end:
        span = weeks.span_on(day, time(opens), time(closes % 24), zone)
        begin, stop = max(span.starts_at, start), min(span.ends_at, end)
        found += [(begin, stop)] if begin < stop else []
        day += timedelta(days=1)
    return found


def _in_hours(span: timedelta) -> float:
    return round(span / weeks.HOUR, 1)

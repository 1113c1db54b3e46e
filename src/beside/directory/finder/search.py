"""Answer a question: near, fitting, likely to be there, and open come first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from beside.directory.core import opening
from beside.directory.finder.calendar import CLOSED, NEVER, OPEN, UNKNOWN, OutOfRange, States
from beside.directory.finder.index import OFFER_BIT, Index, Near, Rows

SHOWN = 300
A_MINUTE = timedelta(minutes=1)
WIDER = (10.0, 25.0, 50.0, 100.0, 250.0)
# A closed door costs as much as a third more way; an unknown one half of that.
LONGER_WAY = np.array([1.15, 1.35, 1.0])


@dataclass(frozen=True)
class Question:
    """What somebody looks for. It is answered and forgotten."""

    latitude: float
    longitude: float
    miles: float
    what: str = ""
    says: int = 0
    language: str = ""
    at: datetime | None = None
    only_open: bool = False


@dataclass(frozen=True)
class Hit:
    """One place that fits, by the best of its services."""

    place: int
    row: int
    miles: float
    state: int
    changes: datetime | None


@dataclass(frozen=True)
class Answer:
    """Hits in order; `miles` is how far we had to look, `total` how many places fit."""

    hits: tuple[Hit, ...]
    total: int
    miles: float
    widened: bool


def answer(index: Index, question: Question, now: datetime) -> Answer:
    """The nearest fitting places; looks further out when there is none in reach."""
    reaches = [question.miles, *(wider for wider in WIDER if wider > question.miles)]
    for reach in reaches:
        found, states = _fitting(index, question, reach, now)
        if len(found.rows):
            return _ranked(index, question, found, states, reach, now)
    return Answer((), 0, reaches[-1], widened=len(reaches) > 1)


def _fitting(index: Index, question: Question, reach: float, now: datetime) -> tuple[Near, States]:
    near = index.near(question.latitude, question.longitude, reach)
    keep = np.ones(len(near.rows), dtype=bool)
    if question.what:
        keep &= index.offers[near.rows] & OFFER_BIT[question.what] != 0
    if question.says:
        keep &= index.says[near.rows] & question.says == question.says
    if question.language:
        keep &= index.languages[near.rows] & index.language_bit.get(question.language, 0) != 0
    states = _states(index, near.rows, question.at or now)
    if question.only_open:
        keep &= states.state == OPEN
    kept = np.flatnonzero(keep)
    return Near(near.rows[kept], near.miles[kept]), States(states.state[kept], states.changes[kept])


def _states(index: Index, rows: Rows, at: datetime) -> States:
    tables = index.timetable[rows]
    try:
        states = index.calendar.at(at)
    except OutOfRange:
        return _states_by_rules(index, tables, at)
    return States(states.state[tables], states.changes[tables])


def _states_by_rules(index: Index, tables: NDArray[np.intp], at: datetime) -> States:
    """For a day far off: slower, and asked only of what is near."""
    codes = {opening.Open: OPEN, opening.Closed: CLOSED, opening.Unknown: UNKNOWN}
    told = {t: opening.state_at(index.timetables[t], at) for t in set(tables.tolist())}
    state = np.array([codes[type(told[t])] for t in tables.tolist()], dtype=np.int8)
    changes = [_change(index, told[t]) for t in tables.tolist()]
    return States(state, np.array(changes, dtype=np.int64))


def _change(index: Index, state: opening.State) -> int:
    """The minute of the next change as the calendar counts; negative before its first day."""
    match state:
        case opening.Open(until=datetime() as then) | opening.Closed(opens=datetime() as then):
            return int((then - index.calendar.first) // A_MINUTE)
    return NEVER


def _ranked(
    index: Index, question: Question, found: Near, states: States, reach: float, now: datetime
) -> Answer:
    """Order by the way one must expect to go for one success (docs/rooms/directory-finder.md)."""
    way = (found.miles + 1) / index.reachable(found.rows, now) * LONGER_WAY[states.state]
    order = np.argsort(way, kind="stable")
    _, first = np.unique(index.place[found.rows][order], return_index=True)
    best = order[np.sort(first)]
    hits = _hits(index, found, states, best[:SHOWN])
    return Answer(hits, len(best), reach, widened=reach > question.miles)


def _hits(index: Index, found: Near, states: States, best: Rows) -> tuple[Hit, ...]:
    rows = found.rows[best]
    columns = (index.place[rows], rows, found.miles[best], states.state[best], states.changes[best])
    moment = index.calendar.moment
    return tuple(
        Hit(place, row, miles, state, moment(changes) if changes != NEVER else None)
        for place, row, miles, state, changes in zip(*(c.tolist() for c in columns), strict=True)
    )

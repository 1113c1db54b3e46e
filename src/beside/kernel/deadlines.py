"""Deadlines: every promise is a row that is due at a moment; here rooms say which.

A room registers how to find its due rows and what to do with one. Workers do the
rest (`deadline_loop.py`): any number of them, each killed at any instant. A due row
is locked with SKIP LOCKED, and the room's act moves it only from the state it read,
in the same transaction as the effects that follow, so a row is acted on once however
many look.

    deadlines.register(
        name="line.check_ins",
        rows=deadlines.rows(Watch.objects.exclude(state=ENDED), "deadline_at"),
        act=lambda watch_id, missed, at: miss_check_in(watch_id=watch_id, missed=missed, at=at),
    )
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from beside.kernel import clock, wake
from beside.kernel.armed_rows import Earliest, FindRows, earliest_of_all

LOOK_EVERY = timedelta(seconds=1)  # workers look for themselves this often


class Due(NamedTuple):
    """A row whose deadline `missed` has passed."""

    id: Any
    missed: datetime


class Overtaken(Exception):
    """Somebody else moved the row before we could. Raise it from an act; the loop goes on."""


FindDue = Callable[[datetime, int], Iterable[tuple[Any, datetime]]]
FindNext = Callable[[], datetime | None]
Act = Callable[[Any, datetime, datetime], object]
ActOnAll = Callable[[Sequence[Due], datetime], object]


@dataclass(frozen=True)
class Kind:
    """One kind of deadline: how to find due rows, the next one, and what to do.

    One that does not tell the next moment is looked at every second.
    """

    name: str
    due: FindDue
    next_at: FindNext
    act: Act
    tells_next: bool = True
    act_on_all: ActOnAll | None = None


_kinds: dict[str, Kind] = {}


def register(
    *,
    name: str,
    act: Act,
    due: FindDue | None = None,
    next_at: FindNext | None = None,
    rows: tuple[FindDue, FindNext] | None = None,
    act_on_all: ActOnAll | None = None,
) -> None:
    """Declare a kind of deadline, in AppConfig.ready.

    `rows` (from `rows()`) fits nearly every room. Otherwise `due(at, limit)` gives
    (id, deadline) pairs, the oldest first, locked with SKIP LOCKED; `next_at()`
    gives the earliest deadline still armed, and without it the kind is looked at
    every second. `act(id, missed, at)` must move the row only from the state it
    reads, or raise Overtaken.

    `act_on_all(rows, at)` does the same for several at once, all of them or none (then
    each is acted on alone): with few statements for many rows.
    """
    if rows is not None:
        due, next_at = rows
    if due is None:
        raise TypeError("register needs rows or due")
    tells_next = next_at is not None
    _kinds[name] = Kind(name, due, next_at or (lambda: None), act, tells_next, act_on_all)


def rows(armed: QuerySet[Any], field: str) -> tuple[FindDue, FindNext]:
    """How to find due rows among `armed`, by the moment in `field` (index it)."""
    return FindRows(armed, field), Earliest(armed, field)


def armed(deadline_at: datetime) -> None:
    """Tell the workers, on commit, that a row is now due at `deadline_at`.

    Call it whenever a service sets a deadline; without it a worker still finds
    the row, up to a second late. For a moment further off nothing needs to be sent.
    """
    if deadline_at < clock.now() + 2 * LOOK_EVERY:
        wake.send(f"{wake.DEADLINES} {deadline_at.timestamp():.6f}")


def next_moments() -> dict[str, datetime | None]:
    """The earliest armed deadline of each kind, asked in one statement where possible."""
    together = {kind.name: kind.next_at for kind in kinds() if isinstance(kind.next_at, Earliest)}
    alone = {kind.name: kind.next_at() for kind in kinds() if kind.name not in together}
    return dict(zip(together, earliest_of_all(list(together.values())), strict=True)) | alone


def kinds() -> list[Kind]:
    """Every kind registered, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def forget(name: str) -> None:
    """Take a kind out again; for tests."""
    _kinds.pop(name, None)

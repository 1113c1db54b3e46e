"""The index of this process: built when first asked for, replaced when the directory changed.

Once a second at most the directory's version is read. A new index is built in
the background while the old one answers.
"""

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import connection

from beside.directory.finder import ground
from beside.directory.finder.fragments import Fragments
from beside.directory.finder.index import Index
from beside.directory.finder.reading import listings
from beside.directory.truth import queries as truth

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=1)
# The hours are unrolled for ten days; well before they end they are unrolled anew.
LASTS = timedelta(days=1)
PATIENCE_SECONDS = 1.5


@dataclass(frozen=True)
class Standing:
    """An index, its pieces of page, and the version of the directory it shows."""

    index: Index
    version: tuple[int, int]
    built_at: datetime
    fragments: Fragments = field(default_factory=Fragments)

    @cached_property
    def offered(self) -> frozenset[str]:
        """Every kind of help that somebody offers."""
        return frozenset().union(*(one.offers for one in self.index.listings))

    @cached_property
    def states(self) -> frozenset[str]:
        """Postal codes of every state in which a place is listed."""
        return frozenset(one.state for one in self.index.listings if one.state)


_now: Standing | None = None
_looked_at: datetime | None = None
_building = threading.Lock()
_built = threading.Event()


class StillReading(RuntimeError):
    """The directory is being read for the first time; ask again in a moment."""


def current(at: datetime) -> Standing:
    """The index to answer from. Raises StillReading in a process that has just begun.

    Never waits long: requests that wait hold the threads by which a web process
    shows that it is alive.
    """
    global _looked_at
    if _now is None:
        return _first(at)
    if _looked_at is None or at - _looked_at >= LOOK_EVERY or at < _looked_at:
        _looked_at = at
        if _now.version != truth.directory_version() or at - _now.built_at > LASTS:
            _renew(at)
    return _now


def warm(at: datetime) -> None:
    """Begin to read the directory, without waiting. For a web process that starts."""
    if not settings.TESTING:
        _renew(at)


def use(index: Index, at: datetime) -> Standing:
    """Answer from this index until the directory changes."""
    global _now, _looked_at
    _now, _looked_at = Standing(index, truth.directory_version(), at), at
    return _now


def forget() -> None:
    """Drop the index; the next question builds it. For tests, which roll the directory back."""
    global _now, _looked_at
    _now = _looked_at = None


def _first(at: datetime) -> Standing:
    _renew(at)
    if not settings.TESTING:
        _built.wait(PATIENCE_SECONDS)
    if _now is None:
        raise StillReading
    return _now


def _renew(at: datetime) -> None:
    if settings.TESTING:  # a test's rows are seen by its own connection only
        _replace(at)
    elif _building.acquire(blocking=False):
        threading.Thread(target=_build_behind, args=(at,), name="finder", daemon=True).start()


def _build_behind(at: datetime) -> None:
    try:
        with _resting_collector():
            if _now is None:
                ground.warm()
            _replace(at)
    except Exception:
        log.exception("finder: the index could not be renewed; the old one still answers")
    finally:
        _building.release()
        connection.close()


@contextmanager
def _resting_collector() -> Iterator[None]:
    """Reading makes a million objects and no garbage; what stands then is not looked at again.

    Each look would hold up every page of this process for a tenth of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        gc.enable()


def _replace(at: datetime) -> None:
    """The version is read first: what commits while we read is seen as newer and read again."""
    global _now, _looked_at
    version = truth.directory_version()
    _now = Standing(Index(listings(), at), version, at)
    _looked_at = at
    _built.set()

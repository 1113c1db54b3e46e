"""Whether the house can do what it promises, part by part."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error, connection

from beside.kernel import heartbeats
from beside.kernel.doctor.house import pending_migrations

SILENT_AFTER = timedelta(minutes=1)

_fits = False


@dataclass(frozen=True)
class Readiness:
    """The parts that fail, in words. Empty means ready."""

    failing: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.failing


def readiness(at: datetime) -> Readiness:
    """Ask the database, compare its tables with the code, and listen for every heart."""
    try:
        failing = [*_tables(), *_hearts(at)]
    except Error:
        failing = ["database"]
    return Readiness(tuple(failing))


def _tables() -> list[str]:
    """Tables that fitted once fit until the code changes, and then we are another process."""
    global _fits
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    _fits = _fits or not pending_migrations()
    return [] if _fits else ["migrations"]


def _hearts(at: datetime) -> list[str]:
    ages = heartbeats.ages(at)
    silent = [f"silent: {name}" for name, age in sorted(ages.items()) if age > SILENT_AFTER]
    return silent or ([] if ages else ["no worker has run"])

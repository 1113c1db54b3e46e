"""Heartbeats: whatever must not stop says that it lives, and others see how long ago."""

from datetime import datetime, timedelta

from django.db import connection

from beside.kernel import statements
from beside.kernel.models import Heartbeat

BEAT = """
WITH unhurried AS MATERIALIZED (
    SELECT CASE WHEN %(is_alone)s::boolean
        THEN set_config('synchronous_commit', 'off', true) END
)
INSERT INTO kernel_heartbeat (name, at)
SELECT %(name)s::varchar, %(at)s::timestamptz FROM unhurried
ON CONFLICT (name) DO UPDATE SET at = greatest(kernel_heartbeat.at, excluded.at)
"""


def beat(name: str, at: datetime) -> None:
    """Say that `name` lives at `at`. An older beat never replaces a newer one.

    Does not wait for the disk: a beat lost with the database is beaten again.
    """
    words = {"name": name, "at": at, "is_alone": not connection.in_atomic_block}
    statements.run(BEAT, words)


def ages(at: datetime) -> dict[str, timedelta]:
    """How long ago each one beat."""
    return {beat.name: at - beat.at for beat in Heartbeat.objects.all()}


def forget(name: str) -> None:
    """`name` was stopped on purpose and is no longer waited for."""
    Heartbeat.objects.filter(name=name).delete()

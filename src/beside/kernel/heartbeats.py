"""Heartbeats: whatever must not stop says that it lives, and others see how long ago."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from beside.kernel.models import Heartbeat


def beat(name: str, at: datetime) -> None:
    """Say that `name` lives at `at`. An older beat never replaces a newer one.

    Does not wait for the disk: a beat lost with the database is beaten again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:  # ours is the whole transaction
            cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(
            "INSERT INTO kernel_heartbeat (name, at) VALUES (%s, %s) ON CONFLICT (name)"
            " DO UPDATE SET at = greatest(kernel_heartbeat.at, excluded.at)",
            [name, at],
        )


def ages(at: datetime) -> dict[str, timedelta]:
    """How long ago each one beat."""
    return {beat.name: at - beat.at for beat in Heartbeat.objects.all()}


def forget(name: str) -> None:
    """`name` was stopped on purpose and is no longer waited for."""
    Heartbeat.objects.filter(name=name).delete()

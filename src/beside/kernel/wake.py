"""Wake-ups between processes, over the database's own LISTEN and NOTIFY.

A wake-up only shortens a wait. Nothing is lost if one is: whoever waits also
looks by itself, at least once a second.
"""

from django.db import connection

CHANNEL = "beside"
LIVE_CHANNEL = "beside_live"

EFFECTS = "effects"
DEADLINES = "deadlines"
ACTS = "acts"


def send(what: str, channel: str = CHANNEL) -> None:
    """Wake whoever waits for `what`, when and only when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, what])

"""Wake-ups between processes, over the database's own LISTEN and NOTIFY.

A wake-up only shortens a wait. Nothing is lost if one is: whoever waits also
looks by itself, at least once a second.
"""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

CHANNEL = "beside"
LIVE_CHANNEL = "beside_live"

EFFECTS = "effects"
URGENT_EFFECTS = "urgent-effects"
DEADLINES = "deadlines"
ACTS = "acts"


def send(what: str, channel: str = CHANNEL) -> None:
    """Wake whoever waits for `what`, when and only when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, what])


def connection_words() -> dict[str, Any]:
    """What psycopg needs to reach Django's database, for a connection of one's own."""
    words = connection.get_connection_params()
    return {key: word for key, word in words.items() if key not in {"cursor_factory", "context"}}


def listen(heard: Callable[[str], None], stopping: threading.Event) -> None:
    """Call `heard` with every wake-up until stopping; also, as "", after a lost connection."""
    while not stopping.is_set():
        try:
            _listen_once(heard, stopping)
        except psycopg.Error:
            stopping.wait(0.2)
        heard("")  # whatever was sent meanwhile is gone: look yourselves


def _listen_once(heard: Callable[[str], None], stopping: threading.Event) -> None:
    with psycopg.connect(**connection_words(), autocommit=True) as ears:
        ears.execute(f"LISTEN {CHANNEL}")
        while not stopping.is_set():
            for notice in ears.notifies(timeout=0.5):
                heard(notice.payload)

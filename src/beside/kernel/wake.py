"""Wake-ups between processes, over the database's own LISTEN and NOTIFY.

A wake-up only shortens a wait. Nothing is lost if one is: whoever waits also
looks by itself, at least once a second.
"""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

from beside.kernel import statements

CHANNEL = "beside"
LIVE_CHANNEL = "beside_live"

EFFECTS = "effects"
URGENT_EFFECTS = "urgent-effects"
DEADLINES = "deadlines"

LISTEN_FOR = 0.5  # seconds, then look whether to go on

Ears = psycopg.Connection[Any]


def send(what: str, channel: str = CHANNEL) -> None:
    """Wake whoever waits for `what`, when and only when this transaction commits."""
    statements.run("SELECT pg_notify(%s, %s)", [channel, what])


def connection_words() -> dict[str, Any]:
    """What psycopg needs to reach Django's database, for a connection of one's own."""
    words = connection.get_connection_params()
    return {key: word for key, word in words.items() if key not in {"cursor_factory", "context"}}


def listen(
    heard: Callable[[str], None],
    stopping: threading.Event,
    each_look: Callable[[Ears], None] = lambda ears: None,
) -> None:
    """Call `heard` with every wake-up until stopping; also, as "", after a lost connection.

    `each_look` is called with the connection, which nothing else uses, twice a second.
    """
    while not stopping.is_set():
        try:
            _listen_once(heard, stopping, each_look)
        except psycopg.Error:
            stopping.wait(0.2)
        heard("")  # whatever was sent meanwhile is gone: look yourselves


def _listen_once(
    heard: Callable[[str], None], stopping: threading.Event, each_look: Callable[[Ears], None]
) -> None:
    with psycopg.connect(**connection_words(), autocommit=True) as ears:
        ears.execute(f"LISTEN {CHANNEL}")
        while not stopping.is_set():
            each_look(ears)
            for notice in ears.notifies(timeout=LISTEN_FOR):
                heard(notice.payload)

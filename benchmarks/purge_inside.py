"""In the house of line_5_purge: what an operator does there, the ends, the purge, the keys' end.

Reads words from its input, one a line, and answers each with a line of JSON.
"""

import json
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import purge_marks, vault_inside, voice_inside
from benchmarks.purge_marks import STEM

LATER = timedelta(days=40)  # when every span that sealed anything here has ended


def control() -> dict[str, int]:
    """Something in plain words, which the search must find."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_control (said text)")
        cursor.execute("INSERT INTO bench_control VALUES (%s)", [purge_marks.CONTROL])
        cursor.execute("CHECKPOINT")
    return {}


def declare(count: str) -> dict[str, int]:
    """Some do not answer: help is called, by whoever the person chose first."""
    from beside.accounts.models import User
    from beside.kernel import clock
    from beside.kernel.steps import NotAllowed
    from beside.line.models import Session
    from beside.line.services import watching
    from beside.privacy import vault

    dee, done = User.objects.get(email="dee@example.org"), 0
    for session in Session.objects.filter(state="watching")[: int(count)]:
        with suppress(NotAllowed):
            watching.declare_emergency(session_id=session.pk, by=dee, at=clock.now())
            vault.open(session.particulars_id, by=dee, purpose="line.release", at=clock.now())
            done += 1
    return {"declared": done}


def standing() -> dict[str, Any]:
    """How many there are of each way, and what waits."""
    from django.db.models import Count

    from beside.kernel.models import Effect
    from beside.line.models import Message, Session
    from beside.privacy.models import Sealed

    ways = Session.objects.values_list("came_by").annotate(n=Count("pk"))
    return {
        "ways": dict(ways), "messages": Message.objects.count(), "sealed": Sealed.objects.count(),
        "waiting": Effect.objects.filter(state="waiting").count(),
    }  # fmt: skip


def openable(rows: list[tuple[Any, ...]]) -> int:
    """How many sealed rows open with any key there is, and hold something of somebody."""
    from beside.privacy import keys
    from beside.privacy.core.envelope import Forged, Label, unlock
    from beside.privacy.ports import KeyMissing

    store, opened = keys.store(), 0
    for row_id, kind, span, wrapped, ciphertext in rows:
        label = Label(row_id, kind, span)
        with suppress(Forged, KeyMissing):
            key = store.unwrap(span, bytes(wrapped), label.bound("key"))
            plain = unlock(key, bytes(ciphertext), label.bound("record"))
            opened += STEM.encode() in plain or purge_marks.AREA.encode() in plain
    return opened


def opened_now() -> dict[str, int]:
    from beside.privacy.models import Sealed

    columns = ("id", "kind", "span_id", "wrapped_key", "ciphertext")
    return {"opened": openable(list(Sealed.objects.values_list(*columns)))}


def opened_from(home: str) -> dict[str, int]:
    """Of a backup that was restored elsewhere."""
    rows = vault_inside.rows_of(Path(home))
    return {"rows": len(rows), "opened": openable(rows)}


def finish() -> dict[str, int]:
    """Every session ends, and is purged when its time has come."""
    from beside.accounts.models import User
    from beside.kernel import clock
    from beside.line.core.session import Outcome, State
    from beside.line.models import Session, Signal
    from beside.line.services import ending, purging

    dee, at = User.objects.get(email="dee@example.org"), clock.now()
    for session in Session.objects.exclude(state=State.ENDED):
        if session.state == State.WAITING:
            ending.leave(session_id=session.pk, at=at)
        elif session.released_at is None:
            ending.say_safe(session_id=session.pk, at=at)
        else:
            ending.close(session_id=session.pk, outcome=Outcome.HELPED, by=dee, at=at)
    signals = Signal.objects.count()
    for session in Session.objects.all():
        purging.purge(session_id=session.pk, at=session.purge_at)
    return {"left": Session.objects.count(), "signals": signals}


def end_spans() -> dict[str, int]:
    """The clock has gone on: the spans in which anything was sealed have ended."""
    from django.db import connection

    from beside.kernel import clock
    from beside.privacy.models import Span
    from beside.privacy.services.spans import destroy_span

    at = clock.now() + LATER
    names = Span.objects.exclude(state=Span.State.GONE).values_list("name", flat=True)
    for name in list(names):
        destroy_span(name=name, at=at)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return {"spans": len(names)}


DOES = {
    "operator": voice_inside.operator, "control": control, "declare": declare,
    "standing": standing, "opened": opened_now, "opened_from": opened_from, "finish": finish,
    "end_spans": end_spans,
}  # fmt: skip

if __name__ == "__main__":
    from beside.web import running

    running.with_django()
    for line in sys.stdin:
        words = line.split()
        print(json.dumps(DOES[words[0]](*words[1:])), flush=True)

"""Hold a span open while something is written under its key."""

from django.db import connection

from beside.privacy import keys
from beside.privacy.core.spans import SpanOfTime
from beside.privacy.models import Span


class SpanClosed(RuntimeError):
    """The span's key is destroyed, or about to be: nothing can be sealed in it."""


def hold(span: SpanOfTime) -> None:
    """Keep the span open until the transaction ends, making it if it is new. Raises SpanClosed.

    Closing a span waits for those who hold it, so no record is written under a
    key that is being destroyed. Must run in a transaction.
    """
    state = _locked_state(span.name)
    if state is None:
        make(span)
        state = _locked_state(span.name)
    if state != Span.State.OPEN:
        raise SpanClosed(span.name)


def make(span: SpanOfTime) -> None:
    """The key first, then the row: a row without a key is never there to be read."""
    hold_name(span.name)
    keys.store().make(span.name)
    Span.objects.bulk_create([Span(name=span.name, ends_at=span.ends_at)], ignore_conflicts=True)


def hold_name(name: str) -> None:
    """Until the transaction ends, nobody else makes this span or takes it for an orphan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 8214))", [name])


def _locked_state(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM privacy_span WHERE name = %s FOR KEY SHARE", [name])
        found = cursor.fetchone()
    return found[0] if found else None

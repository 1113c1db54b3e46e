"""Make spans ahead of need, close those that ended, and find keys that nothing refers to."""

from datetime import datetime

from django.db import transaction

from beside.kernel import record
from beside.privacy import keys
from beside.privacy.core.spans import coming
from beside.privacy.holding import hold_name, make
from beside.privacy.models import Sealed, Span
from beside.privacy.tally import forget

PREPARED_DAYS = 95


def prepare_spans(*, at: datetime) -> int:
    """Make the keys that will be asked for soon, so that sealing waits for no disk."""
    wanted = {span.name: span for span in coming(at, days=PREPARED_DAYS)}
    there = set(Span.objects.filter(name__in=wanted).values_list("name", flat=True))
    missing = [span for name, span in wanted.items() if name not in there]
    for span in missing:
        with transaction.atomic():
            make(span)
    if missing:
        record.act("span_keys_made", on=("vault", "keys"), at=at, detail={"count": len(missing)})
    return len(missing)


def destroy_span(*, name: str, at: datetime) -> int:
    """Destroy a span's key and every record in it; how many there were.

    Three steps, each whole, each safe to repeat: no more sealing or opening;
    the key; the records. Killed anywhere, the next sweep goes on from there.
    Raises Span.DoesNotExist.
    """
    if not _close(name):
        return 0
    keys.store().destroy(name)
    return _forget_records(name, at)


@transaction.atomic
def _close(name: str) -> bool:
    """Waits for those who hold the span; whether there is still something to destroy."""
    span = Span.objects.select_for_update().get(name=name)
    if span.state == Span.State.GONE:
        return False
    span.state = Span.State.CLOSING
    span.save(update_fields=["state"])
    return True


@transaction.atomic
def _forget_records(name: str, at: datetime) -> int:
    span = Span.objects.select_for_update().get(name=name)
    if span.state != Span.State.CLOSING:
        return 0
    count = len(forget(Sealed.objects.filter(span=span), at))
    span.state, span.gone_at, span.destroyed = Span.State.GONE, at, count
    span.save(update_fields=["state", "gone_at", "destroyed"])
    record.act("span_destroyed", on=("span", name), at=at, detail={"count": count})
    return count


def destroy_orphan_keys(*, at: datetime) -> int:
    """Destroy keys that no span refers to, left by whoever was killed between two writes."""
    store = keys.store()
    there = set(store.spans())
    needed = Span.objects.exclude(state=Span.State.GONE).values_list("name", flat=True)
    orphans = sum(_destroy_if_orphan(name) for name in sorted(there.difference(needed)))
    unfinished = store.clean(at)
    if orphans or unfinished:
        detail = {"count": orphans, "unfinished": unfinished}
        record.act("orphan_keys_destroyed", on=("vault", "keys"), at=at, detail=detail)
    return orphans + unfinished


@transaction.atomic
def _destroy_if_orphan(name: str) -> bool:
    """Whoever makes this span holds its name; once we do, its row is there or never was."""
    hold_name(name)
    if Span.objects.filter(name=name).exclude(state=Span.State.GONE).exists():
        return False
    keys.store().destroy(name)
    return True

"""Fill a row with an envelope, and open it. Leaves no record: for this room's services only."""

from django.views.decorators.debug import sensitive_variables

from beside.privacy import keys
from beside.privacy.core import envelope
from beside.privacy.core.envelope import Label, Secret
from beside.privacy.models import Sealed, SearchMark
from beside.privacy.ports import KeyMissing


class Destroyed(LookupError):
    """The record is no longer there to be opened: destroyed, past its time, or never sealed."""


@sensitive_variables()
def fill(row: Sealed, secret: Secret) -> list[SearchMark]:
    """Put `secret` into `row` under a new key wrapped by its span's; the marks it is found by."""
    label = Label(row.id, row.kind, row.span_id)
    key = envelope.new_key()
    row.ciphertext = envelope.lock(key, secret.packed(), label.bound("record"))
    row.wrapped_key = _wrap(label, key)
    if not secret.findable_by:
        return []
    search_key = keys.store().search_key(row.span_id)
    marks = {envelope.mark(search_key, row.id, term) for term in secret.findable_by}
    return [SearchMark(sealed=row, mark=mark) for mark in sorted(marks)]


@sensitive_variables()
def _wrap(label: Label, key: bytes) -> bytes:
    """A span whose key was lost (a disk, a restored backup) gets a new one: sealing must go on.

    What was sealed under the lost key stays unreadable, as it already was.
    """
    store = keys.store()
    try:
        return store.wrap(label.span, key, label.bound("key"))
    except KeyMissing:
        store.make(label.span)
        return store.wrap(label.span, key, label.bound("key"))


@sensitive_variables()
def unlocked(row: Sealed) -> Secret:
    """What `fill` put into the row. Raises Destroyed, Forged."""
    label = Label(row.id, row.kind, row.span_id)
    try:
        key = keys.store().unwrap(label.span, bytes(row.wrapped_key), label.bound("key"))
    except KeyMissing:
        raise Destroyed(str(row.id)) from None
    return Secret.unpacked(envelope.unlock(key, bytes(row.ciphertext), label.bound("record")))

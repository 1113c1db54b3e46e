"""Seal identifying facts. What reaches the database is ciphertext; nothing else is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import NewType
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.kernel import ids, record
from beside.privacy import kinds
from beside.privacy.core.envelope import Secret
from beside.privacy.core.spans import span_for
from beside.privacy.envelopes import fill
from beside.privacy.holding import hold
from beside.privacy.models import Sealed, SearchMark

SealedId = NewType("SealedId", UUID)


class TooLong(ValueError):
    """A record would be kept longer than its kind allows."""


@sensitive_variables()
@transaction.atomic
def seal_records(
    *, secrets: Sequence[Secret], kind: str, retain_until: datetime, at: datetime
) -> list[SealedId]:
    """Seal records of one kind that are due at one time; their ids, in order.

    Raises UnknownKind, TooLong (for the kind), AlreadyDue, SpanClosed, KeyStoreDown.
    """
    if retain_until - at > kinds.kind_named(kind).longest:
        raise TooLong(kind)
    span = span_for(retain_until, at)
    hold(span)
    rows = [
        Sealed(
            id=ids.uuid7(), kind=kind, span_id=span.name, sealed_at=at, retain_until=retain_until
        )
        for _ in secrets
    ]
    marks = [mark for row, secret in zip(rows, secrets, strict=True) for mark in fill(row, secret)]
    Sealed.objects.bulk_create(rows)
    SearchMark.objects.bulk_create(marks)
    record.act("sealed", on=("span", span.name), at=at, detail={"kind": kind, "count": len(rows)})
    return [SealedId(row.id) for row in rows]

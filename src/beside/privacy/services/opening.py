"""Open sealed records. Each opening names who, what for and which, and records it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.accounts.models import User
from beside.kernel import record, statements
from beside.privacy import kinds
from beside.privacy.envelopes import Destroyed, unlocked
from beside.privacy.models import Opening, Sealed

_OPEN = """
WHERE id = ANY(%s) AND retain_until > %s
    AND span_id IN (SELECT name FROM privacy_span WHERE state = 'open')
"""


@dataclass(frozen=True)
class Worker:
    """A part of the system that opens records by itself, such as the one that sends messages."""

    name: str


By = User | Worker


@sensitive_variables()
@transaction.atomic
def open_records(
    *, sealed_ids: Sequence[UUID], by: By, purpose: str, at: datetime
) -> dict[UUID, bytes]:
    """The plaintexts of several records, all or none: a day's labels for who packs them.

    The record is written before anything is opened. If any of them is gone, Destroyed
    is raised with its id and none is opened. Raises NotAPurpose, Forged, KeyStoreDown.
    """
    rows = _rows(sealed_ids, at)
    for kind in {row.kind for row in rows}:
        kinds.purpose_to_open(purpose, kind)
    _write_down(rows, by, purpose, at)
    person = by if isinstance(by, User) else None
    detail = {"ids": [str(row.id) for row in rows], "worker": _worker(by)}
    record.act("opened", on=("purpose", purpose), by=person, at=at, detail=detail)
    return {row.id: unlocked(row).plaintext for row in rows}


def _rows(sealed_ids: Sequence[UUID], at: datetime) -> list[Sealed]:
    there = {row.id: row for row in statements.rows(Sealed, _OPEN, [list(sealed_ids), at])}
    for sealed_id in sealed_ids:
        if sealed_id not in there:
            raise Destroyed(str(sealed_id))
    return list(there.values())


def _write_down(rows: Sequence[Sealed], by: By, purpose: str, at: datetime) -> None:
    person = by if isinstance(by, User) else None
    Opening.objects.bulk_create(
        Opening(
            record_id=row.id,
            kind=row.kind,
            purpose=purpose,
            by=person,
            by_worker=_worker(by),
            at=at,
        )
        for row in rows
    )


def _worker(by: By) -> str:
    return by.name if isinstance(by, Worker) else ""

"""A spreadsheet of shifts, judged before it came here, is kept whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line.models import Shift
from beside.line.rota.services import shifts


@dataclass(frozen=True)
class Row:
    """One shift as a list gives it; `number` counts as a spreadsheet does."""

    number: int
    user_id: str
    starts_at: datetime
    ends_at: datetime
    on_call_only: bool
    note: str


class RowRefused(ValueError):
    """One row cannot stand, so none was kept. `number` says which, `why` says why."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"row {number}: {why}")
        self.number, self.why = number, why


@dataclass(frozen=True)
class Kept:
    added: int
    same: int  # stood already


@transaction.atomic
def bring_in(*, rows: Sequence[Row], by: User, at: datetime) -> Kept:
    """Add every shift that does not stand already. Raises RowRefused."""
    users = User.objects.in_bulk([row.user_id for row in rows])
    users = {str(pk): user for pk, user in users.items()}
    added = same = 0
    for row in rows:
        user = users[row.user_id]
        if Shift.objects.filter(
            user=user, starts_at=row.starts_at, ends_at=row.ends_at, cancelled_at=None,
            on_call_only=row.on_call_only,
        ).exists():  # fmt: skip
            same += 1
            continue
        try:
            shifts.add_shift(
                user=user, starts_at=row.starts_at, ends_at=row.ends_at, by=by, at=at,
                on_call_only=row.on_call_only, note=row.note,
            )  # fmt: skip
        except shifts.Overlaps:
            raise RowRefused(row.number, "overlaps") from None
        except shifts.NotAShift as error:
            raise RowRefused(row.number, error.why) from None
        added += 1
    record.act("line_shifts_brought_in", on=("line.rota", "rota"), by=by, at=at,
               detail={"added": added, "same": same})  # fmt: skip
    return Kept(added, same)


@transaction.atomic
def note_rota_taken(*, count: int, what: str, by: User, at: datetime) -> None:
    """Somebody took the rota or the figures away as a file."""
    record.act("line_file_taken", on=("line.rota", "rota"), by=by, at=at,
               detail={"rows": count, "what": what})  # fmt: skip

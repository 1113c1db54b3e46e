"""Other organizations' numbers: a partner line that takes callers, services for a warm transfer."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line.models import Elsewhere
from beside.line.rota.services.shifts import AlreadySo


@dataclass(frozen=True)
class Line:
    """What is known of one."""

    kind: str
    label: str
    number: str
    languages: str = ""
    order: int = 10


@transaction.atomic
def add_elsewhere(*, line: Line, by: User, at: datetime) -> Elsewhere:
    """Another number the line may use."""
    row = Elsewhere.objects.create(
        kind=line.kind, label=line.label, number=line.number, languages=line.languages,
        order=line.order,
    )  # fmt: skip
    _act("line_elsewhere_added", row.pk, by, at)
    return row


@transaction.atomic
def turn_elsewhere(*, elsewhere_id: int, is_active: bool, by: User, at: datetime) -> Elsewhere:
    """No longer use it, or use it again. Raises AlreadySo."""
    other = Elsewhere.objects.filter(pk=elsewhere_id, is_active=not is_active)
    if not other.update(is_active=is_active):
        raise AlreadySo(elsewhere_id)
    _act("line_elsewhere_used" if is_active else "line_elsewhere_dropped", elsewhere_id, by, at)
    return Elsewhere.objects.get(pk=elsewhere_id)


@transaction.atomic
def note_elsewhere_test(*, elsewhere_id: int, by: User, at: datetime) -> None:
    """Somebody rang it and the right people answered."""
    Elsewhere.objects.filter(pk=elsewhere_id).update(tested_at=at)
    _act("line_elsewhere_tested", elsewhere_id, by, at)


def _act(verb: str, elsewhere_id: int, by: User, at: datetime) -> None:
    record.act(verb, on=("line.elsewhere", str(elsewhere_id)), by=by, at=at)

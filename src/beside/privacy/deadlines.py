"""What of this room falls due: records, spans and the turns of retention rules."""

from datetime import datetime
from uuid import UUID

from beside.kernel import deadlines
from beside.privacy.models import Keeping, Sealed, Span
from beside.privacy.services.destroying import destroy_due_record
from beside.privacy.services.keeping import carry_out
from beside.privacy.services.spans import destroy_span


def _record(sealed_id: UUID, missed: datetime, at: datetime) -> None:
    destroy_due_record(sealed_id=sealed_id, missed=missed, at=at)


def _span(name: str, missed: datetime, at: datetime) -> None:
    destroy_span(name=name, at=at)


def _rule(name: str, missed: datetime, at: datetime) -> None:
    carry_out(name=name, missed=missed, at=at)


def register() -> None:
    """Tell the kernel's loop. Called once, when the house starts."""
    records = deadlines.rows(Sealed.objects.all(), "retain_until")
    spans = deadlines.rows(Span.objects.exclude(state=Span.State.GONE), "ends_at")
    turns = deadlines.rows(Keeping.objects.all(), "due_at")
    deadlines.register(name="privacy.records", rows=records, act=_record)
    deadlines.register(name="privacy.spans", rows=spans, act=_span)
    deadlines.register(name="privacy.retention", rows=turns, act=_rule)

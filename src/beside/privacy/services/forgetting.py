"""What retention rules of this room call to destroy what is too old."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from beside.kernel import house, record
from beside.privacy.models import Destroyed, Opening, Span


@transaction.atomic
def forget_openings(*, before: datetime, at: datetime) -> int:
    """Openings of before that moment. What the kernel's record holds of them stays: ids alone."""
    return _forget("openings", Opening.objects.filter(at__lt=before), at)


@transaction.atomic
def forget_spans(*, before: datetime, at: datetime) -> int:
    """Spans that were destroyed before that moment."""
    return _forget("spans", Span.objects.filter(gone_at__lt=before), at)


@transaction.atomic
def forget_counts(*, before: datetime, at: datetime) -> int:
    """Counts of what was destroyed on days before that moment's."""
    old = Destroyed.objects.filter(date__lt=house.today(before))
    return _forget("counts", old, at)


def _forget(what: str, old: QuerySet[Any], at: datetime) -> int:
    count, _ = old.delete()
    if count:
        record.act("forgotten", on=("retention", what), at=at, detail={"count": count})
    return count

"""Reads for the pages of this room."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from beside.privacy import kinds, retention
from beside.privacy.kinds import Kind
from beside.privacy.models import Destroyed, Keeping, Opening, Sealed, Span
from beside.privacy.retention import Rule

LATE_AFTER = timedelta(hours=2)


@dataclass(frozen=True)
class KeptSealed:
    """One kind of sealed record: how many there are, which goes next, what has gone."""

    kind: Kind
    held: int = 0
    next_until: datetime | None = None
    destroyed: int = 0
    last_date: date | None = None
    last_destroyed: int = 0


@dataclass(frozen=True)
class KeptByRule:
    """One retention rule: how many there are, what its last turn destroyed, whether it is late."""

    rule: Rule
    held: int | None
    turn: Keeping | None
    late: bool


@dataclass(frozen=True)
class Keys:
    """The keys of spans: how many there are, and when the next one dies."""

    open: int
    next_at: datetime | None
    overdue: int
    destroyed: int


def kept_sealed() -> list[KeptSealed]:
    """Every kind of sealed record, by name."""
    grouped = Sealed.objects.order_by().values_list("kind")
    held = {kind: (n, soon) for kind, n, soon in grouped.annotate(Count("id"), Min("retain_until"))}
    totals = dict(Destroyed.objects.order_by().values_list("kind").annotate(Sum("count")))
    last = {row.kind: row for row in Destroyed.objects.order_by("kind", "-date").distinct("kind")}
    kept = []
    for kind in kinds.all_kinds():
        count, soon = held.get(kind.name, (0, None))
        day = last.get(kind.name)
        kept.append(KeptSealed(
            kind, count, soon, totals.get(kind.name, 0),
            day.date if day else None, day.count if day else 0,
        ))  # fmt: skip
    return kept


def kept_by_rule(at: datetime) -> list[KeptByRule]:
    """Every retention rule, by name."""
    turns = Keeping.objects.in_bulk()
    return [
        KeptByRule(rule, rule.count(at) if rule.count else None, turns.get(rule.name),
                   _is_late(turns.get(rule.name), at))
        for rule in retention.rules()
    ]  # fmt: skip


def _is_late(turn: Keeping | None, at: datetime) -> bool:
    return turn is None or bool(turn.failure) or turn.due_at + LATE_AFTER < at


def late_rules(at: datetime) -> list[str]:
    """Names of rules whose turn did not come, or failed."""
    turns = Keeping.objects.in_bulk()
    return [rule.name for rule in retention.rules() if _is_late(turns.get(rule.name), at)]


def key_state(at: datetime) -> Keys:
    """The keys of spans. Overdue ones should have been destroyed an hour ago or more."""
    open_spans = Span.objects.exclude(state=Span.State.GONE)
    return Keys(
        open=open_spans.count(),
        next_at=open_spans.aggregate(soonest=Min("ends_at"))["soonest"],
        overdue=open_spans.filter(ends_at__lt=at - timedelta(hours=1)).count(),
        destroyed=Span.objects.filter(state=Span.State.GONE).count(),
    )


@dataclass(frozen=True)
class OpeningsAsked:
    """Which openings somebody wants to see; None and "" ask for all."""

    purpose: str = ""
    kind: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None


def openings(asked: OpeningsAsked) -> QuerySet[Opening]:
    """Openings, newest first. `who` is part of a staff member's name, or of a worker's."""
    found = Opening.objects.select_related("by").order_by("-at", "-id")
    if asked.purpose:
        found = found.filter(purpose=asked.purpose)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.who:
        found = found.filter(Q(by__name__icontains=asked.who) | Q(by_worker__icontains=asked.who))
    if asked.since:
        found = found.filter(at__date__gte=asked.since)
    if asked.until:
        found = found.filter(at__date__lte=asked.until)
    return found


def due_spans(at: datetime) -> list[str]:
    """Spans that ended, or whose destruction was begun, and is not finished."""
    ended = Q(ends_at__lte=at) | Q(state=Span.State.CLOSING)
    waiting = Span.objects.exclude(state=Span.State.GONE).filter(ended)
    return list(waiting.order_by("ends_at").values_list("name", flat=True))

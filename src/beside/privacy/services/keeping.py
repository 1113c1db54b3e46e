"""Carry out the retention rules: each is a row that falls due, and is due again after its turn."""

from datetime import datetime

from django.db import transaction

from beside.kernel import deadlines, heartbeats, record
from beside.privacy import retention
from beside.privacy.models import Keeping

HEARTBEAT = "privacy.retention"


def enroll_rules(*, at: datetime) -> int:
    """Give every registered rule its row, due at once, and drop rows without a rule."""
    names = [rule.name for rule in retention.rules()]
    dropped, _ = Keeping.objects.exclude(rule__in=names).delete()
    known = set(Keeping.objects.values_list("rule", flat=True))
    new = [Keeping(rule=name, due_at=at) for name in names if name not in known]
    Keeping.objects.bulk_create(new, ignore_conflicts=True)
    if new or dropped:
        detail = {"new": len(new), "dropped": dropped}
        record.act("retention_rules_enrolled", on=("retention", "rules"), at=at, detail=detail)
    return len(new)


def carry_out(*, name: str, missed: datetime, at: datetime) -> int:
    """Destroy what a rule says is due; how many. Its next turn comes whether or not it failed.

    Raises deadlines.Overtaken when somebody else took this turn. A failure is written on
    the rule's row, for the doctor and the page; it stops no other rule.
    """
    with transaction.atomic():
        turn = Keeping.objects.select_for_update().filter(rule=name, due_at=missed).first()
        if turn is None:
            raise deadlines.Overtaken(name)
        rule = retention.rule_named(name)
        if rule is None:
            turn.delete()
            return 0
        turn.due_at = at + rule.every
        count = _destroy(rule, turn, at)
        turn.save()
        deadlines.armed(turn.due_at)
        if not turn.failure:
            heartbeats.beat(HEARTBEAT, at)
        detail = {"count": count, "failed": bool(turn.failure)}
        record.act("retention_carried_out", on=("retention", name), at=at, detail=detail)
        return count


def _destroy(rule: retention.Rule, turn: Keeping, at: datetime) -> int:
    """One rule's turn, in a savepoint: what it destroyed stands whole, or not at all."""
    try:
        with transaction.atomic():
            count = rule.destroy(at - rule.keep, at)
    except Exception as error:  # any rule's, from any room: none may stop the others
        turn.failed_at, turn.failure = at, type(error).__name__
        return 0
    turn.failed_at, turn.failure = None, ""
    turn.last_at, turn.last_destroyed = at, count
    turn.ever_destroyed = turn.ever_destroyed + count
    return count


def sweep(*, at: datetime) -> dict[str, int]:
    """Carry out every rule that is due, now; how many each destroyed.

    The deadline loop does the same, rule by rule, as each falls due.
    """
    enroll_rules(at=at)
    due = Keeping.objects.filter(due_at__lte=at).order_by("due_at").values_list("rule", "due_at")
    done = {name: carry_out(name=name, missed=missed, at=at) for name, missed in due}
    record.act("retention_swept", on=("retention", "rules"), at=at, detail={"rules": len(done)})
    return done

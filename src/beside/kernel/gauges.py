"""What the kernel lets be measured: what waits, what was given up, how late, how long silent."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Count

from beside.kernel import clock, deadlines, delivery, heartbeats, measures
from beside.kernel.models import Effect, UnsealedAct


def effects_by_state() -> Mapping[tuple[str, ...], float]:
    """Waiting and given-up effects of each kind."""
    open_ones = Effect.objects.filter(state__in=[Effect.State.WAITING, Effect.State.GIVEN_UP])
    counted = open_ones.values("kind", "state").annotate(count=Count("pk"))
    return {(row["kind"], row["state"]): float(row["count"]) for row in counted}


def outbox_lateness() -> float:
    """Seconds by which the effect that should be claimed next is overdue."""
    due_at = delivery.next_due_at()
    return 0.0 if due_at is None else max(0.0, (clock.now() - due_at).total_seconds())


def deadline_lateness() -> Mapping[tuple[str, ...], float]:
    """Seconds by which the oldest armed deadline of each kind is overdue."""
    at = clock.now()
    found = {kind.name: kind.next_at() for kind in deadlines.kinds()}
    late = {name: at - (moment or at) for name, moment in found.items()}
    return {(name,): max(late[name], timedelta()).total_seconds() for name in late}


def silence() -> Mapping[tuple[str, ...], float]:
    """Seconds since each heartbeat."""
    ages = heartbeats.ages(clock.now())
    return {(name,): age.total_seconds() for name, age in ages.items()}


def offer() -> None:
    """Offer them all to the metrics page."""
    measures.gauge("effects", "Effects by state", effects_by_state, labels=("kind", "state"))
    measures.gauge("outbox_late_seconds", "Lateness of the outbox", outbox_lateness)
    measures.gauge(
        "deadline_late_seconds", "Lateness of each deadline", deadline_lateness, labels=("kind",)
    )
    measures.gauge("heartbeat_age_seconds", "Silence of each heart", silence, labels=("name",))
    measures.gauge(
        "record_unsealed", "Acts not yet sealed", lambda: float(UnsealedAct.objects.count())
    )
    measures.gauge(
        "clock_drift_seconds",
        "How far the wall clock was stepped away from the house's",
        lambda: clock.timeline.drift().total_seconds(),
    )

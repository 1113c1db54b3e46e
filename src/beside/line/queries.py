"""What the consoles and the services ask: who waits, who stays with whom, who should rest."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from beside.accounts.models import User
from beside.line.core.session import State
from beside.line.models import Attempt, Operator, Presence, Session

EMERGENCIES = (State.UNRESPONSIVE, State.RELEASED, State.DISPATCHED)


def waiting() -> QuerySet[Session]:
    """Everybody who waits for an operator, in the order in which they are offered.

    Who lost their operator comes first, then emergencies with nobody beside them, then the rest
    by the time they came.
    """
    alone = Session.objects.exclude(state=State.ENDED).filter(operator=None)
    wanting = Q(wants_operator=True) | Q(is_ahead=True) | Q(state__in=EMERGENCIES)
    rank = Case(When(is_ahead=True, then=0), When(state__in=EMERGENCIES, then=1), default=2)
    return alone.filter(wanting).annotate(rank=rank).order_by("rank", _since(), "id")


def _since() -> Any:
    return F("queued_at").asc(nulls_last=True)


def in_hand(user: User) -> QuerySet[Session]:
    """The sessions somebody stays with."""
    return Session.objects.exclude(state=State.ENDED).filter(operator=user)


def has_hands_full(user: User) -> bool:
    """Whether they stay with as many people as they may at once."""
    most = Operator.objects.filter(pk=user.pk).values_list("most_at_once", flat=True).first()
    return in_hand(user).count() >= (1 if most is None else most)


def needs_rest(user: User, presence: Presence) -> bool:
    """Whether they have had as many emergencies in this shift as they should: not rung any more."""
    most = Operator.objects.filter(pk=user.pk).values_list("most_emergencies", flat=True).first()
    return emergencies_in(presence) >= (2 if most is None else most)


def emergencies_in(presence: Presence) -> int:
    """How many sessions came to a release with this operator in this presence."""
    released = Session.objects.filter(
        operator_id=presence.user_id, is_practice=False, released_at__gte=presence.since_at
    )
    return max(presence.emergencies, released.count())


def latest_tries(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The last try of each number by each way, oldest first: an hour of tries hides no sheet."""
    last = {(each.whom, each.way): each for each in sorted(attempts, key=lambda each: each.pk)}
    return sorted(last.values(), key=lambda each: each.pk)

"""How long the kernel keeps its own rows. `privacy.retention` shows these beside the rooms' rules.

The record itself is kept: it says nothing about the public.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Greatest

from beside.kernel.models import Effect, LiveEvent, LiveNumbers, Progress, Receipt


@dataclass(frozen=True)
class Kept:
    """The same words as privacy.retention.Rule, which the kernel may not import."""

    name: str
    what: str
    why: str
    keep: timedelta
    destroy: Callable[[datetime, datetime], int]


def _ended_effects(before: datetime, at: datetime) -> int:
    ended = Effect.objects.filter(ended_at__lt=before).exclude(state=Effect.State.WAITING)
    return ended.exclude(state=Effect.State.GIVEN_UP).delete()[0]


def _given_up_effects(before: datetime, at: datetime) -> int:
    return Effect.objects.filter(state=Effect.State.GIVEN_UP, ended_at__lt=before).delete()[0]


def _receipts(before: datetime, at: datetime) -> int:
    return Receipt.objects.filter(at__lt=before).delete()[0]


@transaction.atomic
def _events(before: datetime, at: datetime) -> int:
    """Also notes the newest number let go, so that a page that was away longer is told."""
    old = LiveEvent.objects.filter(at__lt=before, seq__isnull=False)
    newest = old.aggregate(newest=Max("seq"))["newest"]
    if newest is None:
        return 0
    LiveNumbers.objects.update(let_go=Greatest("let_go", newest))
    return old.filter(seq__lte=newest).delete()[0]


def _progress(before: datetime, at: datetime) -> int:
    return Progress.objects.filter(ended_at__lt=before).delete()[0]


RULES = (
    Kept("effects", "effects that are done or called off", "to answer what was sent, and when",
         timedelta(days=7), _ended_effects),
    Kept("given-up effects", "effects that never succeeded", "so that a person can try them again",
         timedelta(days=90), _given_up_effects),
    Kept("receipts", "keys of effects done and call-backs received",
         "so that a repetition is not acted on twice", timedelta(days=90), _receipts),
    Kept("live events", "news sent to staff's browsers", "to replay it to a page that was away",
         timedelta(days=1), _events),
    Kept("progress", "how far long works came", "to show their end", timedelta(days=7), _progress),
)  # fmt: skip

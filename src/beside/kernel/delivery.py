"""Delivering effects: claim for a while, deliver, mark done on the receipt.

Three short transactions at most, and none open while the outside is waited for.
Killed between any two of them, an effect is claimed again when its lease ends.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from beside.kernel import clock, faults, ids, outbox
from beside.kernel.models import Effect
from beside.kernel.outbox import Delivery, Handling

log = logging.getLogger(__name__)

_CLAIM = """
WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
UPDATE kernel_effect SET
    claim = %(claim)s,
    attempts = attempts + 1,
    next_at = %(at)s + (%(leases)s::jsonb ->> kind)::float8 * interval '1 second'
FROM unhurried
WHERE id = (
    SELECT id FROM kernel_effect
    WHERE state = 'waiting' AND next_at <= %(at)s AND kind = ANY(%(kinds)s) {urgent}
    ORDER BY next_at, id
    LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, kind, key, about, payload, attempts, due_at
"""
_CLAIM_ANY = _CLAIM.format(urgent="")
_CLAIM_URGENT = _CLAIM.format(urgent="AND urgent")

_DONE = """
WITH done AS (
    UPDATE kernel_effect SET state = 'done', ended_at = %(at)s, claim = NULL, last_error = ''
    WHERE id = %(id)s AND state <> 'done' RETURNING kind, key
)
INSERT INTO kernel_receipt (source, key, note, at)
SELECT kind, key, %(note)s, %(at)s FROM done
ON CONFLICT (source, key) DO NOTHING
"""


_HOLD = """
SELECT set_config('idle_in_transaction_session_timeout', %(lease)s, true),
    set_config('statement_timeout', %(lease)s, true)
FROM (
    SELECT FROM kernel_effect WHERE id = %(id)s AND claim = %(claim)s AND state = 'waiting'
    FOR UPDATE SKIP LOCKED
) AS ours
"""


@dataclass(frozen=True)
class Claimed:
    """An effect that is ours until `until`."""

    delivery: Delivery
    handling: Handling
    claim: UUID
    until: datetime


class NeverReturned(Exception):
    """Every attempt ended without a word: its worker was killed, or it hung."""


def claim(at: datetime, *, urgent_only: bool = False) -> Claimed | None:
    """Take the effect that has been due the longest; None when there is none.

    Does not wait for the disk: a claim lost with the database is claimed again.
    """
    mark = ids.uuid7()
    kinds = outbox.kinds()
    leases = {kind: outbox.handling(kind).lease.total_seconds() for kind in kinds}
    values: dict[str, Any] = {"claim": mark, "at": at, "kinds": kinds, "leases": json.dumps(leases)}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_URGENT if urgent_only else _CLAIM_ANY, values)
        row = cursor.fetchone()
    if row is None:
        return None
    number, kind, key, about, payload, attempts, due_at = row
    handling = outbox.handling(kind)
    delivery = Delivery(number, kind, key, about, json.loads(payload), attempts, due_at, at)
    return Claimed(delivery, handling, mark, at + handling.lease)


def deliver(claimed: Claimed) -> bool:
    """Make one attempt; return whether the effect is done."""
    faults.point("delivery.claimed")
    try:
        if claimed.delivery.attempt > claimed.handling.attempts:
            raise outbox.GiveUp from NeverReturned()
        if claimed.handling.together:
            return _deliver_together(claimed)
        note = claimed.handling.handler(claimed.delivery)
    except Exception as why:
        if connection.connection is not None and connection.connection.closed:
            connection.close()
        _fail(claimed, why)
        return False
    faults.point("delivery.delivered")
    mark_done(claimed.delivery.effect_id, note=note or "", at=clock.now())
    return True


def _deliver_together(claimed: Claimed) -> bool:
    """Handler and receipt in one transaction. A hung one is ended by the database at its lease."""
    milliseconds = str(int(claimed.handling.lease / timedelta(milliseconds=1)))
    ours: dict[str, Any] = {
        "id": claimed.delivery.effect_id,
        "claim": claimed.claim,
        "lease": milliseconds,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HOLD, ours)
        if cursor.fetchone() is None:
            return False
        note = claimed.handling.handler(claimed.delivery)
        faults.point("delivery.together")
        mark_done(claimed.delivery.effect_id, note=note or "", at=clock.now())
    return True


def mark_done(effect_id: int, *, note: str, at: datetime) -> bool:
    """The world confirmed it. Saying so again changes nothing; return whether it was news.

    Whoever delivered, even after its lease, may say so: what is done is done.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DONE, {"id": effect_id, "note": note[:120], "at": at})
        return bool(cursor.rowcount)


def _fail(claimed: Claimed, why: Exception) -> None:
    """Note the failure and when to try again, unless another has claimed it since."""
    at, delivery = clock.now(), claimed.delivery
    is_over = isinstance(why, outbox.GiveUp) or delivery.attempt >= claimed.handling.attempts
    cause = why.__cause__ if isinstance(why, outbox.GiveUp) and why.__cause__ else why
    name = type(cause).__name__
    ours = Effect.objects.filter(
        pk=delivery.effect_id, claim=claimed.claim, state=Effect.State.WAITING
    )
    if is_over:
        ours.update(state=Effect.State.GIVEN_UP, ended_at=at, last_error=name, claim=None)
        log.error("effect %s %d given up: %s", delivery.kind, delivery.effect_id, name)
    else:
        pause = claimed.handling.wait_after(delivery.attempt)
        ours.update(next_at=at + pause, last_error=name, claim=None)
        log.warning("effect %s %d will be tried again: %s", delivery.kind, delivery.effect_id, name)


def next_due_at(*, urgent_only: bool = False) -> datetime | None:
    """When the next effect may be claimed, lease or due, whichever it waits for."""
    waiting = Effect.objects.filter(state=Effect.State.WAITING, kind__in=outbox.kinds())
    if urgent_only:
        waiting = waiting.filter(urgent=True)
    return waiting.order_by("next_at").values_list("next_at", flat=True).first()

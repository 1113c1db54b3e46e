"""Delivering effects: claim for a while, deliver, mark done on the receipt.

Three short transactions at most, and none open while the outside is waited for.
Killed between any two of them, an effect is claimed again when its lease ends.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from beside.kernel import claims, clock, faults, outbox, statements
from beside.kernel.models import Effect
from beside.kernel.outbox import Delivery, Handling, Outcome

log = logging.getLogger(__name__)

# `urgent` alone has a lane's own index; the rest is what the urgent ones left.
_CLAIM = """
WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
outside AS MATERIALIZED (
    SELECT id FROM kernel_effect
    WHERE state = 'waiting' AND next_at <= %(due_by)s AND kind = ANY(%(outside)s) {urgent}
    ORDER BY next_at, id LIMIT %(outside_limit)s FOR UPDATE SKIP LOCKED
),
many AS MATERIALIZED (
    SELECT id FROM kernel_effect
    WHERE state = 'waiting' AND next_at <= %(due_by)s AND kind = ANY(%(many)s) {urgent}
    ORDER BY next_at, id LIMIT %(many_limit)s FOR UPDATE SKIP LOCKED
),
own AS MATERIALIZED (
    SELECT id FROM kernel_effect
    WHERE state = 'waiting' AND next_at <= %(due_by)s AND kind = ANY(%(own)s) {urgent}
    ORDER BY next_at, id LIMIT %(own_limit)s FOR UPDATE SKIP LOCKED
)
UPDATE kernel_effect AS effect SET
    claim = %(claim)s,
    attempts = attempts + 1,
    next_at = %(at)s + (%(leases)s::jsonb ->> kind)::float8 * interval '1 second'
FROM unhurried, (
    SELECT id FROM outside UNION ALL SELECT id FROM many UNION ALL SELECT id FROM own
) AS found
WHERE effect.id = found.id
RETURNING effect.id, kind, key, about, payload, attempts, due_at
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

_ALL_DONE = """
WITH told AS (SELECT * FROM unnest(%(ids)s::bigint[], %(notes)s::text[]) AS told (id, note)),
done AS (
    UPDATE kernel_effect AS effect
    SET state = 'done', ended_at = %(at)s, claim = NULL, last_error = ''
    FROM told WHERE effect.id = told.id AND state <> 'done'
    RETURNING kind, key, note
)
INSERT INTO kernel_receipt (source, key, note, at)
SELECT kind, key, note, %(at)s FROM done
ON CONFLICT (source, key) DO NOTHING
"""

_GIVE_BACK = """
UPDATE kernel_effect SET next_at = %(at)s, claim = NULL, attempts = attempts - %(forgiven)s
WHERE id = ANY(%(ids)s) AND claim = ANY(%(claims)s) AND state = 'waiting'
"""

_HOLD = """
SELECT ours.id, set_config('idle_in_transaction_session_timeout', %(longest)s, true),
    set_config('statement_timeout', %(longest)s, true)
FROM (
    SELECT id FROM kernel_effect
    WHERE id = ANY(%(ids)s) AND claim = %(claim)s AND state = 'waiting'
    ORDER BY id FOR UPDATE
) AS ours
"""

_NEXT = """
SELECT next_at FROM kernel_effect WHERE state = 'waiting' AND kind = ANY(%s) AND next_at > %s
ORDER BY next_at LIMIT 1
"""
_LONG_AGO = datetime.min.replace(year=1000, tzinfo=UTC)
HURRY = timedelta(seconds=2)  # so long several may take together; then each is tried by itself


@dataclass(frozen=True)
class Claimed:
    """An effect that is ours until `until`."""

    delivery: Delivery
    handling: Handling
    claim: UUID
    until: datetime


class FailedWithin(Exception):
    """A handler bore a failure of its own, for which it needs a savepoint: to be tried alone."""


class NeverReturned(Exception):
    """Every attempt ended without a word: its worker was killed, or it hung."""


@dataclass(frozen=True)
class Room:
    """How many effects may be claimed: for the outside, our own, and those that go many at once."""

    outside: int
    own: int
    many: int = 0
    full: frozenset[str] = frozenset()  # kinds that may take no more lanes

    @property
    def is_none(self) -> bool:
        return self.outside <= 0 and self.own <= 0 and self.many <= 0

    @property
    def is_short(self) -> bool:
        """Whether something due may have to wait until a lane is free."""
        return self.outside <= 0 or bool(self.full)


def claim(at: datetime, *, urgent_only: bool = False) -> Claimed | None:
    """Take the effect that has been due the longest; None when there is none."""
    words = _words(at, at) | {"outside": outbox.kinds(), "outside_limit": 1}
    return next(iter(_claim(words, at, urgent_only=urgent_only)), None)


def claim_several(
    at: datetime, room: Room, *, urgent_only: bool = False, due_by: datetime | None = None
) -> list[Claimed]:
    """Take those due the longest, by `due_by` at least, and no more than there is room for.

    Does not wait for the disk: a claim lost with the database is claimed again.
    """
    words = _words(at, due_by or at) | {
        "outside": [kind for kind in outbox.kinds(share="alone") if kind not in room.full],
        "many": [kind for kind in outbox.kinds(share="many") if kind not in room.full],
        "own": [kind for kind in outbox.kinds(share="own") if kind not in room.full],
        "outside_limit": max(0, room.outside),
        "many_limit": max(0, room.many),
        "own_limit": max(0, room.own),
    }
    return _claim(words, at, urgent_only=urgent_only)


def _words(at: datetime, due_by: datetime) -> dict[str, Any]:
    leases = {kind: outbox.handling(kind).lease.total_seconds() for kind in outbox.kinds()}
    return {
        "claim": claims.ours.new(), "at": at, "due_by": due_by, "leases": json.dumps(leases),
        "many": [], "own": [], "many_limit": 0, "own_limit": 0,
    }  # fmt: skip


def _claim(words: dict[str, Any], at: datetime, *, urgent_only: bool) -> list[Claimed]:
    rows = statements.run(_CLAIM_URGENT if urgent_only else _CLAIM_ANY, words).fetchall()
    rows.sort(key=lambda row: (row[-1], row[0]))
    return [_claimed(row, words["claim"], at) for row in rows]


def _claimed(row: tuple[Any, ...], mark: UUID, at: datetime) -> Claimed:
    number, kind, key, about, payload, attempts, due_at = row
    handling = outbox.handling(kind)
    delivery = Delivery(number, kind, key, about, json.loads(payload), attempts, due_at, at)
    return Claimed(delivery, handling, mark, at + handling.lease)


def deliver(claimed: Claimed) -> bool:
    """Make one attempt; return whether the effect is done."""
    faults.point("delivery.claimed")
    try:
        _refuse_the_hopeless(claimed)
        if claimed.handling.together:
            return bool(_deliver_together([claimed], claimed.handling.lease))
        note = claimed.handling.handler(claimed.delivery)
    except Exception as why:
        if connection.connection is not None and connection.connection.closed:
            connection.close()
        _fail(claimed, why)
        return False
    faults.point("delivery.delivered")
    _mark_done_surely(claimed.delivery.effect_id, note or "")
    return True


def _mark_done_surely(effect_id: int, note: str) -> None:
    """Again on a new connection if the old one broke: what the world did is not undone."""
    try:
        mark_done(effect_id, note=note, at=clock.now())
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        mark_done(effect_id, note=note, at=clock.now())


def deliver_batch(batch: list[Claimed]) -> None:
    """Deliver what shares a lane."""
    match batch[0].handling.share:
        case "own":
            deliver_own(batch)
        case "many":
            deliver_many(batch)
        case _:
            deliver(batch[0])


def deliver_own(batch: list[Claimed]) -> None:
    """Deliver effects of our own database in few transactions; if one fails, each in its own."""
    for part in _parts(batch):
        _deliver_part(part)


def _parts(batch: list[Claimed]) -> list[list[Claimed]]:
    """Kinds that are handled several at once by themselves; the others by what they are about.

    So the rows behind them are locked in one order, whoever else delivers at the same time.
    """
    parts: dict[str, list[Claimed]] = {}
    for claimed in sorted(batch, key=lambda each: (each.delivery.about, each.delivery.effect_id)):
        kind = claimed.delivery.kind if claimed.handling.several else ""
        parts.setdefault(kind, []).append(claimed)
    return list(parts.values())


def _deliver_part(batch: list[Claimed]) -> None:
    if len(batch) > 1:
        faults.point("delivery.claimed")
        try:
            for claimed in batch:
                _refuse_the_hopeless(claimed)
            longest = min(HURRY, *(one.handling.lease for one in batch))
            _deliver_together(batch, longest)
            return
        except Exception as why:
            if connection.connection is not None and connection.connection.closed:
                connection.close()
            log.info("of %d effects together one failed: %s", len(batch), type(why).__name__)
    for claimed in batch:
        deliver(claimed)


def _refuse_the_hopeless(claimed: Claimed) -> None:
    if claimed.delivery.attempt > claimed.handling.attempts:
        raise outbox.GiveUp from NeverReturned()


def _deliver_together(batch: list[Claimed], longest: timedelta) -> int:
    """Handlers and receipts in one transaction; the database ends it when it takes too long.

    Returns how many were still ours and are done.
    """
    held = {
        "ids": [claimed.delivery.effect_id for claimed in batch],
        "claim": batch[0].claim,
        "longest": str(int(longest / timedelta(milliseconds=1))),
    }
    with transaction.atomic():
        ours = {row[0] for row in statements.run(_HOLD, held).fetchall()}
        notes = _notes([each for each in batch if each.delivery.effect_id in ours])
        faults.point("delivery.together")
        if notes:
            words = {"ids": list(notes), "notes": [note[:120] for note in notes.values()]}
            statements.run(_ALL_DONE, words | {"at": clock.now()})
    return len(notes)


def _notes(batch: list[Claimed]) -> dict[int, str]:
    """What the handlers say, by effect. Several go without savepoints: any failure undoes all."""
    if len(batch) < 2:
        return {
            each.delivery.effect_id: each.handling.handler(each.delivery) or "" for each in batch
        }
    with statements.without_savepoints():
        said = _said(batch)
    if connection.needs_rollback:
        raise FailedWithin(batch[0].delivery.kind)
    return {one.delivery.effect_id: note or "" for one, note in zip(batch, said, strict=True)}


def _said(batch: list[Claimed]) -> Sequence[str | None]:
    if several := batch[0].handling.several:
        return several([each.delivery for each in batch])
    return [each.handling.handler(each.delivery) for each in batch]


def mark_done(effect_id: int, *, note: str, at: datetime) -> bool:
    """The world confirmed it. Saying so again changes nothing; return whether it was news.

    Whoever delivered, even after its lease, may say so: what is done is done.
    """
    words = {"id": effect_id, "note": note[:120], "at": at}
    return bool(statements.run(_DONE, words).rowcount)


def deliver_many(batch: list[Claimed]) -> None:
    """Deliver to the outside, many at once; each is marked done, or to be tried again, by itself.

    A fault that stops the handler itself leaves those without an outcome to be tried alone.
    """
    faults.point("delivery.claimed")
    left = {claimed.delivery.effect_id: claimed for claimed in batch}
    handler = batch[0].handling.many
    assert handler is not None
    try:
        hopeless = [each for each in batch if each.delivery.attempt > each.handling.attempts]
        for claimed in hopeless:
            deliver(left.pop(claimed.delivery.effect_id))
        for outcomes in handler([each.delivery for each in left.values()]) if left else ():
            faults.point("delivery.delivered")
            _settle(outcomes, left)
    except Exception as why:
        if connection.connection is not None and connection.connection.closed:
            connection.close()
        log.warning("of %d effects at once one failed: %s", len(batch), type(why).__name__)
        for claimed in left.values():
            deliver(claimed)


def _settle(outcomes: Sequence[Outcome], left: dict[int, Claimed]) -> None:
    done = [each for each in outcomes if each.why is None]
    if done:
        _mark_all_done_surely(done)
    for each in outcomes:
        claimed = left.pop(each.delivery.effect_id)
        if each.why is not None:
            _fail(claimed, each.why)


def _mark_all_done_surely(done: Sequence[Outcome]) -> None:
    words = {
        "ids": [each.delivery.effect_id for each in done],
        "notes": [each.note[:120] for each in done],
        "at": clock.now(),
    }
    try:
        statements.run(_ALL_DONE, words)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        statements.run(_ALL_DONE, words)


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


def give_back(batch: Sequence[Claimed], at: datetime, *, is_forgiven: bool) -> int:
    """Make due again what is still ours and not done; how many. Forgiven, the try counts not."""
    words = {
        "at": at, "forgiven": int(is_forgiven),
        "ids": [claimed.delivery.effect_id for claimed in batch],
        "claims": [claimed.claim for claimed in batch],
    }  # fmt: skip
    return statements.run(_GIVE_BACK, words).rowcount


def next_due_at(*, after: datetime | None = None) -> datetime | None:
    """When the next effect may be claimed, lease or due, whichever it waits for."""
    row = statements.run(_NEXT, [outbox.kinds(), after or _LONG_AGO]).fetchone()
    return row[0] if row else None

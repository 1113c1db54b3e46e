"""The outbox: what the world must be made to do, written in the same transaction as the reason.

A service puts an effect; when its transaction commits, a worker claims the effect
for a while (its lease), calls the handler, and marks it done on the receipt. A
worker that dies leaves a claim that runs out. Delivery is therefore at least once;
the effect's key goes with it so that the other side can tell a repetition. For
handlers that write only to our own database, `together=True` puts the handler and
the receipt in one transaction: effective exactly once.

A payload holds ids and short words. Whatever identifies somebody stays in the
vault, and the handler opens it there.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from beside.kernel import ids, statements, wake
from beside.kernel.about import Subject, mark
from beside.kernel.models import Effect

_PUT = """
WITH new AS (
    INSERT INTO kernel_effect
        (kind, key, about, payload, urgent, state, put_at, due_at, next_at, attempts, last_error)
    SELECT kind, key, about, payload::jsonb, urgent, 'waiting', put_at, due_at, due_at, 0, ''
    FROM unnest(
        %(kinds)s::varchar[], %(keys)s::varchar[], %(abouts)s::text[], %(payloads)s::text[],
        %(urgents)s::boolean[], %(put_at)s::timestamptz[], %(due_at)s::timestamptz[]
    ) WITH ORDINALITY AS told (kind, key, about, payload, urgent, put_at, due_at, place)
    WHERE NOT EXISTS (  -- OFFSET keeps it a look into the index, however many are put
        SELECT FROM kernel_receipt WHERE source = told.kind AND key = told.key OFFSET 0
    )
    ORDER BY place
    ON CONFLICT (kind, key) DO NOTHING
    RETURNING kind, key, urgent, due_at <= put_at + %(soon)s AS is_soon
)
SELECT kind, key, CASE WHEN is_soon THEN
    pg_notify(%(channel)s, CASE WHEN urgent THEN %(urgent)s ELSE %(others)s END)
END FROM new
"""

_RECEIPTS = """
INSERT INTO kernel_receipt (source, key, note, at)
SELECT %s, key, %s, %s FROM unnest(%s::text[]) AS told (key) ORDER BY key
ON CONFLICT (source, key) DO NOTHING RETURNING key
"""

_CALL_OFF = """
WITH waiting AS MATERIALIZED (
    SELECT id FROM kernel_effect
    WHERE about = %(about)s AND state = 'waiting' AND (%(all)s OR kind = ANY(%(kinds)s::varchar[]))
    ORDER BY id FOR UPDATE SKIP LOCKED
)
UPDATE kernel_effect AS effect SET state = 'called_off', ended_at = %(at)s
FROM waiting WHERE effect.id = waiting.id
"""

SOON = timedelta(seconds=1)  # workers look for themselves this often; no need to wake them


@dataclass(frozen=True)
class Wanted:
    """An effect to be put; the words are those of `put`."""

    kind: str
    payload: Mapping[str, Any]
    about: Subject | str
    due_at: datetime
    key: str = ""
    at: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Delivery:
    """One attempt to make an effect real. `key` stays the same in every attempt."""

    effect_id: int
    kind: str
    key: str
    about: str
    payload: Mapping[str, Any]
    attempt: int
    due_at: datetime
    at: datetime


Handler = Callable[[Delivery], str | None]  # returns the receipt's note, such as a carrier's id
HandlerOfSeveral = Callable[[Sequence[Delivery]], Sequence[str]]  # a note for each, in order


@dataclass(frozen=True)
class Outcome:
    """What became of one of many deliveries: the receipt's note, or why it failed."""

    delivery: Delivery
    note: str = ""
    why: Exception | None = None


HandlerOfMany = Callable[[Sequence[Delivery]], Iterator[Sequence[Outcome]]]


class GiveUp(Exception):
    """Raised by a handler: no further attempt can succeed (a number that does not exist)."""


class NoHandler(LookupError):
    """Nobody handles this kind of effect."""


@dataclass(frozen=True)
class Handling:
    """How one kind of effect is delivered.

    `lease`: how long an attempt may take before another may start. `attempts`:
    how often before it is given up, which a person sees and can retry. `pause`:
    the first wait between attempts; it doubles up to `longest_pause`, with jitter.
    """

    kind: str
    handler: Handler
    lease: timedelta
    attempts: int
    pause: timedelta
    longest_pause: timedelta
    together: bool
    several: HandlerOfSeveral | None = None
    many: HandlerOfMany | None = None

    @property
    def share(self) -> str:
        """How effects share a lane: "own" in a transaction, "many" at a time, or "alone"."""
        return "own" if self.together else "many" if self.many else "alone"

    def wait_after(self, attempt: int) -> timedelta:
        """How long to wait after this failed attempt (1 is the first): half of it is chance."""
        doublings = min(attempt - 1, 30)
        longest = min(self.pause * float(2**doublings), self.longest_pause)
        return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, guards nothing


_handlings: dict[str, Handling] = {}


def handles(
    kind: str,
    *,
    lease: timedelta = timedelta(seconds=30),
    attempts: int = 12,
    pause: timedelta = timedelta(seconds=1),
    longest_pause: timedelta = timedelta(minutes=10),
    together: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare the handler of a kind of effect. Import its module in AppConfig.ready.

    A handler must bring its own time-outs, shorter than the lease.
    """

    def declare(handler: Handler) -> Handler:
        _handlings[kind] = Handling(kind, handler, lease, attempts, pause, longest_pause, together)
        return handler

    return declare


def handles_several(kind: str) -> Callable[[HandlerOfSeveral], HandlerOfSeveral]:
    """As `handles(kind, together=True)`, for a handler that takes all that are due at once.

    All or none: when it fails it is called again for each alone. It must lock the rows it
    needs in one order (by id), for others do the same at the same time.
    """

    def declare(several: HandlerOfSeveral) -> HandlerOfSeveral:
        handles(kind, together=True)(lambda delivery: several([delivery])[0])
        _handlings[kind] = replace(_handlings[kind], several=several)
        return several

    return declare


def handles_many(kind: str, **words: Any) -> Callable[[HandlerOfMany], HandlerOfMany]:
    """As `handles` (with its words), for the outside, many at once in one lane.

    The handler gives outcomes as they come, some at a time, each delivery once: those that
    are slow must not hold back the others. It holds no transaction open meanwhile.
    """

    def declare(many: HandlerOfMany) -> HandlerOfMany:
        handles(kind, **words)(lambda delivery: _alone(many, delivery))
        _handlings[kind] = replace(_handlings[kind], many=many)
        return many

    return declare


def _alone(many: HandlerOfMany, delivery: Delivery) -> str:
    for outcome in (each for some in many([delivery]) for each in some):
        if outcome.why is not None:
            raise outcome.why
        return outcome.note
    raise LookupError(f"{delivery.kind} said nothing of what became of it")


def handling(kind: str) -> Handling:
    """How this kind is delivered. Raises NoHandler."""
    try:
        return _handlings[kind]
    except KeyError:
        raise NoHandler(kind) from None


def kinds(*, share: str = "") -> list[str]:
    """Every kind somebody handles; or only those that share a lane in this way."""
    return sorted(kind for kind, handling in _handlings.items() if share in ("", handling.share))


def put(
    kind: str,
    payload: Mapping[str, Any],
    *,
    about: Subject | str,
    due_at: datetime,
    key: str = "",
    at: datetime | None = None,
    urgent: bool = False,
) -> bool:
    """Queue an effect for `due_at`. Call inside the transaction that calls for it.

    With a `key`, the same kind is queued once ever for that key: False is
    returned, and nothing queued, if it was before. Urgent effects have workers
    of their own, so that a heap of others never stands before them. `at` is the
    moment of putting, if that is not `due_at`.
    """
    effect = Wanted(kind, payload, about, due_at, key, at, urgent)
    return bool(put_all([effect]))


def put_all(effects: Sequence[Wanted]) -> set[tuple[str, str]]:
    """Queue several, as `put` does each, in one statement; kind and key of those that were new."""
    if not effects:
        return set()
    words: dict[str, Any] = {
        "kinds": [each.kind for each in effects],
        "keys": [each.key or str(ids.uuid7()) for each in effects],
        "abouts": [mark(each.about) for each in effects],
        "payloads": [_json(each.payload) for each in effects],
        "urgents": [each.urgent for each in effects],
        "put_at": [each.at or each.due_at for each in effects],
        "due_at": [each.due_at for each in effects],
        "soon": SOON, "channel": wake.CHANNEL,
        "urgent": wake.URGENT_EFFECTS, "others": wake.EFFECTS,
    }  # fmt: skip
    return {(kind, key) for kind, key, _ in statements.run(_PUT, words)}


def _json(payload: Mapping[str, Any]) -> str:
    return json.dumps(dict(payload), separators=(",", ":"))


def call_off(*, about: Subject | str, at: datetime, kinds: tuple[str, ...] = ()) -> int:
    """Stop what still waits to be done about this row; return how many were stopped.

    An attempt that runs at this moment is not interrupted, nor waited for: it may itself wait
    for the row that the caller holds.
    """
    words = {"at": at, "about": mark(about), "kinds": list(kinds), "all": not kinds}
    return statements.run(_CALL_OFF, words).rowcount


def retry(effect_ids: list[int], *, at: datetime) -> int:
    """Try given-up effects again from the start; return how many there were."""
    given_up = Effect.objects.filter(pk__in=effect_ids, state=Effect.State.GIVEN_UP)
    count = given_up.update(
        state=Effect.State.WAITING, attempts=0, next_at=at, ended_at=None, claim=None
    )
    wake.send(wake.EFFECTS)
    return count


def first_time(source: str, key: str, *, at: datetime, note: str = "") -> bool:
    """Whether this is the first time `source` says `key`: for call-backs that repeat.

    Call inside the transaction that acts on it. A second caller waits for the
    first one's commit and then gets False.
    """
    return bool(first_times(source, [key], at=at, note=note))


def first_times(source: str, keys: Sequence[str], *, at: datetime, note: str = "") -> set[str]:
    """As `first_time` for several keys, in one statement: those that are news."""
    words = [source, note[:120], at, list(set(keys))]
    return {key for (key,) in statements.run(_RECEIPTS, words)}


def forget(kind: str) -> None:
    """Take a handler out again; for tests."""
    _handlings.pop(kind, None)

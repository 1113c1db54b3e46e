"""The chain over the record: each act's hash covers the act and the hash before it.

Only one process seals at a time (an advisory lock), so the chain has one order
however many wrote. `verify` walks it and names the first broken link.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import connection, transaction

from beside.kernel.models import Act, Seal, UnsealedAct

BATCH = 500
BEGINNING = bytes(32)
_LOCK = 0x5EA1  # any number that nothing else locks


def canonical(act: Act) -> bytes:
    """The act as bytes: JSON, keys sorted, no spaces, moments in UTC to the microsecond."""
    words = {
        "number": act.pk,
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": act.verb,
        "on": [act.on_kind, act.on_id],
        "by": act.by,
        "detail": act.detail,
    }
    return json.dumps(words, sort_keys=True, separators=(",", ":")).encode()


def link(previous: bytes, act: Act) -> bytes:
    """The hash that follows `previous`: SHA-256 over it and the act."""
    return hashlib.sha256(b"beside record 1\n" + previous + canonical(act)).digest()


@transaction.atomic
def seal(limit: int = BATCH) -> int:
    """Chain acts that have committed; return how many. Nought when another process seals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    numbers = list(UnsealedAct.objects.order_by("pk").values_list("pk", flat=True)[:limit])
    if not numbers:
        return 0
    last = Seal.objects.order_by("-position").first()
    position, previous = (0, BEGINNING) if last is None else (last.position, bytes(last.hash))
    seals = []
    for act in Act.objects.filter(pk__in=numbers).order_by("pk"):
        position, new = position + 1, link(previous, act)
        seals.append(Seal(position=position, act=act, previous=previous, hash=new))
        previous = new
    Seal.objects.bulk_create(seals)
    UnsealedAct.objects.filter(pk__in=numbers).delete()
    return len(seals)


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold."""

    position: int
    act_number: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """What walking the chain found. `head` is worth noting down outside: see `beside record`."""

    sealed: int
    unsealed: int
    head: bytes
    broken: Broken | None

    @property
    def holds(self) -> bool:
        return self.broken is None


@transaction.atomic
def verify(expect: tuple[int, bytes] | None = None) -> Verdict:
    """Walk the whole chain. `expect` is a (position, hash) that was noted down earlier.

    Without one, a chain cut off at its end, acts and seals together, still looks whole.
    """
    if not connection.savepoint_ids:  # ours is the whole transaction: look at one moment
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    position, previous, broken = 0, BEGINNING, None
    for found in _chain():
        broken = _judge(found, position, previous, expect)
        if broken is not None:
            break
        position, previous = found.position, bytes(found.hash)
    if broken is None:
        broken = _beyond(position, expect)
    return Verdict(position, UnsealedAct.objects.count(), previous, broken)


def _chain() -> Iterator[Seal]:
    return Seal.objects.order_by("position").select_related("act").iterator(2000)


def _judge(
    found: Seal, position: int, previous: bytes, expect: tuple[int, bytes] | None
) -> Broken | None:
    expected = bytes(found.hash) if expect is None or expect[0] != found.position else expect[1]
    if found.position != position + 1:
        return Broken(position + 1, found.act_id, "a link is missing before this act")
    if bytes(found.previous) != previous:
        return Broken(found.position, found.act_id, "it does not follow the link before it")
    if bytes(found.hash) != link(previous, found.act):
        return Broken(found.position, found.act_id, "the act is not what was sealed")
    if bytes(found.hash) != expected:
        return Broken(found.position, found.act_id, "it is not the link that was noted down")
    return None


def _beyond(position: int, expect: tuple[int, bytes] | None) -> Broken | None:
    """Faults that no single link shows."""
    if expect is not None and expect[0] > position:
        return Broken(expect[0], 0, "the chain ends before the link that was noted down")
    unsealed = UnsealedAct.objects.values("pk")
    stray = Act.objects.filter(seal=None).exclude(pk__in=unsealed).order_by("pk").first()
    if stray is not None:
        return Broken(0, stray.pk, "the act is neither sealed nor waiting to be")
    return None

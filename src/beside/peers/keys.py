"""The keys under which words are hashed: one for each year, in the vault until the next has ended.

A key that was opened is held in memory for some minutes: every opening is recorded with its
time, and a record for each time somebody used a card would say too much.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from beside.kernel import record
from beside.peers.core.cards import ends
from beside.peers.models import CardKey
from beside.privacy import vault

KIND, PURPOSE = "peers.card_key", "peers.know_card"
WORKER = vault.Worker("peers.cards")
KEY_BYTES = 32
HELD = timedelta(minutes=10)


@dataclass(frozen=True)
class Key:
    """A year's key, opened."""

    year: int
    secret: bytes


_opened: dict[UUID, tuple[datetime, bytes]] = {}


def current(at: datetime) -> Key:
    """The key of this year; made when the year's first words are hashed."""
    found = CardKey.objects.filter(year=at.year).first()
    secret = _secret(found, at) if found else None
    return Key(at.year, secret) if secret else _made(at)


def known(at: datetime) -> list[Key]:
    """Every key that still opens, the newest first."""
    rows = CardKey.objects.filter(year__gte=at.year - 1).order_by("-year")
    opened = [(row.year, _secret(row, at)) for row in rows]
    return [Key(year, secret) for year, secret in opened if secret]


@transaction.atomic
def _made(at: datetime) -> Key:
    """A new key. Two at once: the second takes the first one's."""
    secret = secrets.token_bytes(KEY_BYTES)
    sealed = vault.seal(secret, kind=KIND, retain_until=ends(at.year), at=at)
    row, is_new = CardKey.objects.get_or_create(year=at.year, defaults={"sealed_id": sealed})
    if not is_new:
        there = _secret(row, at)
        vault.destroy(sealed if there else row.sealed_id, at=at)
        if there:
            return Key(at.year, there)
        CardKey.objects.filter(pk=row.pk).update(sealed_id=sealed)  # its key was lost
    record.act("card_key_made", on=("peers.card_key", str(at.year)), at=at)
    return Key(at.year, secret)


def _secret(row: CardKey, at: datetime) -> bytes | None:
    """Nothing once the vault has destroyed it."""
    held = _opened.get(row.sealed_id)
    if held and timedelta() <= at - held[0] < HELD:
        return held[1]
    try:
        secret = vault.open(row.sealed_id, by=WORKER, purpose=PURPOSE, at=at)
    except vault.Destroyed:
        _opened.pop(row.sealed_id, None)
        return None
    _opened[row.sealed_id] = (at, secret)
    return secret

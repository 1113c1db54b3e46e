"""Packing keys: made in a browser, copied for another packer, replaced, retired.

What reaches us of the private half is wrapped in a browser under words that only its packer
holds. We check its form and keep it; we cannot open it.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.core import sealed
from beside.supply.models import KeyCopy, PackingKey, Program, Request

ROUNDS = 600_000  # of PBKDF2 with SHA-256, at least (OWASP, 2023)
SIZES = {"salt": 16, "nonce": 12}
WRAPPED_LENGTH = (100, 400)
ONCE_KEPT = timedelta(days=7)
KEPT_AFTER = timedelta(days=1)


class NotWrapped(ValueError):
    """This is no private half wrapped as we ask for it."""


class LastCopy(Exception):
    """Nobody else could open what is sealed to this key any more."""


class NoSuchCopy(LookupError):
    """This person holds no copy of that key."""


@transaction.atomic
def make_key(
    *, program: Program, public: Mapping[str, str], wrapped: Mapping[str, Any], key_id: Any,
    by: User, at: datetime,
) -> PackingKey:  # fmt: skip
    """A new key, to which everything new is sealed; the one before stays for what is sealed to it.

    The id is made in the browser, for the private half is bound to it. Raises
    sealed.NotSealed, NotWrapped.
    """
    sealed.read_public(public)
    copy = _checked(wrapped)
    retired = PackingKey.objects.filter(program=program, retired_at=None).update(retired_at=at)
    kept = {name: public[name] for name in ("kty", "crv", "x", "y")}
    key = PackingKey.objects.create(id=key_id, program=program, public=kept, made_at=at)
    KeyCopy.objects.create(key=key, user=by, wrapped=copy, made_at=at)
    record.act("packing_key_made", on=key, by=by, at=at, detail={"replaced": retired})
    return key


@transaction.atomic
def copy_key(
    *, key: PackingKey, to: User, wrapped: Mapping[str, Any], by: User, at: datetime
) -> KeyCopy:
    """A copy for another packer, under a phrase that is said to them once. Raises NotWrapped."""
    if not KeyCopy.objects.filter(key=key, user=by).exists():
        raise NoSuchCopy
    copy, _ = KeyCopy.objects.update_or_create(
        key=key, user=to, defaults={"wrapped": _checked(wrapped) | {"once": True}, "made_at": at}
    )
    record.act("packing_key_copied", on=key, by=by, at=at, detail={"to": to.pk})
    return copy


@transaction.atomic
def rewrap(*, key: PackingKey, wrapped: Mapping[str, Any], by: User, at: datetime) -> None:
    """One's own copy under other words: one's own, or new ones. Raises NoSuchCopy, NotWrapped."""
    own = KeyCopy.objects.filter(key=key, user=by)
    if not own.update(wrapped=_checked(wrapped), made_at=at):
        raise NoSuchCopy
    record.act("packing_key_rewrapped", on=key, by=by, at=at)


@transaction.atomic
def withdraw_copy(*, key: PackingKey, of: User, by: User, at: datetime) -> None:
    """Somebody no longer packs. Make a new key too if they may have kept theirs.

    Raises LastCopy while requests are sealed to it, NoSuchCopy.
    """
    PackingKey.objects.select_for_update(no_key=True).get(pk=key.pk)
    others = KeyCopy.objects.filter(key=key).exclude(user=of)
    if not others.exists() and _is_needed(key):
        raise LastCopy
    if not KeyCopy.objects.filter(key=key, user=of).delete()[0]:
        raise NoSuchCopy
    record.act("packing_key_withdrawn", on=key, by=by, at=at, detail={"of": of.pk})


@transaction.atomic
def retire(*, key: PackingKey, by: User, at: datetime) -> None:
    """Nothing new is sealed to it; with no other key the program takes no addresses."""
    if PackingKey.objects.filter(pk=key.pk, retired_at=None).update(retired_at=at):
        record.act("packing_key_retired", on=key, by=by, at=at)


@transaction.atomic
def destroy_copies(*, before: datetime, at: datetime) -> int:
    """Copies of keys retired before then to which nothing is sealed; and unused one-time ones."""
    done = 0
    for key in PackingKey.objects.filter(retired_at__lt=before, copies__isnull=False).distinct():
        if not _is_needed(key):
            done += KeyCopy.objects.filter(key=key).delete()[0]
    stale = KeyCopy.objects.filter(wrapped__once=True, made_at__lt=at - ONCE_KEPT)
    done += stale.delete()[0]
    if done:
        record.act("key_copies_destroyed", on=("supply", "keys"), at=at, detail={"count": done})
    return done


def _is_needed(key: PackingKey) -> bool:
    """Whether an address is still sealed to it, or soon will be."""
    if key.retired_at is None:
        return True
    return Request.objects.filter(key=key, address_id__isnull=False).exists()


def _checked(wrapped: Mapping[str, Any]) -> dict[str, Any]:
    """As it is kept, if it has the form. Raises NotWrapped."""
    try:
        if int(wrapped["rounds"]) < ROUNDS:
            raise NotWrapped
        for name, size in SIZES.items():
            if len(base64.b64decode(wrapped[name], validate=True)) != size:
                raise NotWrapped
        length = len(base64.b64decode(wrapped["ciphertext"], validate=True))
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise NotWrapped from None
    if not WRAPPED_LENGTH[0] <= length <= WRAPPED_LENGTH[1]:
        raise NotWrapped
    kept = {name: str(wrapped[name]) for name in ("salt", "nonce", "ciphertext")}
    return {"rounds": int(wrapped["rounds"]), **kept}

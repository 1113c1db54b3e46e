"""The vault: where identifying facts are sealed, and from which they vanish.

    sealed = vault.seal(b"12 Elm St", kind="supply.address", retain_until=friday, at=at)
    vault.open(sealed, by=packer, purpose="supply.pack", at=at)
    vault.destroy(sealed, at=at)

Rooms say what they seal, and what for it is opened, with `register_kind` and
`register_purpose` in AppConfig.ready. Keep the id in a UUIDField, not in a
foreign key: the row it names goes away.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from beside.accounts.models import User
from beside.privacy.core.envelope import Forged, Secret
from beside.privacy.core.spans import AlreadyDue
from beside.privacy.envelopes import Destroyed
from beside.privacy.holding import SpanClosed
from beside.privacy.kinds import NotAPurpose, UnknownKind, register_kind, register_purpose
from beside.privacy.ports import KeyMissing, KeyStoreDown
from beside.privacy.services import destroying, opening, sealing
from beside.privacy.services.destroying import Reason
from beside.privacy.services.opening import By, Worker
from beside.privacy.services.sealing import SealedId, TooLong

__all__ = [
    "AlreadyDue", "By", "Destroyed", "Forged", "KeyMissing", "KeyStoreDown", "NotAPurpose",
    "Reason", "SealedId", "Secret", "SpanClosed", "TooLong", "UnknownKind", "Worker",
    "destroy", "destroy_many", "keep_longer", "open", "open_many", "register_kind",
    "register_purpose", "seal", "seal_many",
]  # fmt: skip


@sensitive_variables()
def seal(
    plaintext: bytes,
    *,
    kind: str,
    retain_until: datetime,
    at: datetime,
    findable_by: Iterable[str] = (),
) -> SealedId:
    """Seal one record until `retain_until`; its id, to be kept where the fact was.

    `findable_by`: names, numbers or addresses by which its subject may ask what is held.
    Raises UnknownKind, TooLong (for the kind), AlreadyDue, SpanClosed, KeyStoreDown.
    """
    secret = Secret(plaintext, tuple(findable_by))
    return seal_many([secret], kind=kind, retain_until=retain_until, at=at)[0]


def seal_many(
    secrets: Sequence[Secret], *, kind: str, retain_until: datetime, at: datetime
) -> list[SealedId]:
    """Seal several records of one kind that are due at one time; their ids, in order."""
    return sealing.seal_records(secrets=secrets, kind=kind, retain_until=retain_until, at=at)


@sensitive_variables()
def open(sealed_id: UUID, *, by: By, purpose: str, at: datetime) -> bytes:
    """The plaintext of one record, for a purpose registered for its kind.

    Raises Destroyed, NotAPurpose, Forged (the row was tampered with), KeyStoreDown.
    """
    return open_many([sealed_id], by=by, purpose=purpose, at=at)[sealed_id]


def open_many(
    sealed_ids: Sequence[UUID], *, by: By, purpose: str, at: datetime
) -> dict[UUID, bytes]:
    """The plaintexts of several records, all or none: a day's labels for who packs them."""
    return opening.open_records(sealed_ids=sealed_ids, by=by, purpose=purpose, at=at)


def destroy(sealed_id: UUID, *, at: datetime, by: User | None = None) -> bool:
    """Destroy one record before its time; whether it was still there."""
    return destroying.destroy_record(sealed_id=sealed_id, at=at, by=by)


def destroy_many(sealed_ids: Sequence[UUID], *, at: datetime, by: User | None = None) -> list[UUID]:
    """As `destroy` for several; those that were still there."""
    return destroying.destroy_records(sealed_ids=sealed_ids, at=at, by=by)


def keep_longer(
    sealed_id: UUID, *, retain_until: datetime, reason: Reason, by: User, at: datetime
) -> None:
    """Keep a record until a later time, for a reason that is recorded."""
    destroying.keep_longer(
        sealed_id=sealed_id, retain_until=retain_until, reason=reason, by=by, at=at
    )

"""What is known of an agency's people and door: sealed in the vault, opened for a stated purpose.

An address of an organization is sealed here and not to the packers' key, because orders
recur and the house must be able to say that a box is no address for a prescription product
(docs/decisions/0120).
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from beside.privacy import vault

CONTACT, SHIP_TO = "supply.agency_contact", "supply.agency_address"
REACH, LETTER, LABEL, OWN, LIST = (
    "supply.reach_agency", "supply.agency_letter", "supply.agency_label", "supply.agency_own",
    "supply.agency_listing",
)  # fmt: skip
KEPT = timedelta(days=1095)  # a record of its own, sealed anew when it is half over
ANEW_AFTER = KEPT / 2


@dataclass(frozen=True)
class Contact:
    """Whom to write to."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True)
class ShipTo:
    """Where a carrier brings the cases."""

    attention: str = field(repr=False)
    street: str = field(repr=False)
    more: str = field(repr=False)
    city: str = field(repr=False)
    state: str = field(repr=False)
    zip: str = field(repr=False)

    @property
    def lines(self) -> list[str]:
        """As they stand on a label, below the name."""
        town = f"{self.city} {self.state} {self.zip}".strip()
        return [line for line in (self.attention, self.street, self.more, town) if line]


def register() -> None:
    """Say what is sealed here, and what for it is opened."""
    vault.register_kind(
        CONTACT, what=_("Whom to write to at an agency that orders kits"),
        why=_("To answer its orders"), longest=KEPT,
    )  # fmt: skip
    vault.register_kind(
        SHIP_TO, what=_("Where an agency’s cases are shipped"),
        why=_("To ship what it orders"), longest=KEPT,
    )  # fmt: skip
    both = {CONTACT, SHIP_TO}
    vault.register_purpose(REACH, says=_("To reach an agency about its order"), kinds={CONTACT})
    vault.register_purpose(LETTER, says=_("To write to an agency"), kinds={CONTACT})
    vault.register_purpose(LABEL, says=_("To print an agency’s shipping label"), kinds=both)
    vault.register_purpose(OWN, says=_("To show an agency what we hold of it"), kinds=both)
    vault.register_purpose(
        LIST, says=_("To list an agency that wishes it in the public directory"), kinds={SHIP_TO}
    )


def seal_contact(contact: Contact, at: datetime) -> UUID:
    """Sealed; its id."""
    return _seal(CONTACT, asdict(contact), at, (contact.email, contact.phone, contact.name))


def seal_ship_to(ship_to: ShipTo, at: datetime) -> UUID:
    """Sealed; its id."""
    return _seal(SHIP_TO, asdict(ship_to), at, ())


def _seal(kind: str, facts: dict[str, str], at: datetime, findable: tuple[str, ...]) -> UUID:
    return vault.seal(
        json.dumps(facts).encode(), kind=kind, retain_until=at + KEPT, at=at,
        findable_by=[word for word in findable if word],
    )  # fmt: skip


def contact(sealed_id: UUID | None, *, by: vault.By, purpose: str, at: datetime) -> Contact | None:
    """Opened; None when it is gone."""
    facts = _open(sealed_id, by, purpose, at)
    return Contact(**facts) if facts else None


def ship_to(sealed_id: UUID | None, *, by: vault.By, purpose: str, at: datetime) -> ShipTo | None:
    """Opened; None when it is gone."""
    facts = _open(sealed_id, by, purpose, at)
    return ShipTo(**facts) if facts else None


def _open(sealed_id: UUID | None, by: vault.By, purpose: str, at: datetime) -> dict[str, str]:
    if sealed_id is None:
        return {}
    try:
        opened = vault.open(sealed_id, by=by, purpose=purpose, at=at)
    except vault.Destroyed:
        return {}
    return {str(name): str(said) for name, said in json.loads(opened).items()}

"""What accounts tells the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class InvitationAccepted:
    """Somebody came in by this invitation and now has an account."""

    invitation_id: UUID
    user_id: UUID


@dataclass(frozen=True)
class PersonDeactivated:
    """Somebody may no longer sign in; what was theirs to do needs another."""

    user_id: UUID

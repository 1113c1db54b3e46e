"""What partners hears from the house."""

from datetime import datetime

from beside.accounts.facts import InvitationAccepted
from beside.kernel import facts
from beside.partners.services.members import take_up_offers


@facts.receives(InvitationAccepted, urgent=True)
def on_invitation_accepted(fact: InvitationAccepted, *, at: datetime) -> None:
    """Membership offered with an invitation begins when it is accepted."""
    take_up_offers(accepted=fact, at=at)

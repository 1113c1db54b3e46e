"""What the clock calls."""

from beside.accounts.core.invitations import State
from beside.accounts.models import Invitation
from beside.accounts.services.invitations import expire_invitation
from beside.kernel import deadlines

deadlines.register(
    name="accounts.invitations",
    rows=deadlines.rows(Invitation.objects.filter(state=State.OPEN), "expires_at"),
    act=lambda invitation_id, missed, at: expire_invitation(invitation_id=invitation_id, at=at),
)

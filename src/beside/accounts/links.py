"""Single-use links into the house. Nothing of them is kept: they are signed, not stored."""

from uuid import UUID

from django.core import signing

from beside.accounts.models import Invitation

SALT = "accounts.invitation"


class BadLink(ValueError):
    """The link was not made here, or was cut off on the way."""


def token(invitation: Invitation) -> str:
    """What stands in the address of this turn of the invitation."""
    return signing.dumps([invitation.pk.hex, invitation.turn], salt=SALT)


def invitation_behind(token: str) -> Invitation:
    """The invitation a token leads to, as it stands now. Raises BadLink."""
    try:
        hexadecimal, turn = signing.loads(token, salt=SALT)
        return Invitation.objects.get(pk=UUID(hex=hexadecimal), turn=turn)
    except (signing.BadSignature, ValueError, TypeError, Invitation.DoesNotExist) as error:
        raise BadLink from error

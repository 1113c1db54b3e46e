"""Mail that lets people in. Written when it is sent, so that no link waits in a table.

With no mail carrier configured nothing is sent, the receipt says so, and whoever
invites finds the link on the invitation's page.
"""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beside.accounts import links
from beside.accounts.core.invitations import State
from beside.accounts.models import Invitation, User
from beside.accounts.services import invitations, passwords
from beside.kernel import outbox
from beside.kernel.transports.configured import carriers
from beside.kernel.transports.messages import Way


def configured() -> bool:
    """Whether this house can send mail."""
    return bool(carriers(Way.MAIL))


@outbox.handles(invitations.MAIL)
def mail_invitation(delivery: outbox.Delivery) -> str:
    """Write to the invited, unless the invitation was settled or renewed meanwhile."""
    asked = delivery.payload
    open_still = Invitation.objects.filter(
        pk=UUID(asked["invitation"]), turn=asked["turn"], state=State.OPEN
    )
    invitation = open_still.select_related("invited_by").first()
    if invitation is None or not configured():
        return "nothing to send" if invitation is None else "no mail carrier"
    facts = {"invitation": invitation, "link": invitation_link(invitation)}
    return _send("invitation", facts, invitation.email, invitation.language)


@outbox.handles(passwords.MAIL)
def mail_way_back(delivery: outbox.Delivery) -> str:
    """Write to somebody who forgot their password; to nobody when the address is nobody's."""
    asked = delivery.payload["user"]
    user = User.objects.filter(pk=UUID(asked), is_active=True).first() if asked else None
    if user is None or not configured():
        return "nobody" if user is None else "no mail carrier"
    token = default_token_generator.make_token(user)
    facts = {"name": user.name, "link": way_back_link(user, token)}
    return _send("way_back", facts, user.email, user.language)


def invitation_link(invitation: Invitation) -> str:
    """The full address of an open invitation, in the language of the invited."""
    with translation.override(invitation.language):
        path = reverse("accounts:accept", args=[links.token(invitation)])
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"


def way_back_link(user: User, token: str) -> str:
    """The full address where this person chooses a new password."""
    with translation.override(user.language):
        path = reverse("accounts:choose_password", args=[user.pk, token])
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"


def _send(what: str, facts: Mapping[str, object], to: str, language: str) -> str:
    with translation.override(language):
        facts = {**facts, "house": settings.HOUSE_NAME}
        subject = render_to_string(f"accounts/mail/{what}_subject.txt", facts).strip()
        body = render_to_string(f"accounts/mail/{what}.txt", facts)
    EmailMessage(subject, body, to=[to]).send()
    return "sent"

"""Who on staff hears what peers noticed, and the letter that says so. It says nothing else."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from beside.accounts.core import roles
from beside.accounts.core.roles import Permission
from beside.accounts.models import RoleHeld, User
from beside.kernel import house, outbox
from beside.kernel.outbox import Delivery, GiveUp
from beside.kernel.transports import sending
from beside.kernel.transports.messages import BadAddress, Mail, NotConfigured, Refused
from beside.partners.models import Membership
from beside.supply.models import Program

LETTER = "peers.noticed"


def who_hears(program: Program, at: datetime, *, everybody: bool) -> list[UUID]:
    """Those of the program who hear peers; everybody who may when there is none, or is asked."""
    allowed = [role.slug for role in roles.roles_with(Permission.HEAR_PEERS)]
    held = RoleHeld.objects.current(at).filter(role__in=allowed, user__is_active=True)
    everyone = set(held.values_list("user", flat=True))
    members = Membership.objects.current(house.today(at)).filter(partner=program.partner_id)
    here = everyone & set(members.values_list("user", flat=True))
    return sorted(everyone if everybody or not here else here)


@outbox.handles(LETTER, attempts=8)
def write(delivery: Delivery) -> str:
    """To one of them: that something was noticed, and where to look."""
    user = User.objects.filter(pk=UUID(delivery.payload["user"]), is_active=True).first()
    if user is None:
        return "gone"
    with translation.override(user.language):
        link = settings.SITE_ADDRESS.rstrip("/") + reverse("peers:noticed")
        text = _("Somebody told %(house)s something that should be seen within the hour.\n\n"
                 "%(link)s\n") % {"house": settings.HOUSE_NAME, "link": link}  # fmt: skip
        letter = Mail(user.email, _("Please look: something was noticed"), text)
    try:
        sending.mail(letter, key=delivery.key, at=delivery.at)
    except NotConfigured:
        return "no mail carrier"
    except (Refused, BadAddress) as error:
        raise GiveUp from error
    return "sent"

"""What the rota sends: a letter about hours nobody has taken, a test message to a responder."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from beside.accounts.models import User
from beside.kernel import house, outbox
from beside.kernel.transports import sending
from beside.kernel.transports.messages import BadAddress, Mail, NotConfigured, OptedOut, Refused
from beside.line.models import Gap, Responder
from beside.line.phone import dialling, numbers
from beside.line.rota import staffing
from beside.line.rota.services import gaps, people
from beside.privacy import vault


@outbox.handles(gaps.NOTICE)
def mail_gap_notice(delivery: outbox.Delivery) -> str:
    """Write to one who looks after the rota, of what still nobody has taken."""
    asked = delivery.payload
    start, end = (datetime.fromisoformat(asked[name]) for name in ("from", "until"))
    open_still = list(Gap.objects.filter(there=0, starts_at__gte=start, starts_at__lte=end))
    user = User.objects.filter(pk=UUID(asked["user"]), is_active=True).first()
    if user is None or not open_still:
        return "nothing to send"
    try:
        sending.mail(_letter(user, open_still), key=delivery.key, at=delivery.at)
    except NotConfigured:
        return "no mail carrier"
    except BadAddress as error:
        raise outbox.GiveUp("the address cannot be one") from error
    return "sent"


def _letter(user: User, open_still: list[Gap]) -> Mail:
    with translation.override(user.language), timezone.override(house.zone()):
        facts = {
            "name": user.name, "house": settings.HOUSE_NAME,
            "stretches": staffing.stretches(open_still),
            "link": settings.SITE_ADDRESS.rstrip("/") + reverse("line:rota"),
        }  # fmt: skip
        subject = gettext("Hours that nobody has taken yet")
        return Mail(user.email, subject, render_to_string("line/rota/gap_notice.txt", facts))


@outbox.handles(people.TEST)
def text_responder(delivery: outbox.Delivery) -> str:
    """Send the test message to a responder's number."""
    responder = Responder.objects.filter(pk=delivery.payload["responder"]).first()
    if responder is None:
        return "nobody"
    try:
        number = vault.open(
            responder.number_id, by=numbers.WORKER, purpose=numbers.RING, at=delivery.at
        ).decode()
        words = gettext("Test from %(house)s: this number is reachable. No need to answer.")
        text = words % {"house": settings.HOUSE_NAME}
        dialling.write(number, text, key=delivery.key, at=delivery.at)
    except NotConfigured:
        return "no sms carrier"
    except (OptedOut, BadAddress, Refused, vault.Destroyed) as error:
        raise outbox.GiveUp(type(error).__name__) from error
    people.note_test(responder_id=responder.pk, at=delivery.at)
    return "sent"

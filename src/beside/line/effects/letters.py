"""A letter to who runs the line: nobody on call could be rung."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from beside.accounts.models import User
from beside.kernel import outbox
from beside.kernel.outbox import Delivery, GiveUp
from beside.kernel.transports import sending
from beside.kernel.transports.messages import BadAddress, Mail, NotConfigured, Refused
from beside.line.effects.paging import LETTER
from beside.line.phone import links


@outbox.handles(LETTER, attempts=6)
def letter(delivery: Delivery) -> str:
    """No name, no place: that somebody waits, and where to look."""
    reader = User.objects.filter(pk=delivery.payload["user"], is_active=True).first()
    if reader is None or not reader.email:
        return "nobody"
    with translation.override(getattr(reader, "language", "") or settings.LANGUAGE_CODE):
        words = _words(str(delivery.payload.get("why", "nobody"))) % {
            "link": links.of_console(translation.get_language() or "en")
        }
        mail = _written(reader.email, _("The line: somebody is needed now"), words)
    try:
        sending.mail(mail, key=f"line:{delivery.key}", at=delivery.at)
    except NotConfigured:
        return "not configured"
    except Refused as error:
        raise GiveUp from error
    return "sent"


def _words(why: str) -> str:
    if why == "relay":
        return _(
            "The relay was rung for somebody as often as helps, and nobody has said how it ended. "
            "It is not rung for them again; those on call are. Look at the session, and end it "
            "if it is over.\n\n%(link)s\n"
        )
    return _("Somebody on the line needs a person, and nobody on call can be rung.\n\n%(link)s\n")


def _written(to: str, subject: str, words: str) -> Mail:
    try:
        return Mail(to, subject, words)
    except BadAddress as error:
        raise GiveUp from error

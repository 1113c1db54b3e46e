"""Who texts us something that no room knows is told what can be texted. In a language we know.

HELP is answered each time; anything else once a day, so that two machines do not talk to each
other for ever. The number is sealed for the answer, and gone with it.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from beside.kernel import outbox
from beside.kernel.transports import incoming
from beside.supply.core import asking_by_sms as said
from beside.supply.mail import throttle
from beside.supply.mail.digests import digest_of_day, digest_of_number
from beside.supply.mail.services import talking
from beside.supply.models import TextTalk

SLUG, ONCE = "help", "supply.text_help"
LANGUAGES = ("en", "es")


@sensitive_variables()
def answer(number: str, text: str, at: datetime) -> None:
    """Queue one answer, unless this number had its answer today."""
    if not throttle.HELPING.takes(at):
        return
    with transaction.atomic():
        is_first = outbox.first_time(ONCE, digest_of_day(number, at), at=at)
        if not is_first and not said.is_help(text):
            return
        language = incoming.language_of(number) or said.language_in(text)
        talk = talking.begin(number=number, language=language, at=at)
        talking.answer(talk=talk, slug=SLUG, at=at, ends=True)


def language_of(number: str) -> str:
    """In which language somebody asked us for kits of late."""
    talk = TextTalk.objects.filter(number_digest=digest_of_number(number)).first()
    return talk.language if talk else ""


def words(language: str) -> str:
    """What can be texted; in both languages when nobody knows which."""
    known = [language] if language in LANGUAGES else LANGUAGES
    return " // ".join(_in(one) for one in known)


def _in(language: str) -> str:
    with translation.override(language):
        told = _("%(house)s. Text us: %(offers)s HELP, STOP. In danger call 911.")
        return told % {"house": settings.HOUSE_NAME, "offers": " ".join(incoming.offers())}

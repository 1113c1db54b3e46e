"""What the line writes by SMS. Each text is one segment, in either language.

Spanish texts use no á, í, ó or ú: they would cut a segment from 160 characters to 70.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.accounts.models import User
from beside.kernel.transports import incoming
from beside.line.core.rhythm import Route, rhythm_of
from beside.line.models import Attempt, Session
from beside.line.phone import links, numbers
from beside.line.phone.dialling import Text

WORDS: Mapping[str, Promise] = {
    "promise": _(
        "You are not alone. We keep a clock and call for help if you go silent. It can cost "
        "money and police may come. Where are you? Text the address."
    ),
    "door": _("Is the door unlocked? Answer YES or NO."),
    "route": _("How will you use? 1 inject, 2 smoke, 3 snort, 4 swallow, 5 other."),
    "contact": _("Who should come first? Text a phone number that we may ring, or NO."),
    "ready": _("Text GO as you begin: then the clock runs. Text PERSON to be called by somebody."),
    "armed": _(
        "The clock runs. Any text tells us you are OK. We ask every %(every)s s. SAFE ends it. "
        "HELP ME brings help. STOP does not end it."
    ),
    "heard": _("Heard you. The clock starts anew."),
    "prompt": _("Are you OK? Text anything back now. If we hear nothing we call for help."),
    "veto": _("LAST CALL. Text anything NOW, or in %(veto)s s we tell your place to who comes."),
    "help": _("Help is being called to the place you gave. Text SAFE if it is not needed."),
    "coming": _("Somebody is on the way. If that is not needed, a person will ring you about it."),
    "safe": _("Glad you are safe. What you told us is destroyed in a quarter of an hour."),
    "address": _("Where are you? Answer with street, number and town, so that help finds you."),
    "noted": _("Thank you. We have the place."),
    "offer": _("Nobody is free yet. Text GO and the clock stays with you; you keep your place."),
    "queued": _("We ring you as soon as somebody is free. Text GO to have the clock meanwhile."),
    "number": _("That is no number we can ring. Text another one, or NO."),
    "page": _("The line: somebody needs a person. %(link)s"),
    "going": _(
        "The line: somebody who chose you does not answer. Please go to them. Where: %(link)s"
    ),
    "stand_down": _("The line: you are not needed any more. They were heard. Thank you."),
    "test": _(
        "The line: somebody chose you as safety contact. If they go silent, we text and ring you. "
        "Reply STOP if you do not want that."
    ),
}


def planned(attempts: Sequence[Attempt], at: datetime) -> dict[int, Text | Exception]:
    """Number and words of each, by try, or why there are none. What is read is read together."""
    found, plans = numbers.of_all(attempts, at), dict[int, Text | Exception]()
    prefetch_related_objects([each for each in attempts if each.rung_id], "rung")
    for attempt in attempts:
        number = found[attempt.pk]
        try:
            plans[attempt.pk] = (
                number if isinstance(number, Exception) else Text(attempt, number, of(attempt))
            )
        except Exception as error:
            plans[attempt.pk] = error
    return plans


def of(attempt: Attempt) -> str:
    """The words of this try, in the language of the session."""
    session = attempt.session
    with translation.override(_language(attempt)):
        words = str(WORDS[attempt.why]) % _facts(attempt, session)
        return f"{words} {incoming.offered('kits')}".rstrip() if attempt.why == "safe" else words


def _language(attempt: Attempt) -> str:
    """That of the session; operators are written to in their own."""
    kind, _colon, key = attempt.whom.partition(":")
    if kind == "operator":
        own = User.objects.filter(pk=key).values_list("language", flat=True).first()
        return own or "en"
    return attempt.session.language


def _facts(attempt: Attempt, session: Session) -> dict[str, object]:
    rhythm = rhythm_of(session.rhythm)
    link = ""
    if attempt.why == "going" and attempt.rung:
        link = links.of_rung(attempt.rung, session.language)
    elif attempt.why == "page":
        link = links.of_console(_language(attempt))
    every = int(rhythm.check_in(Route(session.route)).total_seconds())
    return {"every": every, "veto": rhythm.veto, "link": link}

"""What is said on the phone, in the language of the session. Short sentences, one key each."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAID: Mapping[str, Promise] = {
    "promise": _(
        "You are not alone. We stay with you. If you go silent, we call whoever you choose to "
        "come. We are not 911. Help may cost money, and police may come with it. Nothing is "
        "recorded, and what you tell us is destroyed afterwards."
    ),
    "zip": _(
        "Where are you? Type your ZIP code, or the ten digits of a plan that you kept. Then "
        "press pound. Press pound alone to go on without."
    ),
    "door": _("Is the door unlocked? Press 1 for yes, 2 for no."),
    "route": _(
        "How will you use? Press 1 to inject, 2 to smoke, 3 to snort, 4 to swallow, 5 for other."
    ),
    "naloxone": _("Is naloxone within reach? Press 1 for yes, 2 for no."),
    "address": _(
        "So that help finds the door, press 1: we text you, and you answer with your address. "
        "Press 2 to go on without."
    ),
    "mode": _("Press 1 to be with a person. Press 2 for the timer: it starts at once."),
    "hold": _("You are not alone. Somebody is being called for you."),
    "hold_keys": _("Press 1 for the timer; you keep your place."),
    "hold_partner": _("Press 2 for a partner line."),
    "hold_stay": _("Or stay with me."),
    "joined": _("Somebody is with you now."),
    "wait_room": _("Somebody is coming to the line. Stay with me."),
    "watch": _("I am here. Press any key when you are fine."),
    "watch_keys": _("Press star when it is over and you are safe. Press 0 for help."),
    "sure_end": _("Press star again if you are safe and want to end. Any other key: we go on."),
    "sure_help": _("Press 0 again and help is sent. Any other key: we go on."),
    "prompt": _("Are you there? Press any key now."),
    "veto": _("We cannot hear you. Press any key now, or help is sent to you."),
    "help": _("Help has been called. Press any key if you can hear me."),
    "coming": _("Somebody is on the way to you. Stay with me. Press any key if you can hear me."),
    "helped": _("Somebody is with you now. Take care."),
    "safe": _("I am glad you are safe. What you told us will be destroyed. Goodbye."),
    "over": _("This call is over. Call again whenever you like. Goodbye."),
    "partner": _("I put you through to a partner line."),
    "partner_gone": _("Nobody took it there. I am back with you."),
    "call_back": _("This is the line. The call was cut. Press any key if you are there."),
    "reminder": _("If you are in danger and nobody answers, hang up and dial 911."),
    # To those who are asked to come
    "called": _("Somebody who chose you as a safety contact does not answer."),
    "called_responder": _("This is the line. Somebody does not respond and needs you to go."),
    "called_relay": _("This is the never use alone line, an automatic call. A person does not "
                      "respond after using drugs and needs an ambulance."),
    "hear_place": _("Press 1 to hear where."),
    "place": _("They are at: %(place)s."),
    "no_place": _("We do not know the street. Their phone number is %(callback)s."),
    "call_them": _("Their phone number is %(callback)s."),
    "going_keys": _("Press 1 if you are going. Press 2 if you cannot. Press 9 to hear it again."),
    "relay_keys": _("Press 1 when help is being sent. Press 9 to hear it again."),
    "going_yes": _("Thank you. Bring naloxone if you have it, and call 911 from there."),
    "going_no": _("Thank you. Somebody else is called now."),
    "not_needed": _("You are not needed any more. Thank you."),
    # To those who answer the line
    "page": _("This is the line. Somebody needs a person now. Press 1 to take it."),
    "page_taken": _("A colleague was quicker. Thank you."),
    "page_keys": _(
        "Press 1 to be put through to the emergency centre for that place. Press 2 to ring the "
        "person. Press 3 when somebody is with them. Press 9 to hear it again."
    ),
    "no_center": _("No emergency centre is in the table for that place. Dial it yourself."),
    "talk": _("This is the line. You are put through."),
    "to_center": _("You are put through to the emergency centre. Read them the place."),
}  # fmt: skip


def said(slug: str, language: str, **facts: object) -> str:
    """The words, in this language or in English."""
    with translation.override(language):
        return str(SAID[slug]) % facts if facts else str(SAID[slug])


def in_digits(number: str) -> str:
    """A number as a voice should read it: digit by digit."""
    return " ".join(digit for digit in number if digit.isdigit())

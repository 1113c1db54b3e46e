"""Whom a course speaks to."""

from enum import StrEnum


class Audience(StrEnum):
    """Each has its own lessons, in its own order, and its own case questions."""

    COMMUNITY = "community"
    PEER = "peer"
    CLINICIAN = "clinician"
    POLICE = "police"
    SCHOOL = "school"
    WORKPLACE = "workplace"


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


WORDS: dict[Audience, str] = {
    Audience.COMMUNITY: _("Anyone"),
    Audience.PEER: _("People who use drugs, and peers"),
    Audience.CLINICIAN: _("Health care staff"),
    Audience.POLICE: _("Police and first responders"),
    Audience.SCHOOL: _("School staff"),
    Audience.WORKPLACE: _("Workplaces"),
}


def audience_of(written: str) -> Audience | None:
    """The audience, written as its slug or in our words."""
    text = " ".join(written.split()).casefold()
    for audience, words in WORDS.items():
        if text in {audience.value, words.casefold()}:
            return audience
    return None

"""The part of a page in which two people speak: what its template is given.

    {% include "line/voice/caller.html" with voice=page.voice %}
    {% include "line/voice/operator.html" with voice=page.voice %}

Both are None where voice is not offered or the session is over; the templates show nothing.
"""

from dataclasses import dataclass, field

from django.urls import reverse

from beside.line import topics
from beside.line.core.session import State
from beside.line.models import Session
from beside.line.services import signalling
from beside.line.voice import turn


@dataclass(frozen=True)
class VoicePart:
    """Where a side's browser signals, and on which topic it hears that something lies there.

    `speaks_at_once`: the person came by voice, so the page asks for the microphone by itself.
    """

    side: str
    url: str = field(repr=False)
    topic: str = field(repr=False)
    speaks_at_once: bool


def caller(session: Session, token: str) -> VoicePart | None:
    """For the person's own page."""
    if not turn.is_offered() or session.state == State.ENDED:
        return None
    return VoicePart(
        signalling.CALLER, reverse("line:caller_signal", args=[token]),
        topics.of_signals(session, signalling.CALLER), session.way == Session.Way.BROWSER,
    )  # fmt: skip


def operator(session: Session) -> VoicePart | None:
    """For the console, once the session is theirs; only for those who came by a browser.

    A practice caller has no voice.
    """
    if not turn.is_offered() or session.state == State.ENDED or not session.token_digest:
        return None
    if session.is_practice or session.way in (Session.Way.PHONE, Session.Way.SMS):
        return None
    return VoicePart(
        signalling.OPERATOR, reverse("line:operator_signal", args=[session.pk]),
        topics.of_signals(session, signalling.OPERATOR), session.way == Session.Way.BROWSER,
    )  # fmt: skip

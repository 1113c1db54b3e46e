"""Whom silence reaches: whether the end of every ladder leads to somebody tonight.

The people on call and the relay stand at the end of each ladder. That is a promise only
while somebody is there: the caller's pages and `beside doctor` ask here before they make it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from beside.line.effects import paging
from beside.line.models import Presence, Relay
from beside.line.phone import configured


@dataclass(frozen=True)
class Reach:
    """Who would be reached if somebody fell silent now."""

    at_console: int  # operators whose console rings
    on_call: int  # operators whose phone would ring
    has_relay: bool
    has_telephony: bool  # without it no machine can ring a phone


def now(at: datetime) -> Reach:
    """How it stands at `at`."""
    return Reach(
        at_console=_at_console().count(),
        on_call=len(paging.on_call(at)),
        has_relay=Relay.objects.exists(),
        has_telephony=bool(configured.providers()),
    )


def somebody(at: datetime) -> bool:
    """Whether anybody would be; whom the caller chose is not counted. Every page asks this."""
    if somebody_answers(at):
        return True
    return Relay.objects.exists() and bool(configured.providers())


def somebody_answers(at: datetime) -> bool:
    """Whether a person would take up a call or a chat. The relay comes, but does not talk."""
    if _at_console().exists():
        return True
    return bool(configured.providers()) and bool(paging.on_call(at))


def _at_console() -> QuerySet[Presence]:
    return Presence.objects.filter(until_at=None, on_call_only=False)

"""Send something to somebody: `mail`, `sms`, `voice`. Call from an outbox handler.

Each is handed over once for its key, however often it is asked. A carrier that
fails is followed by the next. No database transaction may be open meanwhile:
a slow carrier would hold its locks.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from beside.kernel import clock, ids, statements
from beside.kernel.transports import configured, failover, optouts
from beside.kernel.transports.messages import (
    Call,
    Mail,
    NotConfigured,
    OptedOut,
    Refused,
    Sent,
    Sms,
    Unavailable,
    Way,
)
from beside.kernel.transports.models import Message

log = logging.getLogger(__name__)

_BEGIN = """
INSERT INTO kernel_message (id, key, way, carrier, carrier_id, state, why, given_at, moved_at)
SELECT id, key, %(way)s, '', '', 'given', '', %(at)s, %(at)s
FROM unnest(%(ids)s::uuid[], %(keys)s::text[]) AS told (id, key) ORDER BY key
ON CONFLICT (key) DO NOTHING
"""
_NOTE = """
UPDATE kernel_message AS message SET carrier = told.carrier,
    carrier_id = coalesce(nullif(told.carrier_id, ''), message.carrier_id),
    why = coalesce(nullif(told.why, ''), message.why),
    moved_at = CASE WHEN message.state = 'given' THEN %(at)s ELSE moved_at END,
    state = CASE WHEN message.state = 'given' THEN told.state ELSE message.state END
FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(carriers)s::text[], %(carrier_ids)s::text[],
    %(whys)s::text[]) AS told (id, state, carrier, carrier_id, why)
WHERE message.id = told.id
"""
_standings: dict[tuple[Way, str], failover.Standing] = {}


class TransactionOpen(RuntimeError):
    """Something is being sent inside a transaction. Queue it in the outbox instead."""


def mail(message: Mail, *, key: str, at: datetime) -> Sent:
    """Send a letter. Raises NotConfigured, Refused, Unavailable."""
    return _send(Way.MAIL, message, key, at)


def sms(message: Sms, *, key: str, at: datetime) -> Sent:
    """Send an SMS. Raises OptedOut too."""
    if optouts.has_stopped(message.to):
        raise OptedOut
    return _send(Way.SMS, message, key, at)


def voice(message: Call, *, key: str, at: datetime) -> Sent:
    """Ring somebody and read out the words. Raises OptedOut too."""
    if optouts.has_stopped(message.to):
        raise OptedOut
    return _send(Way.VOICE, message, key, at)


def _send(way: Way, message: Mail | Sms | Call, key: str, at: datetime) -> Sent:
    refuse_open_transaction()
    carriers: dict[str, Any] = {carrier.name: carrier for carrier in configured.carriers(way)}
    if not carriers:
        raise NotConfigured(way)
    row = begun(way, [key], at)[key]
    if row.state != Message.State.GIVEN:
        return Sent(row.carrier, row.carrier_id)
    fate = hand_over(carriers, way, message, key=str(row.pk), at=at)
    note_fates({row.pk: fate})
    if fate.sent is None:
        raise fate.why or Unavailable("no carrier")
    return fate.sent


@dataclass(frozen=True)
class Fate:
    """What became of a message: taken by a carrier; or not, and why. `name`: who said so."""

    name: str = ""
    sent: Sent | None = None
    why: Exception | None = None


def hand_over(
    carriers: Mapping[str, Any], way: Way, message: Mail | Sms | Call, *, key: str, at: datetime
) -> Fate:
    """Ask one carrier after another. Touches no database, so that many may do it at once."""
    standings = {name: _standings.setdefault((way, name), failover.Standing()) for name in carriers}
    fate = Fate(why=Unavailable("no carrier"))
    for name in failover.order(list(carriers), standings, at):
        try:
            sent: Sent = carriers[name].send(message, key=key)
        except Unavailable as error:
            log.warning("a carrier failed", extra={"carrier": name, "way": way, "why": str(error)})
            standings[name].note(False, at)
            fate = Fate(name, why=error)
        except Refused as error:
            return Fate(name, why=error)
        else:
            standings[name].note(True, at)
            return Fate(name, sent)
    return fate


def begun(way: Way, keys: Sequence[str], at: datetime) -> dict[str, Message]:
    """The rows of messages: written before a carrier hears of them, and once for each key."""
    words = {"ids": [ids.uuid7() for _ in keys], "keys": list(keys), "way": way.value, "at": at}
    statements.run(_BEGIN, words)
    found = statements.rows(Message, "WHERE key = ANY(%s)", [list(keys)])
    return {row.key: row for row in found}


def note_fates(fates: Mapping[UUID, Fate]) -> None:
    """A report may have overtaken us: never move a message back from it.

    A message that no carrier could take stays as it is, and is tried again.
    """
    known = {key: fate for key, fate in fates.items() if fate.sent or isinstance(fate.why, Refused)}
    if not known:
        return
    taken, failed = Message.State.TAKEN.value, Message.State.FAILED.value
    statements.run(_NOTE, {
        "ids": list(known),
        "states": [taken if fate.sent else failed for fate in known.values()],
        "carriers": [fate.name for fate in known.values()],
        "carrier_ids": [fate.sent.carrier_id if fate.sent else "" for fate in known.values()],
        "whys": ["" if fate.sent else str(fate.why)[:40] for fate in known.values()],
        "at": clock.now(),
    })  # fmt: skip


def refuse_open_transaction() -> None:
    try:
        with transaction.atomic(durable=True):
            pass
    except RuntimeError:
        raise TransactionOpen(
            "A message was about to be sent inside a transaction; queue it in the outbox."
        ) from None

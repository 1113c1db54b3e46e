"""Send something to somebody: `mail`, `sms`, `voice`. Call from an outbox handler.

Each is handed over once for its key, however often it is asked. A carrier that
fails is followed by the next. No database transaction may be open meanwhile:
a slow carrier would hold its locks.
"""

import logging
from datetime import datetime
from typing import Any

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
VALUES (%(id)s, %(key)s, %(way)s, '', '', 'given', '', %(at)s, %(at)s)
ON CONFLICT (key) DO NOTHING
"""
_NOTE = """
UPDATE kernel_message SET carrier = %(carrier)s,
    carrier_id = coalesce(nullif(%(carrier_id)s, ''), carrier_id),
    why = coalesce(nullif(%(why)s, ''), why),
    moved_at = CASE WHEN state = 'given' THEN %(at)s ELSE moved_at END,
    state = CASE WHEN state = 'given' THEN %(state)s ELSE state END
WHERE id = %(id)s
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
    _refuse_open_transaction()
    carriers: dict[str, Any] = {carrier.name: carrier for carrier in configured.carriers(way)}
    if not carriers:
        raise NotConfigured(way)
    row = _begun(way, key, at)
    if row.state != Message.State.GIVEN:
        return Sent(row.carrier, row.carrier_id)
    standings = {name: _standings.setdefault((way, name), failover.Standing()) for name in carriers}
    trouble: Exception = Unavailable("no carrier")
    for name in failover.order(list(carriers), standings, at):
        try:
            sent: Sent = carriers[name].send(message, key=str(row.pk))
        except Unavailable as error:
            log.warning("a carrier failed", extra={"carrier": name, "way": way, "why": str(error)})
            standings[name].note(False, at)
            trouble = error
        except Refused as error:
            _note(row, Message.State.FAILED, carrier=name, why=str(error)[:40])
            raise
        else:
            standings[name].note(True, at)
            _note(row, Message.State.TAKEN, carrier=name, carrier_id=sent.carrier_id)
            return sent
    raise trouble


def _begun(way: Way, key: str, at: datetime) -> Message:
    """The message's row: written before a carrier hears of it, and once for its key."""
    words = {"id": ids.uuid7(), "key": key, "way": way.value, "at": at}
    statements.run(_BEGIN, words)
    return statements.rows(Message, "WHERE key = %s", [key])[0]


def _note(
    row: Message, state: Message.State, *, carrier: str, carrier_id: str = "", why: str = ""
) -> None:
    """A report may have overtaken us: never move a message back from it."""
    words = {"id": row.pk, "state": state.value, "at": clock.now(), "carrier": carrier,
             "carrier_id": carrier_id, "why": why}  # fmt: skip
    statements.run(_NOTE, words)


def _refuse_open_transaction() -> None:
    try:
        with transaction.atomic(durable=True):
            pass
    except RuntimeError:
        raise TransactionOpen(
            "A message was about to be sent inside a transaction; queue it in the outbox."
        ) from None

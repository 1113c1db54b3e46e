"""An operator's words, to somebody who is in a session by SMS."""

import json

from beside.kernel import outbox
from beside.kernel.outbox import Delivery, GiveUp
from beside.kernel.transports.messages import BadAddress, NotConfigured, OptedOut, Refused
from beside.line.effects.reread import MOVED_ON
from beside.line.models import Attempt, Message
from beside.line.phone import dialling, numbers
from beside.privacy import vault

READ = "line.talk"


@outbox.handles("line.say_by_sms", attempts=5)
def say(delivery: Delivery) -> str:
    """Open the words and send them, as they are."""
    found = Message.objects.select_related("session").filter(pk=delivery.payload["message"])
    message = found.first()
    if message is None or message.sealed_id is None or message.session.is_practice:
        return MOVED_ON
    words = _words(message, delivery)
    to_whom = Attempt(session=message.session, whom="caller")
    try:
        number = numbers.of(to_whom, delivery.at)
        sent = dialling.write(number, words, key=f"line:words:{message.pk}", at=delivery.at)
    except (OptedOut, NotConfigured, BadAddress, numbers.NoNumber) as error:
        return type(error).__name__
    except Refused as error:
        raise GiveUp from error
    return sent


def _words(message: Message, delivery: Delivery) -> str:
    assert message.sealed_id is not None
    try:
        kept = vault.open(message.sealed_id, by=numbers.WORKER, purpose=READ, at=delivery.at)
    except vault.Destroyed as error:
        raise GiveUp from error
    return str(json.loads(kept)["words"])

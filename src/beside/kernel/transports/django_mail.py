"""Django's mail through our carriers, so that allauth's letters have a second way too."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from beside.kernel import clock, ids
from beside.kernel.transports import sending
from beside.kernel.transports.messages import Mail, NotConfigured, Refused, Unavailable


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand over each letter to each reader; the number of letters handed over."""
        return sum(self._send(letter) for letter in email_messages)

    def _send(self, letter: EmailMessage) -> bool:
        try:
            for reader in letter.recipients():
                message = Mail(reader, str(letter.subject), str(letter.body))
                sending.mail(message, key=str(ids.uuid7()), at=clock.now())
        except (NotConfigured, Refused, Unavailable):
            if not self.fail_silently:
                raise
            return False
        return True

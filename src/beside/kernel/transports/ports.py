"""What a carrier must do. Adapters and fakes pass one contract (tests/kernel/transports)."""

from typing import Protocol

from beside.kernel.transports.messages import Call, Mail, Sent, Sms


class MailCarrier(Protocol):
    @property
    def name(self) -> str: ...

    def send(self, message: Mail, *, key: str) -> Sent:
        """Hand it over. Raises Refused, Unavailable or Unclear, and never waits beyond 10 s."""


class SmsCarrier(Protocol):
    @property
    def name(self) -> str: ...

    def send(self, message: Sms, *, key: str) -> Sent:
        """As MailCarrier. `key` is given to carriers that can leave out what they had before."""


class VoiceCarrier(Protocol):
    @property
    def name(self) -> str: ...

    def send(self, message: Call, *, key: str) -> Sent:
        """Begin to ring; as MailCarrier."""


Carrier = MailCarrier | SmsCarrier | VoiceCarrier

"""SMS and voice through Twilio, or anything that speaks as it does."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from beside.kernel.transports.adapters.http import post_form
from beside.kernel.transports.messages import Call, Sent, Sms, Unclear

VOICES = {"en": "en-US", "es": "es-US"}


@dataclass(frozen=True)
class Account:
    """`reports` is the address at which we hear what became of a message; it takes its key."""

    sid: str
    token: str = field(repr=False)
    sender: str
    reports: str = ""
    url: str = "https://api.twilio.com"

    def post(self, what: str, fields: Mapping[str, str], key: str) -> str:
        """Ask for something; the id it was given."""
        secret = b64encode(f"{self.sid}:{self.token}".encode()).decode()
        if self.reports:
            fields = {**fields, "StatusCallback": f"{self.reports}{key}/"}
        address = f"{self.url}/2010-04-01/Accounts/{self.sid}/{what}.json"
        answer = post_form(address, fields, {"Authorization": f"Basic {secret}"})
        if "sid" not in answer.body:
            raise Unclear("no id in the answer")
        return str(answer.body["sid"])


@dataclass(frozen=True)
class TwilioSms:
    account: Account
    name: str = "twilio"

    def send(self, message: Sms, *, key: str) -> Sent:
        fields = {"To": message.to, "From": self.account.sender, "Body": message.text}
        return Sent(self.name, self.account.post("Messages", fields, key))


@dataclass(frozen=True)
class TwilioVoice:
    account: Account
    name: str = "twilio"

    def send(self, message: Call, *, key: str) -> Sent:
        fields = {"To": message.to, "From": self.account.sender, "Twiml": spoken(message)}
        return Sent(self.name, self.account.post("Calls", fields, key))


def spoken(call: Call) -> str:
    """The words, said twice: people who are woken miss the first time."""
    language = VOICES.get(call.language, "en-US")
    say = f'<Say language="{language}">{escape(call.words)}</Say>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Response>{say}<Pause length="1"/>{say}</Response>'
    )

"""SMS and voice through Telnyx: the second carrier, with a network of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from beside.kernel.transports.adapters.http import Answer, post_json
from beside.kernel.transports.adapters.twilio import spoken
from beside.kernel.transports.messages import Call, Sent, Sms, Unclear


@dataclass(frozen=True)
class Account:
    """`connection` is the TeXML application that places calls. `reports` as with Twilio."""

    api_key: str = field(repr=False)
    sender: str
    connection: str = ""
    reports: str = ""
    url: str = "https://api.telnyx.com"

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        bearer = {"Authorization": f"Bearer {self.api_key}"}
        return post_json(f"{self.url}/v2/{path}", fields, bearer)


@dataclass(frozen=True)
class TelnyxSms:
    account: Account
    name: str = "telnyx"

    def send(self, message: Sms, *, key: str) -> Sent:
        fields = {"to": message.to, "from": self.account.sender, "text": message.text}
        if self.account.reports:
            fields["webhook_url"] = f"{self.account.reports}{key}/"
        answer = self.account.post("messages", fields)
        return Sent(self.name, _id(answer.body.get("data"), "id"))


@dataclass(frozen=True)
class TelnyxVoice:
    account: Account
    name: str = "telnyx"

    def send(self, message: Call, *, key: str) -> Sent:
        fields = {"To": message.to, "From": self.account.sender, "Texml": spoken(message)}
        if self.account.reports:
            fields["StatusCallback"] = f"{self.account.reports}{key}/"
        answer = self.account.post(f"texml/Accounts/{self.account.connection}/Calls", fields)
        return Sent(self.name, _id(answer.body, "call_sid"))


def _id(found: object, name: str) -> str:
    if not isinstance(found, dict) or not found.get(name):
        raise Unclear("no id in the answer")
    return str(found[name])

"""Telephony through Twilio's REST API, or anything that speaks as it does (base address set).

Every request is checked in the tests against the pinned OpenAPI document, form arrays too.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from beside.kernel.transports.adapters import http
from beside.kernel.transports.messages import Refused, Unclear
from beside.line.phone import twiml
from beside.line.phone.ports import Leg, Listens
from beside.line.phone.script import Script

TIMEOUT = 4.0  # seconds; the next provider, or the next channel, must still be in time
EVENTS = ("ringing", "answered", "completed")
STATUS = {
    "queued": Leg.RINGING, "initiated": Leg.RINGING, "ringing": Leg.RINGING,
    "in-progress": Leg.UP, "answered": Leg.UP, "completed": Leg.OVER, "busy": Leg.BUSY,
    "no-answer": Leg.NO_ANSWER, "failed": Leg.FAILED, "canceled": Leg.FAILED,
}  # fmt: skip
Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Twilio:
    """One account. `sender` is the line's own number, shown to who is called."""

    sid: str
    token: str = field(repr=False)
    sender: str
    url: str = "https://api.twilio.com"
    name: str = "twilio"

    def call_out(self, number: str, script: Script, *, listens: Listens, seconds: int) -> str:
        answer = self._post("Calls", {
            "To": number, "From": self.sender, "Twiml": twiml.rendered(script),
            "StatusCallback": listens.status, "StatusCallbackMethod": "POST",
            "StatusCallbackEvent": EVENTS, "Timeout": str(seconds),
        })  # fmt: skip
        if not answer.get("sid"):
            raise Unclear("no id in the answer")
        return str(answer["sid"])

    def say(self, leg: str, script: Script) -> None:
        self._post(f"Calls/{quote(leg)}", {"Twiml": twiml.rendered(script)})

    ask = hold = join = say

    def announce(self, leg: str, room: str, address: str) -> None:
        where = f"Conferences/{self._conference(room)}/Participants/{quote(leg)}"
        self._post(where, {"AnnounceUrl": address, "AnnounceMethod": "POST"})

    def leave(self, leg: str, room: str) -> None:
        where = f"Conferences/{self._conference(room)}/Participants/{quote(leg)}"
        http.ask(self._address(where), self._secret, method="DELETE", timeout=TIMEOUT)

    def hang_up(self, leg: str) -> None:
        try:
            self._post(f"Calls/{quote(leg)}", {"Status": "completed"})
        except Refused:
            if not self.status(leg).is_final:
                raise

    def close(self, room: str) -> None:
        self._post(f"Conferences/{self._conference(room)}", {"Status": "completed"})

    def status(self, leg: str) -> Leg:
        found = http.ask(self._address(f"Calls/{quote(leg)}"), self._secret, timeout=TIMEOUT)
        return STATUS.get(str(found.body.get("status")), Leg.FAILED)

    def _conference(self, room: str) -> str:
        """The provider's name for the room that runs now. Raises Refused when none does."""
        query = urlencode({"FriendlyName": room, "Status": "in-progress", "PageSize": "1"})
        address = f"{self._address('Conferences')}?{query}"
        found = http.ask(address, self._secret, timeout=TIMEOUT).body.get("conferences")
        if not isinstance(found, list) or not found:
            raise Refused("no such room")
        return quote(str(found[0].get("sid", "")))

    def _post(self, what: str, fields: Fields) -> dict[str, Any]:
        return http.post_form(self._address(what), fields, self._secret, timeout=TIMEOUT).body

    def _address(self, what: str) -> str:
        return f"{self.url}/2010-04-01/Accounts/{self.sid}/{what}.json"

    @property
    def _secret(self) -> dict[str, str]:
        secret = b64encode(f"{self.sid}:{self.token}".encode()).decode()
        return {"Authorization": f"Basic {secret}"}

"""A telephone on the other end, a provider that signs, and effects that are made real."""

import base64
import hashlib
import hmac
import itertools
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.test import Client

from beside.kernel import clock, delivery
from beside.kernel.transports.adapters.memory import Memory as Carrier
from beside.kernel.transports.messages import Call, Mail, Sms
from beside.line import digests
from beside.line.models import Session
from beside.line.phone import twiml
from beside.line.phone.adapters.memory import Memory

SITE = "https://help.example"
TOKEN, ACCOUNT = "12345", "AC1"
CALLER, FRIEND, LINE = "+16065550147", "+16065550148", "+15025550100"
_legs = itertools.count(1)


def signature(address: str, fields: dict[str, str], token: str = TOKEN) -> str:
    words = address + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.digest(token.encode(), words.encode(), hashlib.sha1)).decode()


def post(
    client: Client, path: str, fields: dict[str, str], *, token: str = TOKEN, site: str = SITE
):
    """A webhook as the provider signs it."""
    fields = {"AccountSid": ACCOUNT, **fields}
    made = signature(site + path, fields, token)
    return client.post(path, fields, headers={"X-Twilio-Signature": made})


def text(client: Client, number: str, words: str) -> None:
    """Somebody texts the line."""
    fields = {"MessageSid": f"SM{next(_legs)}", "From": number, "Body": words}
    path = "/carriers/twilio/incoming/"
    made = signature(SITE + path, fields)
    answer = client.post(path, fields, headers={"X-Twilio-Signature": made})
    assert answer.status_code in (200, 204), answer.status_code


def deliver(at: datetime | None = None, *, most: int = 200) -> int:
    """Make every effect real that is due; how many attempts that took."""
    for count in range(most):
        claimed = delivery.claim(at or clock.now() + timedelta(minutes=5))
        if claimed is None:
            return count
        delivery.deliver(claimed)
    raise AssertionError("effects without end")


class Telephone:
    """Somebody's phone, on a provider that follows our scripts."""

    def __init__(self, client: Client, provider: Memory, number: str = CALLER) -> None:
        self.client, self.provider, self.number = client, provider, number
        self.leg, self.document = "", ""
        self._seen = None

    def dial(self, leg: str = "") -> "Telephone":
        """Ring the line."""
        self.leg = leg or f"CA{next(_legs)}"
        self.provider.incoming(self.leg, self.number)
        return self._take(self.event("/carriers/line/incoming/"))

    def pick_up(self, leg: str) -> "Telephone":
        """Take a call of the line's."""
        self.leg = leg
        self.provider.answer(leg)
        script = self.provider.legs[leg].script
        self.document, self._seen = twiml.rendered(script), script
        return self

    def event(self, path: str, **fields: str):
        fields = {"CallSid": self.leg, "From": self.number, "To": LINE, **fields}
        return post(self.client, path, fields)

    def press(self, keys: str, nth: int = 0) -> "Telephone":
        """Answer the question that is asked now."""
        gathers = self.tree().findall("Gather")
        return self._take(self.event(urlsplit(gathers[nth].attrib["action"]).path, Digits=keys))

    def stay(self) -> "Telephone":
        """Press nothing: what comes then."""
        redirect = self.tree().find("Redirect")
        assert redirect is not None
        assert redirect.text
        return self._take(self.event(urlsplit(redirect.text).path))

    def hang_up(self) -> None:
        self.event("/carriers/line/leg/", CallStatus="completed")

    def tree(self) -> ElementTree.Element:
        self._listen()
        return ElementTree.fromstring(self.document)

    @property
    def words(self) -> str:
        """What is heard now."""
        return " ".join("".join(say.itertext()) for say in self.tree().iter("Say"))

    def _listen(self) -> None:
        """The line may have said something else on this leg meanwhile."""
        script = self.provider.legs[self.leg].script
        if script.steps and script is not self._seen:
            self._seen, self.document = script, twiml.rendered(script)

    def _take(self, answer) -> "Telephone":
        assert answer.status_code == 200, answer.status_code
        self.document = answer.content.decode()
        self._seen = self.provider.legs[self.leg].script
        return self


def session_of(number: str = CALLER) -> Session:
    return Session.objects.get(number_digest=digests.digest_of_number(number))


def texts_to(carrier: Carrier, number: str) -> list[str]:
    return [m.text for _, m in carrier.sent if isinstance(m, Sms) and m.to == number]


__all__ = ["Call", "Mail"]

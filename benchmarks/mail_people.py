"""People who ask for kits over HTTP, as a browser with script or without does it."""

import http.client
import json
import re
import secrets
import sys
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from beside.supply.core import sealed

ADDRESS_FIELDS = ("name", "street", "unit", "zip", "town")


@dataclass
class Asker:
    """One person, one form. `nonce` is what their page knows before anything is sent."""

    number: int
    lines: tuple[str, str, str]
    fields: dict[str, str] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)
    tries: int = 0

    @property
    def nonce(self) -> str:
        return self.fields["nonce"]

    def body(self, *, key: tuple[str, dict[str, str]] | None) -> str:
        """What is sent: sealed when the page has a key and script, else as it was typed."""
        sent = dict(self.fields)
        if key:
            blob = sealed.seal(self.lines, key_id=UUID(key[0]), public=key[1])
            sent = {name: sent[name] for name in sent if name not in ADDRESS_FIELDS}
            sent["sealed"] = sealed.as_text(blob)
        return urllib.parse.urlencode(sent)


def draw(address: str, asker: Asker, amount: str) -> tuple[str, dict[str, str]]:
    """The page of questions for 40403; the key it seals to."""
    there = http.client.HTTPConnection(address, timeout=60)
    there.request("POST", "/en/kits/", "zip=40403", HEADERS)
    page = there.getresponse().read().decode()
    there.close()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    asker.fields = {name: unescape(value) for name, value in hidden.items()} | {
        amount: "2", "where": "address", "others": "no", "safe": "on",
        "name": asker.lines[0], "street": asker.lines[1],
    }  # fmt: skip
    tag = re.search(r'data-key="([^"]+)" data-x="([^"]+)" data-y="([^"]+)"', page)
    assert tag, "no key on the page"
    return tag[1], {"kty": "EC", "crv": "P-256", "x": tag[2], "y": tag[3]}


HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def request_bytes(address: str, body: str, *, scripted: bool = True) -> bytes:
    """The whole request as it goes over the wire."""
    wants = "application/json" if scripted else "text/html"
    head = (
        f"POST /en/kits/order/ HTTP/1.1\r\nHost: {address}\r\nAccept: {wants}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body.encode()


def receipt_in(answer: bytes) -> str:
    """The receipt's address in an answer that came whole, or nothing."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 302") and (to := re.search(rb"(?i)\r\nlocation: (\S+)", head)):
        return to[1].decode()
    if b" 200 " not in head.split(b"\r\n")[0]:
        return ""
    try:
        return str(json.loads(body[body.find(b"{") : body.rfind(b"}") + 1])["receipt"])
    except (ValueError, KeyError):
        return ""


def get(address: str, path: str) -> int:
    there = http.client.HTTPConnection(address, timeout=60)
    there.request("GET", path)
    status = there.getresponse().status
    there.close()
    return status


def crowd(count: int, street: str) -> Sequence[Asker]:
    """So many people, each with an address of their own."""
    return [
        Asker(n, (f"{street} {secrets.token_hex(2)}", f"{n} {street} Road", "Berea KY 40403"))
        for n in range(1, count + 1)
    ]

"""What two browsers may tell each other: nothing by which either finds the other's address.

A description (SDP) is written anew from the lines that sound needs; every address in it
is nought, but for candidates on the relay. A candidate of any other kind is dropped from
a description, and refused when it comes alone. Source: RFC 8866 (SDP), RFC 8839 (ICE).
"""

import ipaddress
import re

LONGEST_DESCRIPTION = 12_000  # characters; one line of sound takes three to five thousand
LONGEST_CANDIDATE = 400
MOST_CANDIDATES = 24

ATTRIBUTES = frozenset({
    "group", "extmap-allow-mixed", "msid-semantic", "ice-ufrag", "ice-pwd", "ice-options",
    "ice-lite", "fingerprint", "setup", "mid", "extmap", "sendrecv", "sendonly", "recvonly",
    "inactive", "msid", "rtcp-mux", "rtcp-rsize", "rtpmap", "rtcp-fb", "fmtp", "ssrc", "ptime",
    "maxptime", "end-of-candidates", "tls-id",
})  # fmt: skip
NOWHERE = "IN IP4 0.0.0.0"
_CANDIDATE = re.compile(
    r"candidate:(?P<foundation>[\w+/]{1,32}) (?P<component>\d{1,3}) (?P<by>udp|UDP|tcp|TCP) "
    r"(?P<priority>\d{1,10}) (?P<address>[0-9a-fA-F.:]{2,45}) (?P<port>\d{1,5}) typ (?P<kind>\w+)"
    r"(?P<more>( [\w-]+ [\w.:+/-]+)*)"
)
_KEPT = ("generation", "ufrag", "network-cost", "network-id")


class NotRelayed(ValueError):
    """It could show where somebody is, or is not what browsers say to each other."""


def candidate(text: str) -> str:
    """The candidate, if it stands on a relay; where it came from is left out.

    "" says that there are no more. Raises NotRelayed.
    """
    if not text:
        return ""
    found = _CANDIDATE.fullmatch(text[:LONGEST_CANDIDATE])
    if found is None or len(text) > LONGEST_CANDIDATE or found["kind"] != "relay":
        raise NotRelayed("candidate")
    try:
        ipaddress.ip_address(found["address"])
    except ValueError:
        raise NotRelayed("candidate") from None
    words = found["more"].split()
    more = [f"{a} {b}" for a, b in zip(words[::2], words[1::2], strict=True) if a in _KEPT]
    return " ".join([
        f"candidate:{found['foundation']} {found['component']} {found['by']} {found['priority']}",
        f"{found['address']} {found['port']} typ relay raddr 0.0.0.0 rport 0", *more,
    ])  # fmt: skip


def description(text: str) -> str:
    """The description with every address but the relay's taken out. Raises NotRelayed."""
    if len(text) > LONGEST_DESCRIPTION or not text.startswith("v=0"):
        raise NotRelayed("description")
    lines = [line for given in text.splitlines() if (line := _line(given)) is not None]
    if sum(line.startswith("a=candidate") for line in lines) > MOST_CANDIDATES:
        raise NotRelayed("description")
    return "\r\n".join(lines) + "\r\n"


def _line(line: str) -> str | None:
    """One line as it is passed on; None for what is left out."""
    kind, _, value = line.partition("=")
    if kind == "o":
        return f"o=- {' '.join(value.split()[1:3])} {NOWHERE}"
    if kind == "c":
        return f"c={NOWHERE}"
    if kind == "a":
        return _attribute(value)
    if kind == "s":
        return "s=-"
    return line if kind in ("v", "t", "m", "b") and not _holds_address(value) else None


def _attribute(value: str) -> str | None:
    name = re.split("[: ]", value, maxsplit=1)[0]
    if name == "candidate":
        try:
            return f"a={candidate(value)}"
        except NotRelayed:
            return None
    if name == "rtcp":
        return f"a=rtcp:9 {NOWHERE}"
    if name == "ssrc" and " cname:" not in value and " msid:" not in value:
        return None
    return f"a={value}" if name in ATTRIBUTES and not _holds_address(value) else None


def _holds_address(value: str) -> bool:
    """Whether a word of it can be read as an address. Fingerprints are too long to."""
    words = re.split(r"[ =;,/]", f"{value} {value.partition(':')[2]}")
    return any(_is_address(word) for word in words)


def _is_address(word: str) -> bool:
    if word.count(".") != 3 and word.count(":") < 2:
        return False
    try:
        ipaddress.ip_address(word.strip("[]"))
    except ValueError:
        return False
    return True


__all__ = ["NotRelayed", "candidate", "description"]

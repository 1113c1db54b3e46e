"""What is sent, what a carrier answers, and why it may refuse."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    MAIL = "mail"
    SMS = "sms"
    VOICE = "voice"


class BadAddress(ValueError):
    """This cannot be an address or number. No further attempt can succeed."""


class Refused(Exception):
    """The carrier will never take this message; trying again is useless."""


class Unavailable(Exception):
    """The carrier cannot be reached or is out of order. Another may do it, or this one later."""


class Unclear(Unavailable):
    """The carrier may or may not have taken it: the answer was lost on the way back."""


class NotConfigured(Exception):
    """No carrier is configured for this way of speaking, so nothing was sent."""


class OptedOut(Exception):
    """This number asked to be left alone."""


@dataclass(frozen=True)
class Mail:
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^\s@<>\",;]+@[^\s@<>\",;]+", self.to) or not self.to.isascii():
            raise BadAddress
        if "\n" in self.subject or "\r" in self.subject:
            raise BadAddress


@dataclass(frozen=True)
class Sms:
    """`to` in E.164 (`+16065550147`); see `e164`."""

    to: str = field(repr=False)
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        _must_be_e164(self.to)


@dataclass(frozen=True)
class Call:
    """A number to ring, and what to read out when somebody answers."""

    to: str = field(repr=False)
    words: str = field(repr=False)
    language: str = "en"

    def __post_init__(self) -> None:
        _must_be_e164(self.to)


Message = Mail | Sms | Call


@dataclass(frozen=True)
class Sent:
    """The carrier took it. That is not yet delivered: see `reports`."""

    carrier: str
    carrier_id: str


def _must_be_e164(number: str) -> None:
    if not re.fullmatch(r"\+[1-9]\d{7,14}", number):
        raise BadAddress


def e164(written: str, *, country: str = "1") -> str:
    """A number as people write it, in E.164. Raises BadAddress.

    Ten digits are taken as a number of `country`.
    """
    digits = re.sub(r"[\s().\-\u00b7/]", "", written)
    if re.fullmatch(r"\d{10}", digits):
        digits = f"+{country}{digits}"
    elif re.fullmatch(rf"{country}\d{{10}}", digits):
        digits = f"+{digits}"
    _must_be_e164(digits)
    return digits

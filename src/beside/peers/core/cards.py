"""A card: what is kept of its words, and what a month of its life allows. No day stands here."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

HASH_BYTES = 16
COST = 2**13  # of scrypt: about 25 ms and 8 MB; all 16.7 million codes take days, not seconds
BLOCK = 8
USUAL = (4, 8, 12)


class Use(StrEnum):
    """What three words stand for. The same words never make the same hash twice."""

    CARD = "card"
    BAG = "bag"  # what waits somewhere; drawn at random, not from the card


class Span(StrEnum):
    """The spans over which figures are kept, each with its own count of cards."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Limits:
    """How often a card brings more without anybody of the staff seeing it, in one month."""

    alone_a_month: int


def keyed(number: int, use: Use, key: bytes) -> bytes:
    """What is kept of three words: nothing to whoever has not the key, dear to try with it."""
    inner = hmac.digest(key, f"{use.value}:{number}".encode(), hashlib.sha256)
    return hashlib.scrypt(inner, salt=use.value.encode(), n=COST, r=BLOCK, p=1, dklen=HASH_BYTES)


def ends(year: int) -> datetime:
    """When the key of a year is destroyed: at the end of the year after it.

    A card that was used since has another hash by then; one that was not is forgotten.
    """
    return datetime(year + 2, 1, 1, tzinfo=UTC)


def usual(kits: int) -> int:
    """About how many it was, as a card remembers it: 4, 8 or 12.

    The ledger holds every hand-over with its minute; a card that kept seven would be the one
    that got seven.
    """
    return next((n for n in USUAL if kits <= n), USUAL[-1])


def month_of(day: date) -> date:
    """The month, as its first day: the finest moment a card is kept with."""
    return day.replace(day=1)


def start_of(span: Span, day: date) -> date:
    """The first day of the span that `day` lies in."""
    month = {Span.MONTH: day.month, Span.QUARTER: day.month - (day.month - 1) % 3, Span.YEAR: 1}
    return date(day.year, month[span], 1)


def firsts(before: date | None, day: date) -> Collection[Span]:
    """The spans in which this restock is the card's first; `before`: the month of its last."""
    return [span for span in Span if before is None or before < start_of(span, day)]


def asked_alone(before: date | None, times: int, month: date) -> int:
    """How often it brought more without staff in this month; a new month begins at nought."""
    return times if before == month else 0


def may_alone(times: int, limits: Limits) -> bool:
    """Whether it may once more without staff. At a site it always may."""
    return times < limits.alone_a_month


def words_of_nonce(nonce: str, turn: int) -> int:
    """The number of a bag's words, from the form that asked for it. Nobody else has the nonce."""
    return int.from_bytes(hashlib.sha256(f"peers.bag:{turn}:{nonce}".encode()).digest()[:3])

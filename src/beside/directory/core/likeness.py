"""How alike two listings are, and why. The same place is not the same programme."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

WORTH_A_LOOK = 0.75
EMPTY_WORDS = frozenset(
    {"the", "of", "and", "inc", "llc", "ltd", "corp", "co", "pllc", "psc", "pc"}
    | {"center", "centre", "services", "service", "program"}
)
SHARED_HOSTS = frozenset({"facebook.com", "www.facebook.com", "google.com", "sites.google.com"})


@dataclass(frozen=True)
class Listing:
    """What is compared of one listing. `metres` between two is worked out by the caller."""

    name: str
    phones: frozenset[str] = frozenset()
    host: str = ""
    street: str = ""
    zip: str = ""
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """A score from 0 to 1 and the reasons for it, as slugs."""

    score: float
    reasons: tuple[str, ...]


def plain(name: str) -> str:
    """A name without case, punctuation and words that say nothing."""
    words = re.sub(r"[^a-z0-9 ]", " ", name.lower()).split()
    return " ".join(word for word in words if word not in EMPTY_WORDS) or " ".join(words)


def digits(phone: str) -> str:
    """The last ten digits of a number, without extension."""
    return re.sub(r"\D", "", re.split(r"(?i)\b(?:ext|x)", phone)[0])[-10:]


def host_of(url: str) -> str:
    """The host of a web address, unless many share it."""
    host = urlsplit(url).netloc.lower().removeprefix("www.")
    return "" if host in SHARED_HOSTS else host


def likeness(one: Listing, other: Listing) -> Likeness:
    """Names weigh most; a shared street alone never makes two listings one.

    Two programmes under one roof have one street and often one phone: without
    like names, or with different offers, they stay below `WORTH_A_LOOK`.
    """
    names = SequenceMatcher(None, plain(one.name), plain(other.name)).ratio()
    reasons = ["name"] if names >= 0.85 else []
    score = 0.6 * names
    for told, weight, same in (
        ("phone", 0.2, bool(one.phones & other.phones)),
        ("website", 0.1, bool(one.host) and one.host == other.host),
        ("street", 0.2, _same_street(one, other)),
    ):
        if same:
            score += weight
            reasons.append(told)
    if one.offers and other.offers and not one.offers & other.offers:
        score -= 0.25
        reasons.append("different_offers")
    return Likeness(round(max(0.0, min(1.0, score)), 3), tuple(reasons))


def _same_street(one: Listing, other: Listing) -> bool:
    if not one.street or not other.street or one.zip[:5] != other.zip[:5]:
        return False
    return _street(one.street) == _street(other.street)


_SHORT = {
    "street": "st",
    "avenue": "ave",
    "road": "rd",
    "drive": "dr",
    "boulevard": "blvd",
    "lane": "ln",
    "highway": "hwy",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "suite": "ste",
}


def _street(text: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", " ", text.lower()).split()
    return " ".join(_SHORT.get(word, word) for word in words)


def blocks(listing: Listing) -> Sequence[str]:
    """Keys two listings must share at least one of to be compared at all."""
    words = plain(listing.name).split()
    keys = [f"phone {phone}" for phone in listing.phones if len(phone) == 10]
    if listing.street and listing.zip:
        keys.append(f"street {listing.zip[:5]} {_street(listing.street)}")
    if words and listing.zip:
        keys.append(f"name {listing.zip[:5]} {words[0]}")
    return keys

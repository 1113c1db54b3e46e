"""From three words to what they stand for. The words themselves are kept nowhere."""

import hashlib
from datetime import datetime

from beside.peers import keys
from beside.peers.core.cards import Use, keyed, words_of_nonce
from beside.peers.guard import DESK_MISSES, MISSES, Misses
from beside.peers.models import Bag, Card


class TooManyMisses(Exception):
    """Somebody is trying out words. Whoever has a card waits a few seconds."""


class NoSuchCard(LookupError):
    """These words are no card, or it was ended."""


def card_of(number: int, at: datetime) -> Card | None:
    """The card of these words, if there is one."""
    hashes = [keyed(number, Use.CARD, key.secret) for key in keys.known(at)]
    return Card.objects.select_related("program").filter(hash__in=hashes).first()


def bag_of(number: int, at: datetime) -> Bag | None:
    """What waits under these words."""
    hashes = [keyed(number, Use.BAG, key.secret) for key in keys.known(at)]
    found = Bag.objects.select_related("program", "point__shelf", "product")
    return found.filter(words_hash__in=hashes).first()


def bag_of_nonce(nonce: str) -> tuple[Bag, int] | None:
    """The bag that a form asked for, and its words' number, by the form's own number."""
    digest = hashlib.sha256(nonce.encode()).digest()
    found = Bag.objects.select_related("program", "point__shelf", "product")
    bag = found.filter(nonce_digest=digest).first()
    return (bag, words_of_nonce(nonce, bag.turn)) if bag else None


def said_in_public(number: int, at: datetime) -> Card:
    """The card of words that anybody may have typed. Misses are slowed down, cards are not.

    Raises TooManyMisses, NoSuchCard.
    """
    return _said(number, at, MISSES)


def said_at_desk(number: int, at: datetime) -> Card:
    """The same for staff, whom nobody outside can slow down. Raises TooManyMisses, NoSuchCard."""
    return _said(number, at, DESK_MISSES)


def _said(number: int, at: datetime, misses: Misses) -> Card:
    if not misses.takes(at):
        raise TooManyMisses
    found = card_of(number, at)
    if found is None:
        raise NoSuchCard
    misses.give_back()
    return found

"""What goes from page to page: a card for half an hour; what is told of no card, for two."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

CARD, TELL = "beside.peers.card", "beside.peers.tell"
CARD_LIVES, TELL_LIVES = 1800, 7200


class Stale(ValueError):
    """The page lay open for too long, or this is not ours."""


@dataclass(frozen=True)
class Telling:
    """Whose sums an answer goes to, and whether it is a card's first of the quarter. No card."""

    program_id: UUID
    is_first: bool
    nonce: str


def of_card(number: int) -> str:
    """For the hidden field of a form."""
    return signing.dumps(number, salt=CARD)


def card_in(token: str) -> int:
    """The number of the words. Raises Stale."""
    try:
        number = signing.loads(token, salt=CARD, max_age=CARD_LIVES)
    except signing.BadSignature:
        raise Stale from None
    if not isinstance(number, int):
        raise Stale
    return number


def of_telling(telling: Telling) -> str:
    """For the address of the page that thanks, and for its form."""
    plain = [str(telling.program_id), telling.is_first, telling.nonce]
    return signing.dumps(plain, salt=TELL)


def telling_in(token: str) -> Telling:
    """Raises Stale."""
    try:
        program, is_first, nonce = signing.loads(token, salt=TELL, max_age=TELL_LIVES)
        return Telling(UUID(program), bool(is_first), str(nonce))
    except (signing.BadSignature, ValueError, TypeError):
        raise Stale from None

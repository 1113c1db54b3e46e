"""Pages of peers for the matrix."""

from beside.kernel import clock, word_codes
from beside.peers.core.noticed import What
from beside.peers.core.points import PointKind
from beside.peers.core.telling import Told
from beside.peers.models import Bag
from beside.peers.services import telling
from beside.peers.services.telling import Where
from tests.pages.registry import Page
from tests.peers import samples
from tests.peers.shared import desk, given, point, restock
from tests.supply.shared import program

LOCKER = "k" * 24


def furnish() -> None:
    """Seven peers who restocked and told, two bags, what was noticed, a fund."""
    at = clock.now()
    desk(at=at)
    for nth in range(7):
        restock(given(at=at), kits=6, at=at)
        telling.tell(
            program=program(), told=Told(4, 1, 1, 0, 3), town=Where("Berea, KY", "21151"),
            is_first=True, nonce=f"page{nth}", at=at,
        )  # fmt: skip
    samples.waiting()
    samples.waiting(PointKind.LOCKER, LOCKER)
    samples.noticed(note="slower to wake")
    samples.noticed(What.NO_KITS, nonce="b" * 24)
    samples.fund()


def pages() -> list[Page]:
    if not Bag.objects.exists():
        furnish()
    words = word_codes.say(given(at=clock.now()).number, "en").replace(" ", "-")
    return [
        Page("more, with a card", f"/en/more/{words}/"),
        Page("a bag", f"/en/more/b/{samples.NONCE}/"),
        Page("a bag for a locker", f"/en/more/b/{LOCKER}/"),
        Page("more, with words we do not know", "/en/more/no-such-words/", status=404),
        _staff("terms of a program", f"terms/{program().pk}/"),
        _staff("a point", f"terms/points/{point().pk}/"),
        _staff("reach, published", "reach/?published"),
    ]


def _staff(name: str, tail: str) -> Page:
    return Page(name, f"/en/staff/peers/{tail}", signed_in=True, budget=120_000, requests=12)

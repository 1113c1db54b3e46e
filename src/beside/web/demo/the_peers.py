"""A few months of peers in the demonstration: cards, restocks, what they told and noticed."""

from datetime import datetime, timedelta
from uuid import uuid4

from beside.accounts.models import User
from beside.kernel import word_codes
from beside.peers.core.cards import Span
from beside.peers.core.noticed import What
from beside.peers.core.points import PointKind
from beside.peers.core.telling import Told
from beside.peers.models import Point
from beside.peers.services import agreeing, bags, cards, noticing, paying, restocking, telling
from beside.peers.services.cards import Given
from beside.peers.services.noticing import Noticed
from beside.peers.services.telling import Where
from beside.supply.core.places import PlaceKind
from beside.supply.models import Place, Product, Program

BEREA, IRVINE = Where("Berea, KY", "21151"), Where("Irvine, KY", "21065")
MONTHS = (110, 80, 50, 20)  # days ago
PEERS = 7


def fill_peers(at: datetime) -> list[str]:
    """The line to print: the words of one card, to look around with."""
    program = Program.objects.get(slug="example")
    by = User.objects.get(email="morgan@example.org")
    room = Place.objects.get(program=program, kind=PlaceKind.WAREHOUSE)
    desk = Place.objects.get(program=program, kind=PlaceKind.SITE)
    _agreed(program, room, desk, by, at)
    fund = paying.open_fund(program=program, name="Example grant", by=by, at=at)
    paying.put_in(fund=fund, cents=250_000, by=by, at=at)
    given = [cards.give_card(program=program, at=at - timedelta(days=120)) for _ in range(PEERS)]
    for days in MONTHS:
        for number, one in enumerate(given):
            _restock(one, room, number, by, at - timedelta(days=days, minutes=37 * number))
    for number, one in enumerate(given[:3]):
        paying.earn(card=one.card, fund=fund, cents=2_500, nonce=f"demo{number}", by=by, at=at)
    _now(given, program, desk, at)
    words = word_codes.say(given[0].number, "en")
    return [f"a peer’s card, to be typed at /en/more/: {words}"]


def _agreed(program: Program, room: Place, desk: Place, by: User, at: datetime) -> None:
    agreeing.change_terms(program=program, facts={"kit_cents": 4_150}, by=by, at=at)
    for kind, name, when, cuando, shelf in (
        (PointKind.SITE, "Example: library desk", "When it is open", "Cuando está abierto", desk),
        (PointKind.MEETING, "Example: by the river", "Friday 6 pm", "viernes 6 pm", room),
        (PointKind.LOCKER, "Example: locker at the wash", "Day and night", "Día y noche", room),
    ):
        facts = {"kind": kind.value, "name": name, "when_en": when, "when_es": cuando,
                 "shelf": shelf}  # fmt: skip
        agreeing.keep_point(program=program, point=None, facts=facts, by=by, at=at)


def _restock(one: Given, shelf: Place, number: int, by: User, at: datetime) -> None:
    one.card.refresh_from_db()
    done = restocking.restock_at_site(
        card=one.card, number=one.number, shelf=shelf, kits=2 + number % 3, beyond=None,
        product=Product.objects.get(slug="nasal_4mg"), nonce=uuid4(), by=by, at=at,
    )  # fmt: skip
    told = Told(handed_on=2 + number % 2, used=number % 2, still=1, lost=0, people=2)
    telling.tell(
        program=done.program, told=told, town=IRVINE if number == 6 else BEREA,
        is_first=Span.QUARTER in done.new_in, nonce=str(uuid4()), at=at,
    )  # fmt: skip


def _now(given: list[Given], program: Program, desk: Place, at: datetime) -> None:
    """A bag that is to be packed, people shown how, and something noticed an hour ago."""
    given[1].card.refresh_from_db()
    bags.ask_for_more(
        card=given[1].card, number=given[1].number, kits=4, nonce=uuid4().hex, at=at,
        point=Point.objects.get(program=program, kind=PointKind.MEETING),
        product=Product.objects.get(slug="nasal_4mg"),
    )  # fmt: skip
    telling.tell_shown(program=program, people=5, nonce=uuid4().hex, at=at)
    told = Noticed(What.BAD_BATCH, None, BEREA, "tan powder, two doses were not enough")
    noticing.notice(program=program, told=told, nonce=uuid4().hex, at=at - timedelta(hours=1))

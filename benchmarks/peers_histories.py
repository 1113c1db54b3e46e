"""Seeded histories of peers: who was given a card when and where, who came with whom, and what
each did. The truth that an attacker looks for stands here and nowhere in the database."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

SEED = 20261122
PROGRAMS = ("river", "hills", "plain")
START = datetime(2025, 9, 1, 14, tzinfo=UTC)
MONTHS = 15
TOWNS = ("40403", "40475", "40336", "41311", "40447")


@dataclass
class Peer:
    """One peer as the truth knows them. `circle`: they come together and know each other."""

    phone: str
    program: str
    circle: int
    number: int = 0
    words: list[int] = field(default_factory=list)  # every card they ever had
    card: UUID | None = None
    given_at: datetime | None = None
    events: list[datetime] = field(default_factory=list)


@dataclass
class World:
    """What happened."""

    peers: list[Peer]
    end: datetime
    bag_words: list[int] = field(default_factory=list)
    seconds: float = 0.0


def people(count: int) -> list[Peer]:
    """In circles of one to four; a circle belongs to one program."""
    chance = random.Random(SEED)
    made: list[Peer] = []
    circle = 0
    while len(made) < count:
        circle += 1
        program = chance.choice(PROGRAMS)
        for _ in range(min(chance.choice((1, 1, 2, 2, 3, 4)), count - len(made))):
            made.append(Peer(f"+1606555{len(made):04}", program, circle))
    return made


def live(count: int) -> World:
    """Every peer's months, written by the services of the house."""
    from beside.peers.services import cards

    world = World(people(count), START + timedelta(days=30 * MONTHS))
    life = _Life(world)
    for month in range(MONTHS):
        begin = START + timedelta(days=30 * month)
        for circle in life.circles:
            life.month_of(circle, begin, month)
    cards.lay_cards_anew(at=world.end)
    return world


class _Life:
    """The programs with their shelves, and the chance by which everything happens."""

    def __init__(self, world: World) -> None:
        from tests.peers import shared
        from tests.supply import shared as supply
        from tests.supply.hand.shared import worker

        for slug in PROGRAMS:
            supply.program(slug, public_name=f"Program {slug}")
        self.world, self.chance = world, random.Random(SEED + 1)
        circles: dict[int, list[Peer]] = {}
        for peer in world.peers:
            circles.setdefault(peer.circle, []).append(peer)
        self.circles = list(circles.values())
        self.begun = {id(circle): self.chance.randrange(MONTHS) for circle in self.circles}
        self.desks = {slug: shared.desk(2_000_000, slug=slug, at=START) for slug in PROGRAMS}
        self.points = {
            slug: shared.point(shelf=desk, name=f"Point {slug}")
            for slug, desk in self.desks.items()
        }
        self.by = {slug: worker("program_manager", slug=slug) for slug in PROGRAMS}
        self.funds = {slug: self._fund(slug) for slug in PROGRAMS}

    def _fund(self, slug: str) -> object:
        from beside.peers.services import paying

        program, by = self.desks[slug].program, self.by[slug]
        made = paying.open_fund(program=program, name="State grant", by=by, at=START)
        paying.put_in(fund=made, cents=5 * 10**8, by=by, at=START)
        return made

    def month_of(self, circle: list[Peer], begin: datetime, month: int) -> None:
        """Whoever has a card may come; those of a circle within minutes of each other."""
        if month < self.begun[id(circle)]:
            return
        at = begin + timedelta(minutes=self.chance.randrange(30 * 24 * 60))
        for peer in circle:
            at += timedelta(minutes=self.chance.randrange(1, 6))
            if peer.card is None:
                self._give(peer, at)
            elif self.chance.random() < 0.6:
                self._come(peer, at)

    def _give(self, peer: Peer, at: datetime) -> None:
        from beside.peers.services import cards

        given = cards.give_card(program=self.desks[peer.program].program, at=at)
        peer.card, peer.number, peer.given_at = given.card.pk, given.number, at
        peer.words.append(given.number)
        self._restock(peer, at)

    def _come(self, peer: Peer, at: datetime) -> None:
        from beside.peers.models import Card
        from beside.peers.services import cards

        what = self.chance.random()
        if what < 0.03:
            again = cards.replace_card(card=Card.objects.get(pk=peer.card), at=at)
            peer.number = again.number
            peer.words.append(again.number)
        if what < 0.75:
            self._restock(peer, at)
        elif what < 0.9:
            self._text(peer, at)
        else:
            self._notice(peer, at)
        if what > 0.5:
            self._earn(peer, at)

    def _kits(self) -> int:
        return self.chance.choice((2, 3, 4, 4, 5, 6, 7, 8, 8, 10, 12, 12, 12, 12, 12))

    def _restock(self, peer: Peer, at: datetime) -> None:
        from uuid import uuid4

        from tests.supply.shared import product

        from beside.peers.models import Card
        from beside.peers.services import restocking

        peer.events.append(at)
        done = restocking.restock_at_site(
            card=Card.objects.get(pk=peer.card), number=peer.number,
            shelf=self.desks[peer.program], product=product(), kits=self._kits(), beyond=None,
            nonce=uuid4(), by=self.by[peer.program], at=at,
        )  # fmt: skip
        self._tell(peer, done.new_in, at)

    def _tell(self, peer: Peer, new_in: tuple[object, ...], at: datetime) -> None:
        from uuid import uuid4

        from beside.peers import towns
        from beside.peers.core.cards import Span
        from beside.peers.core.telling import Told
        from beside.peers.services import telling

        if self.chance.random() < 0.5:
            return
        handed = self.chance.randrange(0, 9)
        told = Told(handed, self.chance.randrange(2), self.chance.randrange(4), 0, handed)
        town = towns.town_of(self.chance.choice(TOWNS))
        telling.tell(
            program=self.desks[peer.program].program, told=told, town=town,
            is_first=Span.QUARTER in new_in, nonce=str(uuid4()), at=at,
        )  # fmt: skip

    def _text(self, peer: Peer, at: datetime) -> None:
        from beside.kernel import word_codes
        from beside.kernel.transports import incoming
        from beside.peers.models import Bag

        before = set(Bag.objects.values_list("pk", flat=True))
        incoming.hear(peer.phone, f"MORE {word_codes.say(peer.number, 'en')} {self._kits()}", at)
        peer.events.append(at)
        for bag in Bag.objects.exclude(pk__in=before):
            self._hand(bag, at + timedelta(hours=3))

    def _hand(self, bag: object, at: datetime) -> None:
        from beside.peers.services import bags

        if self.chance.random() < 0.8:
            bags.hand_bag_over(bag=bag, by=None, at=at)  # type: ignore[arg-type]

    def _notice(self, peer: Peer, at: datetime) -> None:
        from uuid import uuid4

        from beside.peers.core.noticed import What
        from beside.peers.services import noticing
        from beside.peers.services.noticing import Noticed

        what = self.chance.choice(list(What))
        told = Noticed(what, self.desks[peer.program], None, "slower to wake")
        program = self.desks[peer.program].program
        noticing.notice(program=program, told=told, nonce=str(uuid4()), at=at)

    def _earn(self, peer: Peer, at: datetime) -> None:
        from uuid import uuid4

        from beside.peers.models import Card
        from beside.peers.services import paying

        card, fund, by = Card.objects.get(pk=peer.card), self.funds[peer.program], self.by
        for act, cents in ((paying.earn, 2_000), (paying.pay, 2_000)):
            act(card=card, fund=fund, cents=cents, nonce=str(uuid4()), by=by[peer.program],
                at=at)  # type: ignore[arg-type]  # fmt: skip

"""What somebody can do who has a dump of the database, and the truth to check the guesses by.

The dump is every row of every table as text, with what raw files tell beside it: in which order
rows lie (ctid) and which transaction wrote them (xmin). Keys and vault lie elsewhere.
"""

import hashlib
import hmac
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from benchmarks.peers_histories import SEED, Peer, World

UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b")
BYTES = re.compile(r"\\\\?x[0-9a-f]{16,}")
HUB = 5  # a value that more than so many cards share points at none of them


@dataclass(frozen=True)
class Row:
    """One row as the dump has it."""

    table: str
    text: str
    ctid: str
    xmin: int


def dump() -> list[Row]:
    """Every row of every table."""
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT t::text, ctid::text, xmin::text::bigint FROM "{table}" t')
            found += [Row(table, *row) for row in cursor.fetchall()]
    return found


ROW_NUMBERS = 1_000_000
"""Below this a number is some row's by chance: of 1,000 codes five are below 88,000. A code that
is kept somewhere as a number is above it in 94 of 100 cases, so a thousand are not missed."""


def writings(number: int) -> Iterator[str]:
    """Every way in which somebody might have written three words down."""
    from beside.kernel import word_codes

    for language in word_codes.LANGUAGES:
        words = word_codes.say(number, language).split()
        yield from (" ".join(words), "-".join(words), "_".join(words), "".join(words))
    yield f"{number:06x}"
    if number >= ROW_NUMBERS:
        yield str(number)


def codes_in_clear(rows: Sequence[Row], world: World) -> list[str]:
    """Cards' words, numbers or phones that stand anywhere; a number only as a whole field."""
    text = "\n".join(row.text for row in rows).lower()
    # Whole values only: six figures of a microsecond, or eight of an id, are somebody's by chance.
    fields = set(re.split(r"[^0-9a-z.+\-]+", text))
    hits = []
    for peer in world.peers:
        for number in peer.words:
            for said in writings(number):
                plain = said.isalnum() and any(one.isdigit() for one in said)
                if (said in fields) if plain else (said in text):
                    hits.append(said)
        hits += [peer.phone] if peer.phone.lstrip("+") in text else []
    return hits


def hashes_undone(rows: Sequence[Row], world: World) -> int:
    """Cards whose hash is what anybody can compute who knows the words, and the secret of the house
    in the settings, but not the key in the vault."""
    from django.conf import settings

    from beside.peers.core.cards import Use, keyed

    stored = {value for row in rows if row.table == "peers_card" for value in _hex(row.text)}
    secret = settings.SECRET_KEY.encode()
    keys = [b"", b"\0" * 32, secret, hashlib.sha256(secret).digest()]
    found = 0
    for peer in world.peers:
        for number in peer.words[-1:]:
            plain = [str(number).encode(), number.to_bytes(3), number.to_bytes(4)]
            made = [hashlib.new(name, one).digest() for name in ("md5", "sha1", "sha256")
                    for one in plain]  # fmt: skip
            made += [hmac.digest(key, one, "sha256") for key in keys for one in plain if key]
            made += [keyed(number, use, key) for key in keys for use in Use]
            found += any(one[:16].hex() in stored for one in made)
    return found


def _hex(text: str) -> list[str]:
    return [one.lstrip("\\x").lower()[:32] for one in BYTES.findall(text)]


def linked_by_values(rows: Sequence[Row], world: World) -> set[tuple[str, str]]:
    """Pairs of cards that values in the dump join, over any number of rows.

    Values that name one thing (ids, hashes, moments) join the rows they stand in; those that
    stand with many cards (a program, a fund) join nothing.
    """
    ids = {str(peer.card) for peer in world.peers if peer.card}
    by_value: dict[str, list[int]] = defaultdict(list)
    values = [_naming(row.text) for row in rows]
    for place, named in enumerate(values):
        for value in named:
            by_value[value].append(place)
    cards_of: dict[int, set[str]] = {place: named & ids for place, named in enumerate(values)}
    hubs = {
        value for value, places in by_value.items()
        if len(set().union(*(cards_of[place] for place in places))) > HUB or len(places) > 2_000
    }  # fmt: skip
    return _joined(values, by_value, cards_of, hubs)


def _naming(text: str) -> set[str]:
    ids = {found.group() for found in UUID.finditer(text)}
    moments = set(re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?", text))
    return ids | set(BYTES.findall(text)) | moments


def _joined(
    values: Sequence[set[str]], by_value: Mapping[str, list[int]],
    cards_of: Mapping[int, set[str]], hubs: set[str],
) -> set[tuple[str, str]]:  # fmt: skip
    seen: set[int] = set()
    pairs: set[tuple[str, str]] = set()
    for start in [place for place, cards in cards_of.items() if cards]:
        if start in seen:
            continue
        stack, cards = [start], set[str]()
        while stack:
            place = stack.pop()
            if place in seen:
                continue
            seen.add(place)
            cards |= cards_of[place]
            stack += [one for value in values[place] - hubs for one in by_value[value]]
        pairs |= set(combinations(sorted(cards), 2))
    return pairs


def order_tells(rows: Sequence[Row], world: World) -> Mapping[str, float]:
    """How much better than chance physical traces name who came together: 0.5 is chance.

    The chance that of a pair of one circle and a pair of two the first lies nearer together.
    """
    known = {str(peer.card): peer for peer in world.peers if peer.card}
    cards = [(row, known[match.group()]) for row in rows if row.table == "peers_card"
             if (match := UUID.search(row.text)) and match.group() in known]  # fmt: skip
    lying = sorted(cards, key=lambda one: [int(n) for n in re.findall(r"\d+", one[0].ctid)])
    places = {id(peer): nth for nth, (_, peer) in enumerate(lying)}
    written = {id(peer): row.xmin for row, peer in cards}
    named = {id(peer): int(str(peer.card).replace("-", ""), 16) for _, peer in cards}
    peers = [peer for _, peer in cards]
    return {
        "order on the disk": _nearness(peers, lambda one: places[id(one)]),
        "transaction": _nearness(peers, lambda one: written[id(one)]),
        "id": _nearness(peers, lambda one: named[id(one)]),
    }


def _nearness(peers: Sequence[Peer], where: Callable[[Peer], float]) -> float:
    chance = random.Random(SEED + 2)
    circles: dict[int, list[Peer]] = defaultdict(list)
    for peer in peers:
        circles[peer.circle].append(peer)
    ties = [pair for circle in circles.values() for pair in combinations(circle, 2)]
    wins, tries = 0.0, 20_000
    for _ in range(tries):
        one, other = chance.choice(ties)
        left, right = chance.sample(peers, 2)
        while left.circle == right.circle:
            left, right = chance.sample(peers, 2)
        near, far = abs(where(one) - where(other)), abs(where(left) - where(right))
        wins += 1.0 if near < far else 0.5 if math.isclose(near, far) else 0.0
    return wins / tries


@dataclass(frozen=True)
class Tied:
    """How many hand-overs fit a card, by all that its row says: at the fewest, in the middle."""

    fewest: int
    middle: int
    alone: int  # cards of which fewer than five fit


def tied_to_events(world: World) -> Tied:
    """The hand-overs (with minute, shelf and staff) that may have been a card's last.

    The attacker reads the card's program, month and number of kits, and the ledger's movements.
    """
    from beside.peers.core.cards import usual
    from beside.peers.models import Card
    from beside.supply.models import Entry

    events: Counter[tuple[Any, ...]] = Counter()
    rows = Entry.objects.filter(place__kind="peers", units__gt=0).select_related(
        "movement", "place", "lot__product"
    )
    for row in rows:
        kits = row.units // row.lot.product.per_kit
        day: datetime = row.movement.at
        events[row.place.program_id, day.year, day.month, usual(kits)] += 1
    fitting = sorted(
        events[card.program_id, card.restocked_month.year, card.restocked_month.month,
               card.usual_kits]
        for card in Card.objects.exclude(restocked_month=None)
        if card.restocked_month
    )  # fmt: skip
    return Tied(fitting[0], fitting[len(fitting) // 2], sum(n < HUB for n in fitting))

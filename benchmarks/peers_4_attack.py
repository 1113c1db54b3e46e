"""4. A dump after 1,000 seeded peer histories, searched by attack.

    python -m benchmarks.peers_4_attack [--quick]

Three programs, fifteen months (quick: 60 peers): cards given, used at desks, by text, replaced;
answers, notices, stipends, bags. Peers come in circles whose members arrive within minutes.
The attacker has every row with its place on the disk and its transaction, and no key.

a  words, numbers and phones of every card, in every writing, in every row; every hash tried
   with all that lies in the settings
b  pairs of cards joined by any value over any number of rows; who came together, by the order
   of rows, their transactions and ids (0.5 is chance); which hand-over was a card's last
c  every export of every program, year and kind: cells under five, and what totals give away
"""

import csv
import io
import time

from benchmarks import throwaway
from benchmarks.show import Result, alone

FULL, QUICK = 1_000, 60
CHANCE = 0.06  # how far from 0.5 a trace may lie in a thousand histories; 0.12 in a few


def run(quick: bool) -> list[Result]:
    count = QUICK if quick else FULL
    with throwaway.house(durable=False):
        began = time.monotonic()
        world, days = _lived(count)
        lived = f"{count:,} histories, {time.monotonic() - began:.0f} s"
        return [_clear(world, lived, days), _links(world, quick), _cells(world)]


def _lived(count: int):
    """The histories, with cheap hashes; and what trying every code of one key really costs."""
    from benchmarks import peers_histories
    from beside.peers.core import cards

    began = time.process_time()
    for number in range(20):
        cards.keyed(number, cards.Use.CARD, b"k" * 32)
    days = (time.process_time() - began) / 20 * 2**24 / 86_400
    cost, cards.COST = cards.COST, 2
    try:
        return peers_histories.live(count), days
    finally:
        cards.COST = cost


def _clear(world, lived: str, days: float) -> Result:
    from benchmarks import peers_attack
    from beside.peers.core import cards

    rows = peers_attack.dump()
    hits = peers_attack.codes_in_clear(rows, world)
    cost, cards.COST = cards.COST, 2
    undone = peers_attack.hashes_undone(rows, world)
    cards.COST = cost
    figure = (
        f"{lived}, {len(rows):,} rows: {len(hits)} codes or phones in the clear, {undone} hashes "
        f"undone without the key; with it all 16.7 million codes take {days:.1f} days of a core"
    )
    return Result("4a", figure, "0 and 0; days, not seconds", not hits and not undone and days > 1)


def _links(world, quick: bool) -> Result:
    from benchmarks import peers_attack

    rows = peers_attack.dump()
    pairs = peers_attack.linked_by_values(rows, world)
    traces = peers_attack.order_tells(rows, world)
    tied = peers_attack.tied_to_events(world)
    far = max(abs(value - 0.5) for value in traces.values())
    told = ", ".join(f"{name} {value:.2f}" for name, value in traces.items())
    figure = (
        f"{len(pairs)} pairs of cards joined; who came together by {told}; a card's last hand-over "
        f"is one of {tied.middle} (fewest {tied.fewest}, of fewer than five: {tied.alone} cards)"
    )
    holds = not pairs and far <= (2 * CHANCE if quick else CHANCE)
    bar = f"0 pairs; 0.5 ± {2 * CHANCE if quick else CHANCE}"
    if not quick:  # among sixty cards in fifteen months few hand-overs fit any: nothing is said
        holds = holds and tied.alone == 0
        bar += "; at least 5 hand-overs fit each card"
    return Result("4b", figure, bar, holds)


def _cells(world) -> Result:
    files = list(_exports(world))
    small, given_away, cells = 0, 0, 0
    for _, rows in files:
        peers = [int(row[2].replace(",", "")) for row in rows if row[2].replace(",", "").isdigit()]
        cells += len(peers)
        small += sum(0 < count < 5 for count in peers)
        given_away += _left_over(rows)
    figure = (
        f"{len(files)} exports, {cells} cells of peers shown: {small} under five; "
        f"{given_away} totals leave the kits of fewer than five"
    )
    return Result("4c", figure, "0 and 0", small == given_away == 0 and cells > 0)


def _exports(world):
    """Every export as its own people and as an epidemiologist take it, over HTTP."""
    from tests import people
    from tests.supply.hand.shared import worker

    from benchmarks.peers_histories import PROGRAMS
    from beside.kernel import clock

    clock_now, clock.now = clock.now, lambda: world.end
    try:
        visitors = [
            people.sign_in(_client(), worker("program_manager", slug=slug), fresh=True)
            for slug in PROGRAMS
        ]
        visitors.append(people.sign_in(_client(), people.person("epidemiologist"), fresh=True))
        for number, visitor in enumerate(visitors):
            for year in (2025, 2026):
                for asked in ("", "&published"):
                    url = f"/en/staff/peers/reach/reach.csv?year={year}{asked}"
                    answer = visitor.get(url)
                    assert answer.status_code == 200, answer.status_code
                    text = answer.content.decode("utf-8-sig")
                    yield f"{number} {year}{asked}", list(csv.reader(io.StringIO(text)))[1:]
    finally:
        clock.now = clock_now


def _client():
    from django.test import Client

    return Client(headers={"host": "localhost"})


def _left_over(rows) -> int:
    """Whether a year's kits less those of the months shown are the kits of fewer than five peers.

    The attacker knows the true numbers of peers; who has only the file knows less.
    """
    from beside.peers.models import Tally

    totals = [row for row in rows if row[0] == "year" and row[3].isdigit()]
    months = {row[1] for row in rows if row[0] == "month" and row[3].isdigit()}
    if len(totals) != 1:
        return 0
    program = totals[0][1]
    year = _year_of(rows)
    hidden = Tally.objects.filter(
        program__public_name=program, span="month", first_date__year=year
    ) if year else Tally.objects.none()  # fmt: skip
    left = sum(one.peers for one in hidden if f"{one.first_date:%Y-%m}" not in months)
    return int(0 < left < 5)


def _year_of(rows) -> int | None:
    named = [row[1] for row in rows if row[0] == "month"]
    return int(named[0][:4]) if named else None


if __name__ == "__main__":
    alone(run)

"""What a peer tells is added up, and thrown away. Neither card nor kit can be found in it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house, outbox, record
from beside.peers import pool, tallies
from beside.peers.core.telling import Told
from beside.peers.models import Tally, Terms
from beside.supply.core.places import PlaceKind
from beside.supply.models import Program

MOST_SHOWN = 200
LEAST_ANSWERS = 5


@dataclass(frozen=True)
class Where:
    """A town as our own list of places writes it."""

    name: str
    county_fips: str


class TooMany(ValueError):
    """So many people at once is a slip."""


@transaction.atomic
def tell(
    *, program: Program, told: Told, town: Where | None, is_first: bool, nonce: str, at: datetime,
    by: User | None = None,
) -> bool:  # fmt: skip
    """Add it up, once for its nonce; whether it was new. `is_first`: of its card, this quarter."""
    if not outbox.first_time("peers.told", nonce, at=at):
        return False
    day, sums = house.today(at), told.sums()
    if sums:
        tallies.add(program, day, sums)
    if town:
        tallies.add_town(
            program, day, name=town.name, county_fips=town.county_fips,
            kits=told.handed_on or 0, is_first=is_first,
        )  # fmt: skip
    record.act("peer_told", on=program, by=by, at=at)
    return True


@transaction.atomic
def tell_shown(
    *, program: Program, people: int, nonce: str, at: datetime, by: User | None = None
) -> bool:
    """So many people were shown how to use it; whether it was new. Raises TooMany."""
    if not 1 <= people <= MOST_SHOWN:
        raise TooMany
    if not outbox.first_time("peers.shown", nonce, at=at):
        return False
    tallies.add(program, house.today(at), {"shown": people, "showed": 1})
    record.act("peer_taught", on=program, by=by, at=at)
    return True


@transaction.atomic
def settle(*, program: Program, at: datetime) -> int:
    """Kits that peers said they handed on, used or lost leave their place on the ledger.

    In one movement for all peers, and only once five have answered; how many kits left.
    """
    said = _said(program)
    if said["told_n"] < LEAST_ANSWERS:
        record.act("peer_kits_settled", on=program, at=at, detail={"kits": 0})
        return 0
    terms, _ = Terms.objects.select_for_update().get_or_create(program=program)
    given, lost = said["told_y"] + said["used"], said["lost"]
    gone = _let_go(program, given - terms.settled_given, PlaceKind.GIVEN, at)
    gone += _let_go(program, lost - terms.settled_lost, PlaceKind.LOST, at)
    terms.settled_given, terms.settled_lost = given, lost
    terms.save(update_fields=["settled_given", "settled_lost"])
    record.act("peer_kits_settled", on=program, at=at, detail={"kits": gone})
    return gone


def _said(program: Program) -> dict[str, int]:
    years = Tally.objects.filter(program=program, span="year")
    names = ("told_n", "told_y", "used", "lost")
    return {name: sum(getattr(year, name) for year in years) for name in names}


def _let_go(program: Program, kits: int, target: PlaceKind, at: datetime) -> int:
    """As far as their place holds them: peers may have had kits before we counted."""
    gone = 0
    for product in pool.products_held(program):
        here = min(kits - gone, pool.kits_on(pool.place_of(program), product, house.today(at)))
        if here > 0:
            pool.empty(
                program=program, wanted={product: here * product.per_kit}, target=target,
                reason="told", at=at, on_date=house.today(at),
            )  # fmt: skip
            gone += here
    return gone

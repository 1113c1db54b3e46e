"""What is shown of peers: of groups of at least five, and less to those who work elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from beside.peers.core import reach
from beside.peers.core.cards import Span
from beside.peers.core.reach import LEAST, Cost, Estimate, People, Sums
from beside.peers.models import Fund, FundMonth, Tally, Town
from beside.peers.queries import terms_of
from beside.privacy import disclosure
from beside.privacy.disclosure import Cell, Dimension, Policy, Published, Suppressed, Table
from beside.supply.models import Program

OWN = Policy(threshold=LEAST, zeros_show=True, possible_values=3)  # for who works there
OTHERS = disclosure.CMS  # for everybody else: the house's own
SHARED_BY = 2.0  # peers by whom one person may have been reached: an assumption, and said so


@dataclass(frozen=True)
class Year:
    """One program's year. Only of at least five peers (`LEAST`, or the house's number)."""

    program: Program
    year: int
    peers: Cell
    restocks: int = 0
    kits: int = 0
    share: Estimate | None = None
    people: People | None = None
    cost: Cost | None = None
    used: int | None = None
    shown: int | None = None
    towns: int | None = None
    reversals: int | None = None

    @property
    def is_shown(self) -> bool:
        return not isinstance(self.peers, Suppressed) and bool(self.peers)

    @property
    def kits_per_peer(self) -> float | None:
        if isinstance(self.peers, Suppressed) or not self.peers:
            return None
        return self.kits / int(self.peers)


@dataclass(frozen=True)
class Group:
    """A month or a town: peers, and kits where they may be said."""

    name: str
    peers: Cell
    kits: int | None


def year_of(program: Program, year: int, policy: Policy) -> Year:
    """The year as it may be shown under a policy."""
    found = Tally.objects.filter(program=program, span=Span.YEAR, first_date=date(year, 1, 1))
    tally = found.first() or Tally(program=program)
    peers = disclosure.release_count(tally.peers, policy)
    if isinstance(peers, Suppressed) or tally.peers < policy.threshold:
        return Year(program, year, peers)
    told = Sums(tally.told_n, tally.told_x, tally.told_y, tally.told_xx, tally.told_xy,
                tally.told_yy)  # fmt: skip
    met = Sums(tally.met_n, tally.met_x, tally.met_y, tally.met_xx, tally.met_xy, tally.met_yy)
    share, each = reach.ratio(told, most=1.0), reach.ratio(met, most=None)
    enough = tally.told_n >= LEAST
    return Year(
        program, year, peers, tally.restocks, tally.kits, share,
        reach.people(tally.kits, share, each, shared_by=SHARED_BY),
        reach.cost(_earned(program, year), tally.kits, terms_of(program).kit_cents),
        tally.used if enough else None, tally.shown if tally.showed >= LEAST else None,
        _towns(program, year), tally.reversals if tally.reversals >= policy.threshold else None,
    )  # fmt: skip


def _earned(program: Program, year: int) -> int:
    rows = FundMonth.objects.filter(fund__in=Fund.objects.filter(program=program))
    return rows.filter(month__year=year).aggregate(all=Sum("cents_earned"))["all"] or 0


def _towns(program: Program, year: int) -> int:
    """How many towns were named, however few named each."""
    rows = Town.objects.filter(program=program, quarter__year=year)
    return rows.values("name").distinct().count()


def months_of(programs: Sequence[Program], year: int, today: date, policy: Policy) -> list[Group]:
    """Month by month, all these programs together; the month that still runs is never shown."""
    rows = Tally.objects.filter(program__in=programs, span=Span.MONTH, first_date__year=year)
    sums = rows.values("first_date").annotate(all_peers=Sum("peers"), all_kits=Sum("kits"))
    peers = {f"{row['first_date']:%Y-%m}": row["all_peers"] for row in sums}
    kits = {f"{row['first_date']:%Y-%m}": row["all_kits"] for row in sums}
    return _groups("month", peers, kits, policy, unfinished=f"{today:%Y-%m}")


def towns_of(programs: Sequence[Program], year: int, policy: Policy) -> list[Group]:
    """Town by town: kits that peers said went there. Each peer once a quarter, at its first."""
    rows = Town.objects.filter(program__in=programs, quarter__year=year)
    sums = rows.values("name", "quarter").annotate(all_peers=Sum("peers"), all_kits=Sum("kits"))
    peers: dict[str, int] = {}
    kits: dict[str, int] = {}
    for row in sums:  # the same peer may come again next quarter: the fullest quarter counts
        peers[row["name"]] = max(peers.get(row["name"], 0), row["all_peers"])
        kits[row["name"]] = kits.get(row["name"], 0) + row["all_kits"]
    return _groups("town", peers, kits, policy)


def _groups(
    what: str, peers: dict[str, int], kits: dict[str, int], policy: Policy, unfinished: str = ""
) -> list[Group]:
    if not peers:
        return []
    shown = released(what, peers, policy)
    cells = {name: shown.cell(f"by {what}", name) for name in peers}
    hidden = [
        name for name, cell in cells.items() if isinstance(cell, Suppressed) or name == unfinished
    ]
    hidden += [name for name in peers if name not in hidden and peers[name] < policy.threshold]
    gone = reach.to_hide(peers, hidden, least=policy.threshold)
    return [
        Group(name, cells[name], None if name in gone else kits[name])
        for name in sorted(peers)
        if name != unfinished
    ]


def released(what: str, peers: dict[str, int], policy: Policy) -> Published:
    """Peers by group, those of a few hidden so that none can be worked out."""
    counts: dict[tuple[str, ...], int] = {(name,): count for name, count in peers.items()}
    table = Table(f"by {what}", (Dimension.flat(what, sorted(peers)),), counts)
    return disclosure.release([table], policy)

"""What planners of the example program said, kept and asked: numbers, a table, plans, a search."""

from datetime import datetime, timedelta

from beside.accounts.models import User
from beside.kernel import house
from beside.places import queries as places
from beside.supply.core.need.channels import CHANNELS, Weighing
from beside.supply.models import Allocation, PlanningTable, Program
from beside.supply.need import allotting, areas, candidates, keeping, numbers, saturating
from beside.supply.need import given as ledger
from beside.supply.need.areas import Area
from beside.supply.need.drawn import year_before
from beside.supply.need.given import Given
from beside.supply.need.numbers import Numbers
from beside.supply.need.sheets import OwnPlace, Spot
from beside.supply.services import placing, planning
from beside.supply.services.placing import Search
from beside.supply.services.planning import Whence

SURVEY = Whence("Example: a survey that never was", 2026)
OTHERS = (
    ("others_community", 4_800.0),
    ("others_pharmacy", 9_500.0),
    ("others_prescribed", 6_200.0),
)
TOWNS = (  # people at risk, deaths a year, at least, at most, kits a year now
    ("Example: north side", 620, 9.0, 60, None, 540),
    ("Example: river towns", 340, 6.5, 60, 900, 120),
    ("Example: campus", 210, 1.2, 40, 400, 380),
)
ABLE = (  # places that could take a box
    ("Example: library of the hills", "41301"), ("Example: fire station 9", "41472"),
    ("Example: clinic by the bridge", "42420"), ("Example: laundromat", "42101"),
    ("Example: bus station", "40202"), ("Example: store at the fork", "40831"),
    ("Example: church hall", "41501"), ("Example: truck stop", "42701"),
)  # fmt: skip
WEIGHTS = CHANNELS[Weighing.PROFOUND]


def fill_planning(program: Program, manager: User, at: datetime) -> None:
    """Half a year of thinking about where kits should go."""
    for name, given_by_others in OTHERS:
        planning.put_number(program=program, name=name, value=given_by_others, low=None, high=None,
                            whence=SURVEY, at=at - timedelta(days=70), by=manager)  # fmt: skip
    rows = [OwnPlace(*town) for town in TOWNS]
    table = planning.keep_table(program=program, name="Example: three towns", whence=SURVEY,
                                rows=rows, at=at - timedelta(days=65), by=manager)  # fmt: skip
    said = numbers.numbers([program])
    kits = ledger.given([program], *year_before(house.today(at)))
    served = areas.counties([program], said, kits)
    adopted = _plan(program, "Example: this year", served, None, kits, said, manager,
                    at - timedelta(days=60))  # fmt: skip
    planning.adopt_allocation(allocation=adopted, at=at - timedelta(days=45), by=manager)
    _plan(program, "Example: three towns, next year", areas.table(table), table, kits, said,
          manager, at - timedelta(days=8))  # fmt: skip
    _search(program, served, said, manager, at)


def _plan(
    program: Program, name: str, places: list[Area], table: PlanningTable | None, kits: Given,
    said: Numbers, by: User, at: datetime,
) -> Allocation:  # fmt: skip
    asked = allotting.Asked(1_200 if table else 24_000, 40, 0, None, WEIGHTS)
    divided = allotting.divide(places, asked, said)
    made = keeping.reckoned(name, "counties", divided, table=table, given=kits, numbers=said)
    return planning.keep_allocation(program=program, reckoned=made, at=at, by=by)


def _spot(name: str, zip_code: str) -> Spot:
    point = places.locate(zip_code)[0].point
    return Spot(name, point.lat, point.lon)


def _search(
    program: Program, served: list[Area], said: Numbers, by: User, at: datetime
) -> None:  # fmt: skip
    """A search for three places; the first worker that is up finds them."""
    able = [_spot(*one) for one in ABLE]
    need = [
        saturating.saturated(
            area, weights=WEIGHTS, basis=saturating.Basis.AT_RISK, target=said.target
        )
        for area in served
    ]
    search = Search(
        name="Example: three more places", by_way="drive", minutes=20,
        reach_miles=candidates.reach_miles("drive", 20), how_many=3, candidates=able,
        existing=candidates.standing([program], areas.sites_of([program]), served, listed=True),
        demand=candidates.need_of(need, "deaths"), demand_is_own=False,
        rests_on=[{"name": "deaths", "value": "", "source": "", "year": 2024}],
    )  # fmt: skip
    placing.ask_placement(program=program, search=search, at=at, by=by)

"""A program that serves four counties, with kits given out; its plans, tables and searches."""

from datetime import date

from beside.kernel import clock, house
from beside.partners.models import Membership
from beside.supply.core.need.allocation import Reason
from beside.supply.core.places import PlaceKind
from beside.supply.models import Place, Program
from beside.supply.need.sheets import OwnPlace, Spot
from beside.supply.services import moving, placing, planning
from beside.supply.services.placing import Search
from beside.supply.services.planning import Reckoned, Row, Whence
from tests import people
from tests.supply.shared import offer, product, stocked
from tests.supply.shared import program as any_program

MADISON, OWSLEY, FAYETTE, JEFFERSON = "21151", "21189", "21067", "21111"  # Owsley's is hidden
SERVED = [FAYETTE, JEFFERSON, MADISON, OWSLEY]
SURVEY = Whence("Our own survey of the valley", 2026)


def today() -> date:
    return house.today(clock.now())


def program(slug: str = "kyhrc", **changes) -> Program:
    found = any_program(slug, **{"counties": SERVED} | changes)
    offer(found, product(), by_hand=True)
    return found


def desk(county: str = MADISON, name: str = "Front desk") -> Place:
    return Place.objects.get_or_create(
        program=program(), kind=PlaceKind.SITE, name=name, defaults={"county_fips": county}
    )[0]


def give(kits: int, county: str = MADISON, *, on: date | None = None):
    """So many kits from the desk of a county."""
    shelf, at = desk(county, f"Desk {county}"), clock.now()
    stocked(2 * kits, at_place=shelf, lot=f"L{county}{kits}")
    return moving.give(shelf=shelf, wanted={product(): 2 * kits}, about=("", ""), at=at,
                       on_date=on or today())  # fmt: skip


def planner(*roles: str, slug: str = "kyhrc"):
    """Somebody who runs the program."""
    user = people.person(*(roles or ("program_manager",)))
    Membership.objects.create(
        user=user, partner=program(slug).partner, role="partner_member",
        since_date=date(2026, 1, 1),
    )  # fmt: skip
    return user


def a_table(name: str = "Towns"):
    rows = [OwnPlace("Berea", 400, 6.0, 10, 500, 100), OwnPlace("Irvine", 90, 2.5)]
    return planning.keep_table(program=program(), name=name, whence=SURVEY, rows=rows,
                               at=clock.now(), by=people.person("program_manager"))  # fmt: skip


def a_plan(name: str = "Next year"):
    rows = [
        Row("Madison", 2600, 40.0, 900, 800, 1000, 1200, Reason.LEVEL, 0.4, 1.25, code=MADISON,
            now=500),
        Row("Owsley", 380, 4.1, 100, 120, 120, 120, Reason.FLOOR, 0.3, 0.5, code=OWSLEY,
            is_shrunk=True, least=120),
    ]  # fmt: skip
    rests = [{"name": "target", "value": 0.8, "source": "A paper", "year": 2022}]
    made = Reckoned(name, "counties", 1120, 50, rows, rests,
                    {"best": 40.2, "proportional": 40.4, "now": 41.0, "without": 44.1})  # fmt: skip
    return planning.keep_allocation(program=program(), reckoned=made, at=clock.now(),
                                    by=people.person("program_manager"))  # fmt: skip


def spots() -> tuple[list[Spot], list[Spot], list[Spot]]:
    """Candidates, what stands, and need: one candidate reaches all that is left."""
    able = [Spot("Library", 37.57, -84.30), Spot("Far barn", 37.9, -85.3)]
    stands = [Spot("Box", 37.75, -84.29)]
    need = [Spot("Berea", 37.57, -84.29, 3.0), Spot("Richmond", 37.75, -84.3, 5.0),
            Spot("Paint Lick", 37.58, -84.36, 1.0)]  # fmt: skip
    return able, stands, need


def a_search(*, own: bool = False, name: str = "Next box", by=None):
    able, stands, need = spots()
    rests = [{"name": "deaths", "value": "", "source": "", "year": 2024}]
    search = Search(name=name, by_way="drive", minutes=15, reach_miles=5.4, how_many=1,
                    candidates=able, existing=stands, demand=need, demand_is_own=own,
                    rests_on=rests)  # fmt: skip
    return placing.ask_placement(program=program(), search=search, at=clock.now(),
                                 by=by or people.person("program_manager"))  # fmt: skip

"""A new kit for the one that was used, asked for in the same step as the report."""

from dataclasses import dataclass
from datetime import datetime

from beside.places import queries as places
from beside.supply import house
from beside.supply.core.request import State, Way
from beside.supply.core.used import Naloxone, Used
from beside.supply.mail import routing
from beside.supply.models import Place, Product, Program, Request
from beside.supply.services import requesting
from beside.supply.services.requesting import Placed

CAME = (State.POSTED, State.DELIVERED, State.COLLECTED)
NOT_NOW = (
    requesting.AddressGone, requesting.NotOffered, requesting.TooMany, requesting.NotThatWay,
    requesting.NotThere, requesting.NoKey, requesting.ProgramClosed,
)  # fmt: skip
OURS = {Naloxone.INJECTION: "injectable"}


@dataclass(frozen=True)
class Wish:
    """The same again as an earlier request, or a kit to be picked up at a site."""

    nonce: str
    language: str
    of: Request | None = None
    site: Place | None = None


def may_be_again(request: Request) -> bool:
    """Whether the same can be sent there again without asking where."""
    is_known = request.address_id is not None or not request.is_posted
    return is_known and request.state in {state.value for state in CAME}


def sites_near(county_fips: str = "") -> list[Place]:
    """Where a new kit can be picked up, the county's own first."""
    found: list[Place] = []
    for program in Program.objects.filter(is_open=True).order_by("public_name"):
        found += routing.pick_ups(program).select_related("program")
    return sorted(found, key=lambda one: one.county_fips != county_fips or not county_fips)


def place(*, wish: Wish, used: Used, about: tuple[str, object], at: datetime) -> Placed:
    """Ask for it. Raises NOT_NOW: the report is kept all the same."""
    if wish.of is not None:
        return requesting.refill(of=wish.of, at=at, nonce=wish.nonce, about=about)
    if wish.site is None:
        raise requesting.NotThere
    program = wish.site.program
    state = _state(used.county_fips, program)
    product = _product(program, state, used, at)
    kits = max(1, -(-(used.doses or 1) // product.per_kit))
    return requesting.place_request(
        program=program, lines={product: kits * product.per_kit}, way=Way.PICK_UP, sealed=None,
        language=wish.language, for_others=False, at=at, nonce=wish.nonce,
        county_fips=used.county_fips, about=about, us_state=state, site=wish.site,
        came_by=Request.CameBy.REFILL,
    )  # fmt: skip


def _state(county_fips: str, program: Program) -> str:
    """Whose law holds: that of the county it happened in, where the program serves it."""
    code = county_fips or next(iter(program.counties), "")
    state = places.county(code).state if code else ""
    return state if state in program.states or not program.states else str(program.states[0])


def _product(program: Program, state: str, used: Used, at: datetime) -> Product:
    """Like the one that was used when the program has it, else its first naloxone."""
    offered = [
        choice.product
        for choice in routing.choices(program, routing.Where(state, state), house.today(at))
        if choice.blocked is None and choice.product.kind == Product.Kind.NALOXONE
    ]
    if not offered:
        raise requesting.ProgramClosed(str(program.pk))
    was = OURS.get(used.product, used.product.value) if used.product else ""
    like = [one for one in offered if was and one.naloxone.startswith(was)]
    return (like or offered)[0]

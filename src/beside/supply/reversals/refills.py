"""A new kit for the one that was used, asked for in the same step as the report."""

from dataclasses import dataclass, field
from datetime import datetime

from beside.kernel import house
from beside.places import queries as places
from beside.supply import negotiating
from beside.supply.core.asking import Asked
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
    answers: Asked = field(default_factory=Asked)


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
        return requesting.refill(
            of=wish.of, at=at, nonce=wish.nonce, about=about, lines=_again(wish, wish.of),
            answers=_answers(wish, wish.of),
        )  # fmt: skip
    if wish.site is None:
        raise requesting.NotThere
    program = wish.site.program
    state = _state(used.county_fips, program)
    product = _product(program, state, used, at)
    others = bool(wish.answers.knows_others)
    needed = max(1, -(-(used.doses or 1) // product.per_kit))
    kits = _no_more(program, wish.answers.kits_asked or needed, others)
    return requesting.place_request(
        program=program, lines={product: kits * product.per_kit}, way=Way.PICK_UP, sealed=None,
        language=wish.language, for_others=others, at=at, nonce=wish.nonce,
        county_fips=used.county_fips, about=about, us_state=state, site=wish.site,
        came_by=Request.CameBy.REFILL, answers=_answers(wish, None, needed),
    )  # fmt: skip


def _no_more(program: Program, kits: int, others: bool) -> int:
    """A kit for who used one is not refused because many were asked for."""
    return min(kits, negotiating.cap_of(program, for_others=others))


def _answers(wish: Wish, of: Request | None, needed: int | None = None) -> Asked:
    """What was said now; else, of the same again, what was said then."""
    kits, others = wish.answers.kits_asked or needed, wish.answers.knows_others
    if of is not None:
        kits = kits or negotiating.kits_of(_lines(of))
        others = of.for_others if others is None else others
    return Asked(kits, others)


def _lines(of: Request) -> dict[Product, int]:
    return {line.product: line.units for line in of.lines.select_related("product")}


def _again(wish: Wish, of: Request) -> dict[Product, int] | None:
    """The same lines with as many kits as are needed now; None when nothing was said."""
    wanted, lines = wish.answers.kits_asked, _lines(of)
    naloxone = [one for one in lines if one.kind == Product.Kind.NALOXONE]
    if not wanted or not naloxone:
        return None
    first = max(naloxone, key=lambda one: (lines[one], -one.pk))
    others = of.for_others or bool(wish.answers.knows_others)
    kits = _no_more(of.program, wanted, others)
    kept = {one: units for one, units in lines.items() if one not in naloxone}
    return {first: kits * first.per_kit} | kept


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

"""A shelter that orders, and staff who answer, for the tests of agencies."""

from datetime import UTC, date, datetime

from beside.partners.core.kinds import Kind
from beside.partners.models import Membership
from beside.supply.agency import links
from beside.supply.agency.sealed import Contact, ShipTo
from beside.supply.models import Agency, Order, Place, Product, Program
from beside.supply.services import letting_in, ordering
from beside.supply.services.letting_in import Asked, Door
from beside.supply.services.ordering import Wish
from tests import people as folk
from tests.supply import shared

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
STREET = ShipTo("Front desk", "12 Example Street", "", "Berea", "KY", "40403")
A_BOX = ShipTo("", "PO Box 12", "", "Berea", "KY", "40403")
ALEX = Contact("Alex Example", "alex@shelter.example.org", "+18595550123")


def staff(*roles: str, of: Program | None = None, **facts: object):
    """Somebody who works for the program."""
    user = folk.person(*(roles or ("program_manager",)), **facts)
    Membership.objects.create(
        user=user, partner=(of or shared.program()).partner, role="partner_member",
        since_date=date(2026, 1, 1),
    )  # fmt: skip
    return user


def offered(program: Program | None = None) -> Product:
    """Nasal spray by the case."""
    return shared.offer(program or shared.program(), shared.product()).product


def asked(name: str = "Example Shelter", **facts: object) -> Asked:
    told = {"kind": Kind.SHELTER, "contact": ALEX, "language": "en", "county_fips": "21151",
            "usps_state": "KY"}  # fmt: skip
    return Asked(name, **(told | facts))  # type: ignore[arg-type]


def agency(
    name: str = "Example Shelter", *, at: datetime = AT, ship_to: ShipTo | None = STREET,
    of: Program | None = None, by=None, **facts: object,
) -> Agency:  # fmt: skip
    """Let in, with an address; the same again when it was before."""
    program = of or shared.program()
    if known := Agency.objects.filter(program=program, name=name, state="open").first():
        return known
    by = by or staff(of=program)
    waiting = letting_in.ask_to_be_let_in(program=program, asked=asked(name, **facts), at=at)
    found = letting_in.let_in(agency=waiting, by=by, at=at)
    if ship_to:
        letting_in.keep_door(
            agency=found, door=Door(ship_to, "21151", False, False), by=None, at=at
        )
    return Agency.objects.select_related("program", "place").get(pk=found.pk)


def token_of(of: Agency) -> str:
    link = links.open_link(of)
    assert link
    return links.token_of(link.pk)


def wish(cases: int = 1, of: Product | None = None, **facts: object) -> Wish:
    product = of or offered()
    units = {product: cases * product.per_case}
    return Wish(units=units, agrees=True, **facts)  # type: ignore[arg-type]


def order(
    of: Agency | None = None, *, at: datetime = AT, nonce: str = "", asks: Wish | None = None
) -> Order:
    of = of or agency()
    asks = asks or wish()
    found = ordering.place_order(agency=of, wish=asks, nonce=nonce or f"n{Order.objects.count()}",
                                 at=at)  # fmt: skip
    return fresh(found)


def fresh(found: Order) -> Order:
    return Order.objects.select_related(
        "agency__program", "agency__place", "shelf__program", "pick_up_at"
    ).get(pk=found.pk)


def filled_shelf(cases: int = 10, **facts: object) -> Place:
    shelf = shared.shelf()
    shared.stocked(cases * 24, at_place=shelf, at=AT, **facts)
    return shelf

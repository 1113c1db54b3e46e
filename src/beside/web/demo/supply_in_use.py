"""Half a year of a naloxone program: kits handed over, asked for, ordered, used."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from beside.accounts.models import User
from beside.kernel import house
from beside.partners.core.kinds import Kind
from beside.supply.agency.sealed import Contact, ShipTo
from beside.supply.core import sealed, used
from beside.supply.core.asking import Asked as Answers
from beside.supply.core.encounters import Way as Noted
from beside.supply.core.order import Reason
from beside.supply.core.request import Way
from beside.supply.core.used import Naloxone, Said, Used, When
from beside.supply.hand.told import Told
from beside.supply.mail import picking
from beside.supply.mail.services import following, packing
from beside.supply.models import Agency, Order, PackingKey, Parcel, Place, Product, Program, Request
from beside.supply.services import (
    alarming,
    deciding,
    filling,
    handing,
    letting_in,
    ordering,
    outings,
    recurring,
    reordering,
    reporting,
    requesting,
    tending,
)
from beside.supply.services.letting_in import Asked, Door
from beside.supply.services.ordering import Wish
from beside.supply.services.tending import Box, Counted, Round

MADISON, ESTILL = "21151", "21065"
WEEKS = 24
ASKED = (  # days ago, way, kits, language, for others, how far it has come
    (34, Way.ADDRESS, 2, "en", False, "came"),
    (12, Way.ADDRESS, 4, "es", True, "posted"),
    (6, Way.GENERAL_DELIVERY, 1, "en", False, "posted"),
    (9, Way.PICK_UP, 2, "en", True, "collected"),
    (3, Way.PICK_UP, 2, "es", True, "ready"),
    (1, Way.ADDRESS, 1, "en", False, "taken"),
    (1, Way.BOX, 2, "en", True, "asked"),
    (0, Way.ADDRESS, 3, "es", False, "asked"),
    (0, Way.PICK_UP, 1, "en", False, "asked"),
)
LINES = ("Example Person", "{n} Example Lane", "Berea KY 40403")
USED = (  # days ago, when, who lived, 911 called, doses, county
    (150, When.THIS_WEEK, Said.YES, Said.NO, 2, MADISON),
    (121, When.YESTERDAY, Said.YES, Said.YES, 1, MADISON),
    (77, When.TODAY, Said.YES, Said.NO, 3, ESTILL),
    (40, When.YESTERDAY, Said.UNKNOWN, Said.YES, 2, MADISON),
    (15, When.THIS_WEEK, Said.YES, Said.NO, 2, ESTILL),
    (2, When.YESTERDAY, Said.YES, Said.YES, 2, MADISON),
)


def fill_use(
    program: Program, room: Place, desk: Place, van: Place, packer: User, manager: User,
    at: datetime,
) -> None:  # fmt: skip
    """Everything that happened, the oldest first."""
    _handed_over(desk, van, packer, at)
    _agencies(program, room, manager, at)
    _boxes(program, room, packer, at)
    for number, each in enumerate(ASKED):
        _request(program, room, desk, packer, at, number, each)
    _reversals(program, at)
    _event(program, room, packer, at)
    for slug, weekly in (("nasal_4mg", 20), ("fentanyl_strips", 8)):
        reordering.say_reordering(
            program=program, product=_product(slug), weekly_units=weekly, lead_days=(5, 10, 21),
            covers_days=60, service_percent=98.0, at=at, by=manager,
        )  # fmt: skip
    alarming.look_at(program=program, at=at)


def _product(slug: str = "nasal_4mg") -> Product:
    return Product.objects.get(slug=slug)


def _handed_over(desk: Place, van: Place, by: User, at: datetime) -> None:
    """On Tuesdays at the desk, on Saturdays from the van; a little more every month."""
    spray, strips = _product(), _product("fentanyl_strips")
    for week in range(WEEKS, 0, -1):
        for place, kits, back in ((desk, 1, 0), (van, 2 + (WEEKS - week) // 8, 10)):
            on = at - timedelta(days=7 * week - (4 if place is van else 0))
            units = {spray: kits * spray.per_kit, strips: 2 * strips.per_kit}
            told = Told(
                on_date=house.today(on), nonce=uuid4(), way=Noted.PAGE, units=units,
                is_new=week % 3 == 0, for_others=week % 4, county_fips=MADISON,
                syringes_back=back or None, asked=Answers(kits, week % 4 > 0),
            )  # fmt: skip
            handing.keep_encounter(told=told, place=place, by=by, at=on)


def _agencies(program: Program, room: Place, by: User, at: datetime) -> None:
    shelter = _agency(program, "Example Shelter", Kind.SHELTER, by, at - timedelta(days=90))
    units = {_product(): _product().per_case}
    first = _order(shelter, units, at - timedelta(days=60))
    deciding.approve_order(order=first, by=by, at=at - timedelta(days=59))
    filling.set_aside_order(order=_fresh(first), shelf=room, by=by, at=at - timedelta(days=58))
    filling.ship_order(
        order=_fresh(first), carrier="", tracking="", by=by, at=at - timedelta(days=57)
    )
    recurring.keep_recurring(
        agency=shelter, units=units, every_months=1, is_picked_up=False, at=at - timedelta(days=20)
    )
    fire = _agency(program, "Example Fire Station 2", Kind.EMS, by, at - timedelta(days=30))
    _order(fire, {_product(): 2 * _product().per_case}, at - timedelta(hours=20))
    jail = _agency(program, "Example County Jail", Kind.JAIL, by, at - timedelta(days=25))
    declined = _order(jail, {_product("nasal_3mg"): 24}, at - timedelta(days=10))
    deciding.decline_order(
        order=declined, reason=next(iter(Reason)), words="", by=by, at=at - timedelta(days=9)
    )
    letting_in.ask_to_be_let_in(
        program=program, asked=_asked("Example Branch Library", Kind.LIBRARY), at=at
    )


def _asked(name: str, kind: Kind) -> Asked:
    contact = Contact("Alex Example", f"{name.split()[1].lower()}@example.org", "+18595550170")
    return Asked(name, kind, contact, "en", county_fips=MADISON, usps_state="KY")


def _agency(program: Program, name: str, kind: Kind, by: User, at: datetime) -> Agency:
    made = letting_in.add_agency(program=program, asked=_asked(name, kind), by=by, at=at)
    door = ShipTo("Front desk", "12 Example Street", "", "Berea", "KY", "40403")
    letting_in.keep_door(agency=made, door=Door(door, MADISON, False, False), by=by, at=at)
    return Agency.objects.select_related("program", "place").get(pk=made.pk)


def _order(agency: Agency, units: Mapping[Product, int], at: datetime) -> Order:
    plan = "Kits at the front desk, one to whoever asks, and two for each of our teams."
    wish = Wish(units=units, agrees=True, plan=plan)
    return ordering.place_order(agency=agency, wish=wish, nonce=secrets.token_urlsafe(12), at=at)


def _fresh(order: Order) -> Order:
    return Order.objects.select_related("agency__program", "agency__place", "shelf__program").get(
        pk=order.pk
    )


def _boxes(program: Program, room: Place, by: User, at: datetime) -> None:
    came = at - timedelta(days=100)
    kinds = (("Example: box at the fire station", False, 20), ("Example: machine", True, 54))
    for name, is_vending, holds in kinds:
        box = Box(name, "Example Street", holds, 6, 14, is_vending, MADISON)
        machine = tending.put_up_machine(program=program, box=box, by=by, at=came)
        for days, found, put_in in ((98, 0, 16), (60, 10, 22), (21, 4, 24)):
            counted = {_product(): Counted(found=found, put_in=put_in)}
            on = at - timedelta(days=days)
            told = Round(counted, room, house.today(on), secrets.token_urlsafe(12))
            tending.visit_machine(machine=machine, told=told, by=by, at=on)
            machine.refresh_from_db()
    tending.report_empty(machine=machine, at=at - timedelta(hours=5))


def _request(
    program: Program, room: Place, desk: Place, by: User, at: datetime, number: int,
    each: tuple[int, Way, int, str, bool, str],
) -> None:  # fmt: skip
    days, way, kits, language, others, far = each
    when, spray = at - timedelta(days=days, hours=3), _product()
    blob = None
    if way is not Way.PICK_UP:
        key = PackingKey.objects.get(program=program, retired_at=None)
        lines = [line.format(n=number + 1) for line in LINES]
        blob = sealed.seal(lines, key_id=key.pk, public=key.public)
    placed = requesting.place_request(
        program=program, lines={spray: kits * spray.per_kit}, way=way, sealed=blob,
        language=language, for_others=others, at=when, nonce=secrets.token_urlsafe(16),
        county_fips=MADISON, us_state="KY", site=desk if way is Way.PICK_UP else None,
    )  # fmt: skip
    if far != "asked":
        _pack(program, room, placed.request, by, when + timedelta(hours=2), far)


def _pack(
    program: Program, room: Place, request: Request, by: User, at: datetime, far: str
) -> None:
    made = packing.make_batch(program=program, shelf=room, requests=[request], by=by, at=at)
    if made.batch is None or far == "taken":
        return
    for line in picking.lines(made.batch):
        packing.pick(batch=made.batch, read=picking.Read(line.lot.number), by=by, at=at)
    packing.wrap(parcel=_parcel(request), by=by, at=at)
    packing.send(parcel=_parcel(request), by=by, at=at + timedelta(minutes=10))
    packing.close_batch(batch=made.batch, by=by, at=at + timedelta(minutes=20))
    later = at + timedelta(days=2)
    if far == "came":
        following.say_came(request=_again(request), at=later)
    if far == "collected":
        packing.hand_over(request=_again(request), by=by, at=later)


def _parcel(request: Request) -> Parcel:
    newest = request.parcels.latest("taken_at")
    return picking.parcels(newest.batch).get(request=request)


def _again(request: Request) -> Request:
    return Request.objects.select_related("program", "shelf", "site").get(pk=request.pk)


def _reversals(program: Program, at: datetime) -> None:
    for days, when, survived, called, doses, county in USED:
        told = Used(
            when=when, product=Naloxone.NASAL_4MG, doses=doses, survived=survived,
            called_911=called, county_fips=county,
        )  # fmt: skip
        reporting.report_reversal(
            told=told, way=used.Way.WEB, nonce=uuid4(), program=program,
            at=at - timedelta(days=days),
        )  # fmt: skip


def _event(program: Program, room: Place, by: User, at: datetime) -> None:
    spray, on = _product(), house.today(at + timedelta(days=5))
    outings.plan_outing(
        program=program, name="Example: fair on the square", on_date=on, county_fips=MADISON,
        shelf=room, wanted={spray: 24 * spray.per_kit}, by=by, at=at,
    )  # fmt: skip

"""Packers of one program at work side by side, through the services that the pages call.

For supply_6 and supply_costs. A packer's turn: a dozen orders come in, nine by mail and three by
an agency; then they take of all that waits what nobody else has, hold each lot in hand, pack
and post; and approve, fill and ship the agencies' orders.
"""

import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

LOTS, AGENCIES, TURN, SPARE = 12, 24, 12, 4
LINES = ("Sam Example", "12 Elm Street", "Berea KY 40403")


def wishes(seed: int, orders: int) -> list[int]:
    """Units of each order of one packer's day: every fourth is an agency's case."""
    rng = random.Random(seed)
    return [24 if n % 4 == 3 else rng.choice((2, 4)) for n in range(orders)]


@dataclass
class Told:
    """What became of one packer's orders, and how long each kind of step took."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[step] += time.monotonic() - began
        self.counts[step] += 1

    def __add__(self, other: "Told") -> "Told":
        return Told(self.counts + other.counts, self.seconds + other.seconds)


def world(stock: int, packers: int) -> None:
    """A program that posts and takes orders, its key, agencies, and stock in twelve lots."""
    from tests.supply import shared
    from tests.supply.agency import shared as agencies
    from tests.supply.mail import shared as mail

    from beside.kernel import clock

    at = clock.now()
    program = shared.program(least_days_left=SPARE)
    shared.offer(program, shared.product())
    shelf = shared.shelf(program)
    people = [mail.packer(program, "program_manager") for _ in range(packers)]
    mail.key_of(program, by=people[0], at=at)
    for number in range(AGENCIES):
        agencies.agency(f"Agency {number}", at=at, of=program, by=people[0])
    per_lot, day = stock // LOTS // 2 * 2, at.date()
    for number in range(LOTS):
        units = per_lot if number else stock - per_lot * (LOTS - 1)
        shared.stocked(units, at_place=shelf, lot=f"LOT{number:02}", at=at,
                       expires=day + timedelta(days=60 + 30 * number))  # fmt: skip


class Packer:
    """One of them, with a connection of their own."""

    def __init__(self, seed: int, orders: int) -> None:
        from beside.supply.core import sealed
        from beside.supply.models import Agency, PackingKey, Place, Product, Program

        self.seed, self.told = seed, Told()
        self.program = Program.objects.select_related("partner").get()
        self.shelf = Place.objects.select_related("program").get(name="Back room")
        self.product = Product.objects.get(slug="nasal_4mg")
        self.agencies = list(Agency.objects.select_related("program", "place"))
        self.user = _packers()[seed]
        key = PackingKey.objects.get()
        self.orders = [
            (units, sealed.seal(LINES, key_id=key.pk, public=key.public) if units < 24 else b"")
            for units in wishes(seed, orders)
        ]  # the browser's own work, done before the clock starts

    def work(self) -> Told:
        """All of the orders, a turn after the other; then what still waits."""
        for first in range(0, len(self.orders), TURN):
            for number, (units, address) in enumerate(self.orders[first : first + TURN], first):
                if address:
                    self._ask(units, address)
                else:
                    self._agency(units, number)
            self._pack()
        while self._pack():
            continue
        return self.told

    def _ask(self, units: int, address: bytes) -> None:
        """Somebody asks by mail, as the page does once the form is sent."""
        from beside.kernel import clock
        from beside.supply.services import requesting

        with self.told.timed("asked"):
            requesting.place_request(
                program=self.program, lines={self.product: units}, way="address", sealed=address,
                language="en", for_others=False, at=clock.now(), nonce=secrets.token_urlsafe(16),
                county_fips="21151", us_state="KY",
            )  # fmt: skip

    def _pack(self) -> int:
        """A batch of what waits, as the packing page makes one. Nought when it is no use again."""
        from beside.kernel import clock
        from beside.supply.core.request import State
        from beside.supply.mail import picking, queries
        from beside.supply.mail.services import packing

        at = clock.now()
        with self.told.timed("batches"):
            waiting = list(queries.waiting(self.user, self.program)[: TURN * 3 // 4])
            made = packing.make_batch(program=self.program, shelf=self.shelf, requests=waiting,
                                      by=self.user, at=at)  # fmt: skip
        self.told.counts["elsewhere"] += made.elsewhere
        if made.batch is None:
            return 0 if made.short else made.elsewhere
        with self.told.timed("picked"):
            for line in picking.lines(made.batch):
                read = picking.Read(line.lot.number)
                packing.pick(batch=made.batch, read=read, by=self.user, at=at)
        apart = picking.told_apart(made.batch)
        for parcel in picking.parcels(made.batch).filter(request__state=State.SET_ASIDE):
            own = picking.Read(apart[parcel.pk][0]) if parcel.pk in apart else None
            with self.told.timed("packed"):
                packing.wrap(parcel=parcel, by=self.user, at=clock.now(), read=own)
        for parcel in picking.parcels(made.batch).filter(request__state=State.PACKED):
            with self.told.timed("posted"):
                packing.send(parcel=parcel, by=self.user, at=clock.now())
        return made.taken

    def _agency(self, units: int, number: int) -> None:
        """An agency orders a case; it is approved, filled and shipped."""
        from beside.kernel import clock
        from beside.supply.services import deciding, filling, ordering

        agency = self.agencies[(self.seed + 7 * number) % len(self.agencies)]
        wish = ordering.Wish(units={self.product: units}, agrees=True)
        with self.told.timed("ordered"):
            order = ordering.place_order(agency=agency, wish=wish, at=clock.now(),
                                         nonce=f"{self.seed}-{number}")  # fmt: skip
        with self.told.timed("approved"):
            deciding.approve_order(order=order, by=self.user, at=clock.now())
        try:
            with self.told.timed("filled"):
                filling.set_aside_order(order=order, shelf=self.shelf, by=self.user, at=clock.now())
        except (filling.Short, filling.OutOfStock):
            self.told.counts["refused"] += 1
            return
        with self.told.timed("shipped"):
            filling.ship_order(order=order, carrier="usps", tracking="", by=self.user,
                               at=clock.now())  # fmt: skip


def _packers() -> list[Any]:
    from beside.accounts.models import User
    from beside.partners.models import Membership

    users = Membership.objects.values_list("user", flat=True)
    return list(User.objects.filter(pk__in=users).order_by("pk"))


def wrong() -> list[str]:
    """What does not add up afterwards; nothing when all does."""
    from django.db import connection

    checks = {
        "below nought": "SELECT count(*) FROM supply_balance WHERE NOT is_boundless AND units < 0",
        "beside its entries": """
            SELECT count(*) FROM (SELECT place_id, lot_id, sum(units) AS units FROM supply_entry
            GROUP BY 1, 2) e FULL JOIN supply_balance b USING (place_id, lot_id)
            WHERE e.units IS DISTINCT FROM b.units AND coalesce(e.units, b.units) <> 0""",
        "movements out of balance": """
            SELECT count(*) FROM (SELECT FROM supply_entry GROUP BY movement_id, lot_id
            HAVING sum(units) <> 0) m""",
        "mail sent another sum than asked": _SENT.format(
            of="supply_request", lines="supply_requestline", key="request_id", units="units",
            state="posted", kind="supply.request"),
        "agencies sent another sum than asked": _SENT.format(
            of="supply_order", lines="supply_orderline", key="order_id", units="approved",
            state="shipped", kind="supply.order"),
    }  # fmt: skip
    found = []
    with connection.cursor() as cursor:
        for name, statement in checks.items():
            cursor.execute(statement)
            ((count,),) = cursor.fetchall()
            found += [f"{count} {name}"] if count else []
    return found


# What left every shelf and what stands aside for it, beside what its lines ask.
_SENT = """
SELECT count(*) FROM {of} o WHERE
    coalesce((SELECT sum(e.units) FROM supply_entry e JOIN supply_movement m ON m.id = movement_id
              JOIN supply_place p ON p.id = e.place_id
              WHERE m.about_kind = '{kind}' AND m.about_id = o.id::text
              AND p.kind NOT IN ('warehouse', 'set_aside')), 0)
    <> CASE WHEN o.state = '{state}' THEN
        (SELECT sum({units}) FROM {lines} l WHERE l.{key} = o.id) ELSE 0 END
"""


def standing() -> int:
    """Units on the shelf, and set aside."""
    from django.db.models import Sum

    from beside.supply.core.places import PlaceKind
    from beside.supply.models import Balance

    there = Balance.objects.filter(place__kind__in=(PlaceKind.WAREHOUSE, PlaceKind.SET_ASIDE))
    return there.aggregate(all=Sum("units"))["all"] or 0


def sent() -> int:
    """Units that were posted to people and shipped to agencies, by what they asked for."""
    from django.db.models import Sum

    from beside.supply.models import OrderLine, RequestLine

    mail = RequestLine.objects.filter(request__state="posted").aggregate(n=Sum("units"))["n"] or 0
    agencies = OrderLine.objects.filter(order__state="shipped").aggregate(n=Sum("approved"))["n"]
    return mail + (agencies or 0)

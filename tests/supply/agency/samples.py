"""Real arguments for the doors of agencies, boxes, kits left behind and events."""

from datetime import date

from beside.kernel import clock
from beside.supply.core.left_behind import Left
from beside.supply.models import Machine, SavedOrders
from beside.supply.services import (
    bringing_agencies,
    leaving_behind,
    outings,
    saving_orders,
    tending,
)
from beside.supply.services.tending import Box, Counted, Round
from tests.rules import samples
from tests.supply import shared as stock
from tests.supply.agency import shared


def machine() -> Machine:
    return tending.put_up_machine(
        program=stock.program(), by=shared.staff(), at=clock.now(),
        box=Box("Library box", "Example library, by the east door", 20, 2, 14),
    )  # fmt: skip


def visit():
    product, shelf = shared.offered(), shared.filled_shelf(2)
    told = Round({product: Counted(0, 0, 12)}, shelf, date(2026, 11, 23), "visit-nonce")
    return tending.visit_machine(machine=machine(), told=told, by=shared.staff(), at=clock.now())


def outing():
    product, shelf = shared.offered(), shared.filled_shelf(2)
    return outings.plan_outing(
        program=stock.program(), name="Example fair", on_date=date(2026, 12, 1), county_fips="",
        shelf=shelf, wanted={product: 24}, by=shared.staff(), at=clock.now(),
    )  # fmt: skip


def left():
    return leaving_behind.leave_behind(
        agency=shared.agency("Example County EMS"), product=shared.offered(), by=None,
        left=Left("Medic 4", date(2026, 11, 20), "nasal_4mg", 1), at=clock.now(),
    )  # fmt: skip


def saved() -> SavedOrders:
    return saving_orders.keep_filter(
        name="mine", query="state=all", by=shared.staff(), at=clock.now()
    )


for name in (
    "agency_page",
    "agency_new_order",
    "agency_facts",
    "agency_going",
    "agency_every",
    "agency_used",
):
    samples.of(f"supply:{name}")(lambda: {"token": shared.token_of(shared.agency())})
for name in ("order", "order_label", "order_slip"):
    samples.of(f"supply:{name}")(lambda: {"order_id": shared.order().pk})
for name in ("machine", "visit_machine", "machine_poster"):
    samples.of(f"supply:{name}")(lambda: {"place_id": machine().pk})
for name in ("box", "box_thanks"):
    samples.of(f"supply:{name}")(lambda: {"code": machine().code})
for name in ("orders_file", "left_file"):
    samples.of(f"supply:{name}")(lambda: {"kind": "csv"})


@samples.of("supply:agency_order")
def _own_order():
    order = shared.order()
    return {"token": shared.token_of(order.agency), "order_id": order.pk}


@samples.of("supply:agency_order_act")
def _own_act():
    return {**_own_order(), "act": "cancel"}


@samples.of("supply:agency_every_act")
def _every_act():
    return {"token": shared.token_of(shared.agency()), "act": "pause"}


@samples.of("supply:order_act")
def _act():
    return {"order_id": shared.order().pk, "act": "approve"}


@samples.of("supply:forget_orders")
def _forget():
    return {"filter_id": saved().pk}


@samples.of("supply:agency")
def _agency():
    return {"agency_id": shared.agency().pk}


@samples.of("supply:agency_open")
def _open():
    return {"agency_id": shared.agency().pk, "what": "contact"}


@samples.of("supply:agency_act")
def _agency_act():
    return {"agency_id": shared.agency().pk, "act": "send-link"}


@samples.of("supply:agency_list")
def _agency_list():
    return {"agency_id": shared.agency().pk}


samples.of("supply:agencies_template")(lambda: {"kind": "csv"})
samples.of("supply:agency_links")(lambda: {"program_id": stock.program().pk})
samples.of("supply:agency_links_file")(
    lambda: {"program_id": stock.program().pk, "kind": "csv"}
)  # fmt: skip


@samples.of("supply:undo_agencies")
def _undo_agencies():
    made = bringing_agencies.bring_in_agencies(
        program=stock.program(), rows=[], by=shared.staff(), at=clock.now()
    )
    return {"import_id": made.pk}


@samples.of("supply:order_terms")
def _terms():
    return {"program_id": stock.program().pk}


@samples.of("supply:machine_act")
def _machine_act():
    return {"place_id": machine().pk, "act": "not-empty"}


@samples.of("supply:undo_visit")
def _undo_visit():
    done = visit()
    return {"place_id": done.machine_id, "visit_id": done.pk}


@samples.of("supply:undo_left")
def _undo_left():
    return {"row_id": left().pk}


@samples.of("supply:outing")
def _outing():
    return {"outing_id": outing().pk}


@samples.of("supply:outing_act")
def _outing_act():
    return {"outing_id": outing().pk, "act": "out"}

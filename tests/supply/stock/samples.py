"""Real arguments for the doors of the stock cabinet."""

from beside.kernel import clock, house
from beside.supply.core.places import PlaceKind
from beside.supply.models import Aid, Count, Place, Quarantine
from beside.supply.services import aiding, counting, extending, holding, programs, reordering
from tests import people
from tests.rules import samples
from tests.supply.shared import offer, product, program, shelf, stocked


def _lot():
    offer(program(), product())
    return stocked(48)


def _paper(somebody):
    return programs.add_document(title="Letter of the maker", reference="L-1", url="",
                                 dated_on=None, at=clock.now(), by=somebody)  # fmt: skip


def a_count() -> Count:
    _lot()
    found = Count.objects.filter(place=shelf(), ended_at=None).first()
    return found or counting.begin_count(place=shelf(), at=clock.now(), by=people.person("packer"))


def an_aid() -> Aid:
    lot = _lot()
    other = program("seky", public_name="Southeast Naloxone Exchange")
    Place.objects.get_or_create(program=other, kind="warehouse", name="Shed")
    return aiding.offer_aid(giver=program(), taker=other, source=shelf(), lots={lot: 24},
                            at=clock.now(), by=people.person("packer"))  # fmt: skip


def a_hold() -> Quarantine:
    return holding.hold_lot(lot=_lot(), program=program(), place=None, reason="damage",
                            at=clock.now(), by=people.person("packer"))  # fmt: skip


@samples.of("supply:stock_place")
@samples.of("supply:stock_give")
@samples.of("supply:stock_take")
@samples.of("supply:stock_count_begin")
def _place():
    _lot()
    return {"place_id": shelf().pk}


@samples.of("supply:stock_shelf_listed")
def _shelf_listed():
    return {"place_id": shelf(kind=PlaceKind.SITE).pk}


@samples.of("supply:stock_shelf_act")
def _shelf_act():
    return {"place_id": shelf().pk, "act": "close"}


@samples.of("supply:stock_undo")
def _movement():
    lot = _lot()
    return {"movement_id": lot.entries.first().movement_id}


@samples.of("supply:stock_lot")
@samples.of("supply:stock_recall")
@samples.of("supply:stock_recall_back")
@samples.of("supply:stock_told")
@samples.of("supply:stock_hold")
@samples.of("supply:stock_extend")
def _a_lot():
    return {"lot_id": _lot().pk}


@samples.of("supply:stock_trace_file")
def _trace():
    return {"lot_id": _lot().pk, "kind": "csv"}


@samples.of("supply:stock_lift")
def _hold():
    return {"hold_id": a_hold().pk}


@samples.of("supply:stock_extension_back")
def _extension():
    somebody, lot = people.person("packer"), _lot()
    until = lot.expires_date.replace(year=lot.expires_date.year + 1)
    made = extending.extend_lots(lots=[lot], until=until, document=_paper(somebody),
                                 at=clock.now(), by=somebody)  # fmt: skip
    return {"extension_id": made[0].pk}


@samples.of("supply:stock_count")
@samples.of("supply:stock_sheet")
@samples.of("supply:stock_count_bring")
def _count():
    return {"count_id": a_count().pk}


@samples.of("supply:stock_sheet_file")
def _sheet_file():
    return {"count_id": a_count().pk, "kind": "csv"}


@samples.of("supply:stock_count_end")
def _count_end():
    return {"count_id": a_count().pk, "act": "drop"}


@samples.of("supply:stock_aid")
@samples.of("supply:stock_aid_answer")
@samples.of("supply:stock_aid_agree")
def _aid():
    return {"aid_id": an_aid().pk}


@samples.of("supply:stock_aid_act")
def _aid_act():
    return {"aid_id": an_aid().pk, "act": "withdraw-giver"}


@samples.of("supply:stock_file")
@samples.of("supply:stock_ledger_file")
@samples.of("supply:stock_cover_file")
def _file():
    _lot()
    return {"kind": "csv"}


@samples.of("supply:stock_reorder")
@samples.of("supply:stock_order")
def _reorder():
    _lot()
    return {"program_id": program().pk, "product": product().slug}


@samples.of("supply:stock_order_drop")
@samples.of("supply:stock_order_take_up")
def _order():
    at = clock.now()
    made = reordering.note_order(program=program(), product=product(), units=48,
                                 on_date=house.today(at), expected=None,
                                 at=at, by=None)  # fmt: skip
    return {"awaited_id": made.pk}


@samples.of("supply:stock_program")
@samples.of("supply:stock_program_offer")
@samples.of("supply:stock_program_shelf")
def _program():
    _lot()
    return {"program_id": program().pk}


@samples.of("supply:stock_product")
def _product():
    return {"slug": product().slug}

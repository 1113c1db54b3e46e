"""Words for what stands on shelves: packs, places, reasons, states. Dates read as on a carton."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beside.supply.core.aid import State
from beside.supply.core.alarms import Kind
from beside.supply.core.places import Movement as Why
from beside.supply.core.places import PlaceKind
from beside.supply.core.units import Pack
from beside.supply.models import Place, Product

Words = str | Promise

PLACES: Mapping[str, Words] = {
    PlaceKind.WAREHOUSE: _("Storeroom"), PlaceKind.SITE: _("Site"),
    PlaceKind.VEHICLE: _("Vehicle"), PlaceKind.MACHINE: _("Machine or box"),
    PlaceKind.AGENCY: _("Agency"), PlaceKind.PEERS: _("Peers"),
    PlaceKind.SET_ASIDE: _("Set aside"), PlaceKind.IN_TRANSIT: _("On its way"),
    PlaceKind.GIVEN: _("Given out"), PlaceKind.LOST: _("Lost"),
    PlaceKind.DESTROYED: _("Destroyed"), PlaceKind.RECEIVED_FROM: _("Suppliers"),
    PlaceKind.CORRECTED: _("Corrected by a count"),
}  # fmt: skip
WHYS: Mapping[str, Words] = {
    Why.RECEIVED: _("received"), Why.MOVED: _("moved"), Why.SET_ASIDE: _("set aside"),
    Why.PUT_BACK: _("put back"), Why.POSTED: _("posted"), Why.SHIPPED: _("shipped"),
    Why.DELIVERED: _("delivered"), Why.RETURNED: _("returned"), Why.GIVEN: _("given out"),
    Why.LOST: _("lost"), Why.DESTROYED: _("destroyed"), Why.COUNTED: _("corrected by a count"),
    Why.CORRECTED: _("corrected"), Why.TRANSFERRED: _("to another program"),
    Why.UNDONE: _("undone"),
}  # fmt: skip
REASONS: Mapping[str, Words] = {
    "expired": _("expired"), "breakage": _("broken or leaking"),
    "temperature": _("too hot or cold"), "recalled": _("recalled"),
    "missing": _("missing"), "theft": _("stolen"),
    "police": _("taken by police"), "returned_opened": _("came back opened"), "other": _("other"),
}  # fmt: skip
HOLDS: Mapping[str, Words] = {
    "temperature": _("too hot or cold"), "damage": _("looks damaged"),
    "question": _("a question to the maker"), "recall_feared": _("a recall is expected"),
    "other": _("other"),
}  # fmt: skip
ALARMS: Mapping[str, Words] = {
    Kind.STOCK_OUT: _("Nothing left"), Kind.RECALLED: _("Recalled, still on a shelf"),
    Kind.MACHINE_EMPTY: _("Empty, or said to be"), Kind.REORDER: _("Time to order"),
    Kind.EXPIRED: _("Expired, still on a shelf"), Kind.EXPIRING: _("Expires within 90 days"),
}  # fmt: skip
AID: Mapping[str, Words] = {
    State.ASKED: _("asked"), State.OFFERED: _("offered"), State.AGREED: _("agreed, on its way"),
    State.ARRIVED: _("arrived"), State.DECLINED: _("declined"), State.WITHDRAWN: _("withdrawn"),
}  # fmt: skip


def packs_of(product: Product) -> list[tuple[str, str]]:
    """How this product can be counted, the largest first, with what each holds."""
    packs = product.packs
    found: list[tuple[str, str]] = []
    for pack in (Pack.CASE, Pack.BOX, Pack.KIT):
        if packs.of(pack) > 1 and packs.of(pack) not in {
            packs.of(Pack(name)) for name, _w in found
        }:
            found.append((pack.value, f"{pack_word(product, pack, 2)} ({packs.of(pack)})"))
    return [*found, (Pack.UNIT.value, pack_word(product, Pack.UNIT, 2))]


def pack_word(product: Product, pack: Pack, number: int) -> str:
    """`case` or `cases`, as one would say it of this product."""
    if pack is Pack.CASE:
        return ngettext("case", "cases", number)
    if pack is Pack.BOX:
        return ngettext("box", "boxes", number)
    if product.kind == Product.Kind.NALOXONE:
        if pack is Pack.KIT:
            return ngettext("kit", "kits", number)
        return ngettext("dose", "doses", number)
    return ngettext("pack", "packs", number) if pack is Pack.KIT else ngettext(
        "piece", "pieces", number
    )  # fmt: skip


def counted(units: int, product: Product) -> str:
    """`3 cases, 2 kits, 1 dose`: exactly so many units, in the packs people count by."""
    sign, rest = ("−" if units < 0 else ""), abs(units)
    parts = product.packs.broken_down(rest)
    if product.per_case == product.per_kit:
        parts = {Pack.KIT: parts[Pack.CASE] + parts[Pack.KIT], Pack.UNIT: parts[Pack.UNIT]}
    if product.per_kit == 1:
        parts = {Pack.CASE: parts.get(Pack.CASE, 0), Pack.UNIT: parts[Pack.KIT] + parts[Pack.UNIT]}
    said = [
        f"{number_format(number, force_grouping=True)} {pack_word(product, pack, number)}"
        for pack, number in parts.items()
        if number
    ]
    return sign + (", ".join(said) or f"0 {pack_word(product, Pack.UNIT, 0)}")


def place_name(place: Place) -> str:
    """What people call it: its name, else its kind; what is set aside is named by its shelf."""
    if place.kind == PlaceKind.SET_ASIDE and place.of is not None:
        return gettext("Set aside: %(shelf)s") % {"shelf": place_name(place.of)}
    return place.name or str(PLACES[place.kind])


def product_name(product: Product) -> str:
    """In the language of the page."""
    return product.name((get_language() or "en")[:2])

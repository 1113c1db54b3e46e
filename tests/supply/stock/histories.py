"""Random histories of a program's stock, lived twice: in the ledger, and in a plain dict.

The dict's way of choosing lots is written anew, unit by unit, so that it shares no code with
`core/fefo.py`. For the tests (few histories) and `benchmarks/supply_1_histories.py` (many).
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db.models import Sum
from hypothesis import strategies as st

from beside.kernel import house
from beside.supply import shelves
from beside.supply.core.places import BOUNDLESS, PlaceKind
from beside.supply.core.places import Movement as Why
from beside.supply.models import Balance, Entry, Lot, Movement, Place, Product, Quarantine
from beside.supply.posting import NotThere
from beside.supply.services import aside, counting, holding, moving, recalling, receiving

DAY0 = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIVES = {"A": 5, "B": 30, "C": 400, "D": None, "E": 30, "V": 60}  # days; V is of the second product
LOTS = list(LIVES)

few = st.integers(1, 9)
many = st.integers(1, 60)
a_lot = st.sampled_from(LOTS)
a_shelf = st.sampled_from(("warehouse", "site"))
a_wish = st.dictionaries(st.sampled_from((0, 1)), few, min_size=1)
steps = st.one_of(
    st.tuples(st.just("receive"), a_shelf, a_lot, many),
    st.tuples(st.just("receive"), a_shelf, a_lot, many),
    st.tuples(st.just("give"), a_shelf, a_wish),
    st.tuples(st.just("aside"), a_shelf, a_wish),
    st.tuples(st.just("back"), a_shelf, st.integers(0, 5)),
    st.tuples(st.just("go"), a_shelf, st.integers(0, 5)),
    st.tuples(st.just("move"), a_shelf, a_lot, few),
    st.tuples(st.just("destroy"), a_shelf, a_lot, few),
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(st.just("count"), a_shelf, a_lot, st.integers(0, 40), few),
    st.tuples(st.just("hold"), a_lot),
    st.tuples(st.just("lift"), a_lot),
    st.tuples(st.just("recall"), a_lot),
    st.tuples(st.just("days"), st.integers(1, 20)),
)
histories = st.lists(steps, min_size=2, max_size=14)


class Differs(AssertionError):
    """The ledger and the dict do not tell the same."""


@dataclass
class World:
    """One program with two shelves and two products, and the dict beside it."""

    program: object
    somebody: object
    document: object
    products: list[Product]
    at: datetime = DAY0
    stands: Counter = field(default_factory=Counter)  # (place key, lot number): units
    asides: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    posted: list[tuple[Movement, list[tuple[str, str, str, int]]]] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    recalled: set[str] = field(default_factory=set)
    known_places: dict[str, Place] = field(default_factory=dict)
    known_lots: dict[str, Lot] = field(default_factory=dict)

    def afresh(self) -> "World":
        """The same program, nothing lived yet."""
        return World(self.program, self.somebody, self.document, self.products,
                     known_places=self.known_places)  # fmt: skip

    def live(self, history) -> None:
        """All of it, and then everything is compared."""
        for words in history:
            getattr(self, f"do_{words[0]}")(*words[1:])
        self.compare()

    # What the dict says

    def expires(self, lot: str) -> date | None:
        days = LIVES[lot]
        return None if days is None else DAY0.date() + timedelta(days=days)

    def product_of(self, lot: str) -> int:
        return int(lot == "V")

    def units_in_order(self, place: str, product: int) -> list[str]:
        """Every usable unit of a product there by the name of its lot, first expiring first."""
        usable = [
            lot for lot in self.received
            if self.product_of(lot) == product and lot not in self.held | self.recalled
            and (self.expires(lot) is None or self.expires(lot) >= house.today(self.at))
        ]  # fmt: skip
        usable.sort(key=lambda lot: self.expires(lot) or date(9999, 1, 1))
        return [lot for lot in usable for _ in range(self.stands[place, lot])]

    def chosen(self, place: str, wish: dict[int, int], pairs: bool) -> dict[str, int] | None:
        """The lots a wish takes, unit by unit; None when there is too little."""
        taken: Counter = Counter()
        for product, units in wish.items():
            there = self.units_in_order(place, product)
            if pairs:
                whole = [lot for lot in dict.fromkeys(there) for _ in range(there.count(lot) // 2)]
                if len(whole) < units // 2:
                    return None
                picked = Counter(lot for lot in whole[: units // 2] for _ in (0, 1))
                loose = list((Counter(there) - picked).elements())
                loose.sort(key=there.index)
                if units % 2 and not loose:
                    return None
                taken += picked + Counter(loose[: units % 2])
            else:
                if len(there) < units:
                    return None
                taken += Counter(there[:units])
        return dict(taken)

    def shift(self, lots: dict[str, int], source: str, target: str) -> None:
        for lot, units in lots.items():
            self.stands[source, lot] -= units
            self.stands[target, lot] += units

    # What the ledger says

    def place(self, key: str) -> Place:
        if key not in self.known_places:
            self.known_places[key] = self._place(key)
        return self.known_places[key]

    def _place(self, key: str) -> Place:
        if key.endswith(":aside"):
            return shelves.aside_of(self.place(key.removesuffix(":aside")))
        if key in ("warehouse", "site"):
            return Place.objects.create(program=self.program, kind=key)
        return shelves.edge(self.program, PlaceKind(key))

    def lot(self, number: str) -> Lot:
        if number not in self.known_lots:
            product = self.products[self.product_of(number)]
            self.known_lots[number] = Lot.objects.get(product=product, number=number)
        return self.known_lots[number]

    def took(self, movement: Movement, target: str) -> dict[str, int]:
        found = Entry.objects.filter(movement=movement, place=self.place(target))
        return {entry.lot.number: entry.units for entry in found.select_related("lot")}

    def same(self, told: object, known: object) -> None:
        if told != known:
            raise Differs(f"{told} is not {known}")

    def keep(self, movement: Movement, lots: dict[str, int], source: str, target: str) -> None:
        self.shift(lots, source, target)
        moves = [(lot, source, target, units) for lot, units in lots.items()]
        self.posted.append((movement, moves))

    # The steps

    def do_receive(self, shelf: str, lot: str, units: int) -> None:
        line = receiving.Delivered(
            self.products[self.product_of(lot)], lot, self.expires(lot), units
        )
        facts = {"place": self.place(shelf), "delivered": [line], "at": self.at,
                 "on_date": house.today(self.at), "by": None, "is_expired_known": True}  # fmt: skip
        if lot in self.recalled:
            try:
                receiving.receive(**facts)
            except receiving.Recalled:
                return
            raise Differs("a recalled lot was received")
        movement = receiving.receive(**facts)
        if lot not in self.received:
            self.received.append(lot)
        self.keep(movement, {lot: units}, "received_from", shelf)

    def _allocate(self, shelf: str, wish: dict[int, int], target: str, pairs: bool, act) -> None:
        known = self.chosen(shelf, wish, pairs)
        wanted = {self.products[index]: units for index, units in wish.items()}
        try:
            movement = act(wanted)
        except aside.OutOfStock:
            self.same(None, known)
            return
        self.same(self.took(movement, target), known)
        self.keep(movement, known, shelf, target)

    def do_give(self, shelf: str, wish: dict[int, int]) -> None:
        self._allocate(shelf, wish, "given", False, lambda wanted: moving.give(
            shelf=self.place(shelf), wanted=wanted, about=("supply.encounter", 1), at=self.at,
            on_date=house.today(self.at)))  # fmt: skip

    def do_aside(self, shelf: str, wish: dict[int, int]) -> None:
        about = ("supply.request", len(self.asides))
        before = len(self.posted)
        self._allocate(shelf, wish, f"{shelf}:aside", True, lambda wanted: aside.set_aside(
            shelf=self.place(shelf), wanted=wanted, about=about, at=self.at))  # fmt: skip
        if len(self.posted) > before:
            moves = self.posted.pop()[1]
            self.asides.append((shelf, {lot: units for lot, _, _, units in moves}))

    def _settle(self, shelf: str, index: int, target: str, act) -> None:
        if index >= len(self.asides):
            return
        place, lots = self.asides[index]
        if place != shelf or not lots:
            return
        act(("supply.request", index))
        self.shift(lots, f"{shelf}:aside", target)
        self.asides[index] = (shelf, {})

    def do_back(self, shelf: str, index: int) -> None:
        self._settle(shelf, index, shelf, lambda about: aside.put_back(
            shelf=self.place(shelf), about=about, at=self.at))  # fmt: skip

    def do_go(self, shelf: str, index: int) -> None:
        self._settle(shelf, index, "in_transit", lambda about: aside.let_go(
            shelf=self.place(shelf), target=self.place("in_transit"), why=Why.POSTED, about=about,
            at=self.at))  # fmt: skip

    def _carry(self, shelf: str, lot: str, units: int, target: str, act) -> None:
        if lot not in self.received:
            return
        enough = self.stands[shelf, lot] >= units
        try:
            movement = act({self.lot(lot): units})
        except NotThere:
            self.same(enough, False)
            return
        self.same(enough, True)
        self.keep(movement, {lot: units}, shelf, target)

    def do_move(self, shelf: str, lot: str, units: int) -> None:
        other = "site" if shelf == "warehouse" else "warehouse"
        self._carry(shelf, lot, units, other, lambda lots: moving.move(
            source=self.place(shelf), target=self.place(other), lots=lots, at=self.at,
            on_date=house.today(self.at), by=None))  # fmt: skip

    def do_destroy(self, shelf: str, lot: str, units: int) -> None:
        self._carry(shelf, lot, units, "destroyed", lambda lots: moving.write_off(
            place=self.place(shelf), lots=lots, why=Why.DESTROYED, reason="breakage", at=self.at,
            on_date=house.today(self.at), by=self.somebody))  # fmt: skip

    def do_undo(self, index: int) -> None:
        if index >= len(self.posted):
            return
        movement, moves = self.posted[index]
        after = Counter(self.stands)
        for lot, source, target, units in moves:
            after[target, lot] -= units
            after[source, lot] += units
        bounded = (kind for (place, _), kind in after.items() if place not in BOUNDLESS)
        possible = all(units >= 0 for units in bounded)
        try:
            moving.undo(movement=movement, at=self.at, by=self.somebody)
        except moving.AlreadyUndone:
            self.same(moves, [])
            return
        except NotThere:
            self.same(possible, False)
            return
        self.same(possible and bool(moves), True)
        self.stands, self.posted[index] = after, (movement, [])

    def do_count(self, shelf: str, lot: str, found: int, given: int) -> None:
        """A sheet is begun, something is given out meanwhile, what was counted is posted."""
        if lot not in self.received:
            return
        count = counting.begin_count(place=self.place(shelf), at=self.at, by=self.somebody)
        stood = self.stands[shelf, lot]
        self.do_give(shelf, {self.product_of(lot): given})
        counting.write_found(
            count=count, found={self.lot(lot): found}, at=self.at, by=self.somebody
        )
        possible = self.stands[shelf, lot] + found - stood >= 0
        try:
            counting.post_count(count=count, at=self.at, by=self.somebody)
        except NotThere:
            self.same(possible, False)
            counting.drop_count(count=count, at=self.at, by=self.somebody)
            return
        self.same(possible, True)
        self.shift({lot: found - stood}, "corrected", shelf)

    def do_hold(self, lot: str) -> None:
        if lot in self.received:
            with suppress(holding.HeldAlready):
                holding.hold_lot(lot=self.lot(lot), program=self.program, place=None,
                                 reason="heat", at=self.at, by=self.somebody)  # fmt: skip
            self.held.add(lot)

    def do_lift(self, lot: str) -> None:
        if lot in self.held:
            row = Quarantine.objects.get(lot=self.lot(lot), lifted_at=None)
            holding.lift_hold(quarantine=row, at=self.at, by=self.somebody)
            self.held.discard(lot)

    def do_recall(self, lot: str) -> None:
        if lot in self.received and lot not in self.recalled:
            recalling.recall_lot(lot=self.lot(lot), document=self.document, at=self.at,
                                 by=self.somebody)  # fmt: skip
            self.recalled.add(lot)

    def do_days(self, days: int) -> None:
        self.at += timedelta(days=days)

    # The end

    def compare(self) -> None:
        """On hand is the sum of entries, and what the dict says; never below nought on the way."""
        rows = Balance.objects.filter(place__program=self.program)
        kept = {(row.place_id, row.lot_id): row.units for row in rows if row.units}
        entries = Entry.objects.filter(place__program=self.program)
        summed = entries.order_by().values_list("place", "lot").annotate(all=Sum("units"))
        self.same({(place, lot): units for place, lot, units in summed if units}, kept)
        known = {
            (self.place(place).pk, self.lot(lot).pk): units
            for (place, lot), units in self.stands.items() if units
        }  # fmt: skip
        self.same(kept, known)
        running: Counter = Counter()
        for place, lot, units, kind in entries.order_by("pk").values_list(
            "place", "lot", "units", "place__kind"
        ):
            running[place, lot] += units
            if running[place, lot] < 0 and kind not in BOUNDLESS:
                raise Differs("below nought on the way")
        for lot in self.received:
            packs = self.products[self.product_of(lot)].packs
            for key in [key for key in self.stands if key[1] == lot and self.stands[key] > 0]:
                parts = packs.broken_down(self.stands[key])
                self.same(sum(packs.units(n, pack) for pack, n in parts.items()), self.stands[key])


def world() -> World:
    """A fresh one, in the transaction of whoever asks."""
    from beside.supply.services import programs
    from tests import people
    from tests.supply.shared import product, program, vials

    somebody = people.person()
    document = programs.add_document(title="Recall", reference="", url="", dated_on=None, at=DAY0,
                                     by=somebody)  # fmt: skip
    made = World(program("histories"), somebody, document, [product(), vials()])
    for key in ("warehouse", "site", "warehouse:aside", "site:aside", "received_from", "given",
                "in_transit", "lost", "destroyed", "corrected"):  # fmt: skip
        made.place(key)
    return made

"""A crew's list of kits left behind: judged row by row, before any of it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from beside.partners.core.rows import Fault

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "fecha", "día", "dia"),
    "unit": ("unit", "crew", "medic", "unidad", "ambulance", "ambulancia"),
    "product": ("product", "producto"),
    "kits": ("kits", "count", "number", "cantidad"),
}
NEEDED = ("date", "unit", "kits")
LONGEST_UNIT, MOST_KITS = 20, 999


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


@dataclass(frozen=True)
class Left:
    """One row: so many kits of a product (by slug), by a unit, on a day."""

    unit: str
    on_date: date
    product: str
    kits: int

    @property
    def key(self) -> tuple[str, date, str]:
        return (self.unit.casefold(), self.on_date, self.product)


@dataclass(frozen=True)
class Judged:
    """Good rows with their numbers, or the faults."""

    rows: tuple[tuple[int, Left], ...]
    faults: tuple[Fault, ...]


def judge(
    rows: Sequence[Sequence[str]],
    products: Mapping[str, str],
    known: AbstractSet[tuple[str, date, str]],
    today: date,
) -> Judged:
    """Every row judged; only a list without faults may be kept.

    `products`: slugs by every name they go by (folded); without a product column the only
    one there is. `known`: keys that are kept already.
    """
    places, faults = _places(rows[0], products)
    good: list[tuple[int, Left]] = []
    seen = set(known)
    for number, cells in enumerate(rows[1:], start=2) if places else ():
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        if not any(said.values()):
            continue
        left, wrong = _row(number, said, products, today)
        faults += wrong
        if left and left.key in seen:
            faults.append(
                Fault(number, "unit", _("this unit and day are there already"), left.unit)
            )
        elif left:
            seen.add(left.key)
            good.append((number, left))
    return Judged(tuple(good), tuple(faults))


def _places(
    header: Iterable[str], products: Mapping[str, str]
) -> tuple[dict[str, int], list[Fault]]:
    titles = [title.strip().casefold() for title in header]
    places = {
        column: titles.index(title)
        for column, names in COLUMNS.items() for title in names if title in titles
    }  # fmt: skip
    needed = NEEDED if len(set(products.values())) == 1 else (*NEEDED, "product")
    missing = [name for name in needed if name not in places]
    faults = [Fault(1, name, _("there is no such column")) for name in missing]
    return ({} if missing else places), faults


def _row(
    number: int, said: Mapping[str, str], products: Mapping[str, str], today: date
) -> tuple[Left | None, list[Fault]]:
    faults: list[Fault] = []

    def fault(column: str, reason: str) -> None:
        faults.append(Fault(number, column, reason, said.get(column, "")))

    unit = " ".join(said["unit"].split())
    if not unit or len(unit) > LONGEST_UNIT:
        fault("unit", _("is empty") if not unit else _("is longer than 20 letters"))
    day = _day(said["date"])
    if day is None:
        fault("date", _("is no date; write 2026-01-31"))
    elif day > today:
        fault("date", _("is still to come"))
    kits = int(said["kits"]) if said["kits"].isascii() and said["kits"].isdigit() else 0
    if not 0 < kits <= MOST_KITS:
        fault("kits", _("is no whole number from 1 to 999"))
    asked = said.get("product", "").casefold()
    slug = products.get(asked) if asked else next(iter(set(products.values())), None)
    if slug is None or (not asked and len(set(products.values())) > 1):
        fault("product", _("is none of the products"))
    if faults or day is None or slug is None:
        return None, faults
    return Left(unit, day, slug, kits), []


def _day(written: str) -> date | None:
    bare = written.strip()[:10]
    try:
        return date.fromisoformat(bare)
    except ValueError:
        pass
    parts = bare.split("/")
    try:
        month, day, year = (int(part) for part in parts)
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None

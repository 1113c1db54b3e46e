"""Deliveries and counts as spreadsheets, judged row by row before anything is kept."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from python_calamine import CalamineError, CalamineWorkbook

from beside.partners.core.rows import Fault
from beside.supply.core import expiry, gs1
from beside.supply.core.units import Pack
from beside.supply.models import CountLine, Lot, Product
from beside.supply.services.receiving import Delivered

MOST_ROWS, MOST_BYTES = 5_000, 5_000_000
DELIVERY = ("product", "lot", "expires", "number", "pack")
COUNT = ("product", "lot", "expires", "cases", "kits", "units")
TITLES = {
    "product": ("product", "producto", "ndc", "gtin"),
    "lot": ("lot", "lote", "batch"),
    "expires": ("expires", "expiry", "exp", "vence", "caducidad"),
    "number": ("number", "quantity", "qty", "cantidad", "número", "numero"),
    "pack": ("pack", "unit", "empaque", "unidad"),
    "cases": ("cases", "cajas grandes", "cajas"), "kits": ("kits", "packs", "paquetes"),
    "units": ("units", "doses", "pieces", "unidades", "dosis", "piezas"),
}  # fmt: skip
PACKS = {
    "": Pack.KIT, "kit": Pack.KIT, "kits": Pack.KIT, "pack": Pack.KIT, "packs": Pack.KIT,
    "paquete": Pack.KIT, "paquetes": Pack.KIT, "case": Pack.CASE, "cases": Pack.CASE,
    "caja grande": Pack.CASE, "cajas grandes": Pack.CASE, "box": Pack.BOX, "boxes": Pack.BOX,
    "caja": Pack.BOX, "cajas": Pack.BOX, "unit": Pack.UNIT, "units": Pack.UNIT,
    "dose": Pack.UNIT, "doses": Pack.UNIT, "dosis": Pack.UNIT, "piece": Pack.UNIT,
    "pieces": Pack.UNIT, "pieza": Pack.UNIT, "piezas": Pack.UNIT,
}  # fmt: skip
MOST_UNITS = 1_000_000
Answer = TypeVar("Answer")


class Unreadable(ValueError):
    """Neither CSV nor XLSX, or too large."""


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


class _Wrong(ValueError):
    """One cell, and why."""

    def __init__(self, column: str, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.faults = [(column, reason, value)]


class _Row:
    """A row being read: every cell that is wrong is told, not the first alone."""

    def __init__(self) -> None:
        self.wrong: list[_Wrong] = []

    def tried(self, read: Callable[..., Answer], *said: Any) -> Answer | None:
        """What that cell says, or None once it is noted as wrong."""
        try:
            return read(*said)
        except _Wrong as wrong:
            self.wrong.append(wrong)
            return None

    def end(self) -> None:
        """Raises _Wrong with all that was noted."""
        if self.wrong:
            first, *others = self.wrong
            first.faults += [fault for one in others for fault in one.faults]
            raise first


def read(content: bytes) -> list[list[str]]:
    """Every row as text, the header first. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too large")
    rows = _workbook(content) if content[:4] == b"PK\x03\x04" else _text(content)
    if not rows or len(rows) > MOST_ROWS:
        raise Unreadable("empty, or too long")
    return rows


def _text(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable("neither CSV nor XLSX")
    mark = max(",;\t", key=text.partition("\n")[0].count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise Unreadable("neither CSV nor XLSX") from error


def _workbook(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python()
    except (CalamineError, IndexError) as error:
        raise Unreadable("neither CSV nor XLSX") from error
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _judged(
    rows: Sequence[Sequence[str]],
    needed: Iterable[str],
    judge: Callable[[int, dict[str, str]], None],
) -> list[Fault]:
    """Hand every row that says something to `judge`; what it and the header lack."""
    titles = [title.strip().casefold() for title in rows[0]]
    at = {name: titles.index(word) for name, known in TITLES.items() for word in known
          if word in titles}  # fmt: skip
    missing = [Fault(1, name, _("this column is missing")) for name in needed if name not in at]
    if missing:
        return missing
    faults = []
    for number, cells in enumerate(rows[1:], start=2):
        said = {name: _plain(cells[n]) if n < len(cells) else "" for name, n in at.items()}
        if not any(said.values()):
            continue
        try:
            judge(number, said)
        except _Wrong as wrong:
            faults += [Fault(number, *fault) for fault in wrong.faults]
    return faults


def _plain(cell: str) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would run."""
    return cell.strip().removeprefix("'")


def product_called(said: str, products: Iterable[Product]) -> Product | None:
    """By its short name, its name in any language, an NDC or a GTIN; None when none or several."""
    bare = said.casefold()
    digits = "".join(letter for letter in said if letter.isdigit())
    found = [
        one for one in products
        if bare in {one.slug.casefold(), *(str(name).casefold() for name in one.names.values())}
        or said in one.ndcs
        or (len(digits) > 9 and digits in {ndc.replace("-", "") for ndc in one.ndcs})
        or (len(digits) > 11 and _is_gtin_of(digits, one))
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _is_gtin_of(digits: str, product: Product) -> bool:
    try:
        scanned = gs1.read(digits)
    except gs1.NotGs1:
        return False
    return bool(gs1.matches(scanned, gtins=product.gtins, ndcs=product.ndcs))


def deliveries(
    rows: Sequence[Sequence[str]], products: Sequence[Product], on: date
) -> tuple[list[Delivered], list[Fault]]:
    """Good lines, or what is wrong with the rest."""
    good: dict[int, Delivered] = {}

    def judge(number: int, said: dict[str, str]) -> None:
        row = _Row()
        product = row.tried(_product, said, products)
        lot = row.tried(_lot, said)
        expires = row.tried(_expiry_of, said["expires"], product, on)
        count = row.tried(_count, said)
        pack = row.tried(_pack, said)
        row.end()
        if product and lot and count and pack:
            good[number] = Delivered(product, lot, expires, product.packs.units(count, pack))

    faults = _judged(rows, ("product", "lot", "expires", "number"), judge)
    return list(good.values()), faults or _quarrels(good)


def _quarrels(good: Mapping[int, Delivered]) -> list[Fault]:
    """Lots that the ledger knows otherwise: recalled, or with another expiry."""
    faults = []
    for number, line in good.items():
        known = Lot.objects.filter(product=line.product, number=line.lot_number).first()
        if known and known.recalled_at:
            faults.append(Fault(number, "lot", _("is recalled"), line.lot_number))
        elif known and line.expires_date not in (known.printed_date, known.expires_date):
            both = f"{_month(line.expires_date)} ≠ {_month(known.printed_date)}"
            faults.append(
                Fault(number, "expires", _("this lot is known with another expiry"), both)
            )
    return faults


def _product(said: Mapping[str, str], products: Sequence[Product]) -> Product:
    found = product_called(said["product"], products)
    if found is None:
        raise _Wrong("product", _("no one product is called that"), said["product"])
    return found


def _lot(said: Mapping[str, str]) -> str:
    lot = said["lot"].upper()
    if not 0 < len(lot) <= 20:
        raise _Wrong("lot", _("a lot has 1 to 20 characters"), said["lot"])
    return lot


def _expiry(said: str) -> date | None:
    try:
        return expiry.read(said) if said else None
    except expiry.NotADate:
        raise _Wrong("expires", _("is no month and year, as 03/2027"), said) from None


def _month(day: date | None) -> str:
    return f"{day:%m/%Y}" if day else "–"


def _expiry_of(said: str, product: Product | None, on: date) -> date | None:
    """An expiry that has not passed; what is no naloxone may have none."""
    expires = _expiry(said)
    if expires is None and product and product.kind == Product.Kind.NALOXONE:
        raise _Wrong("expires", _("naloxone has an expiry: a month and a year"))
    if expires is not None and expires < on:
        raise _Wrong("expires", _("has passed; receive it by hand if you mean it"), said)
    return expires


def _pack(said: Mapping[str, str]) -> Pack:
    pack = PACKS.get(said.get("pack", "").casefold())
    if pack is None:
        raise _Wrong("pack", _("is no pack we know: case, box, kit or dose"), said["pack"])
    return pack


def _count(said: Mapping[str, str]) -> int:
    number = _number("number", said["number"])
    if not number:
        raise _Wrong("number", _("is nought"), said["number"])
    return number


def _number(column: str, said: str) -> int:
    bare = said.replace(",", "").replace(" ", "")
    if not (bare.isascii() and bare.isdigit()) or int(bare) > MOST_UNITS:
        raise _Wrong(column, _("is no whole number"), said)
    return int(bare)


def counted(
    rows: Sequence[Sequence[str]], lines: Sequence[CountLine]
) -> tuple[dict[int, int | None], list[Fault]]:
    """What was found of each lot on the sheet, by its id; rows without numbers were not counted."""
    known = {(line.lot.product_id, line.lot.number): line.lot for line in lines}
    products = list({line.lot.product_id: line.lot.product for line in lines}.values())
    found: dict[int, int | None] = {}

    def judge(_number_: int, said: dict[str, str]) -> None:
        product = _product(said, products)
        lot = known.get((product.pk, said["lot"].upper()))
        if lot is None:
            raise _Wrong("lot", _("is not on this sheet"), said["lot"])
        if lot.pk in found:
            raise _Wrong("lot", _("stands here twice"), said["lot"])
        numbers = {pack: said.get(name, "") for pack, name in (
            (Pack.CASE, "cases"), (Pack.KIT, "kits"), (Pack.UNIT, "units"))}  # fmt: skip
        if any(numbers.values()):
            found[lot.pk] = sum(
                product.packs.units(_number(pack.value + "s", text), pack)
                for pack, text in numbers.items() if text
            )  # fmt: skip

    return found, _judged(rows, ("product", "lot"), judge)


def as_sheet(lines: Iterable[CountLine]) -> list[list[str]]:
    """A count sheet to fill in: what is on the shelf by the books is not told, so that it is
    counted and not copied."""
    return [
        [line.lot.product.slug, line.lot.number,
         line.lot.expires_date.strftime("%Y-%m-%d") if line.lot.expires_date else "", "", "", ""]
        for line in lines
    ]  # fmt: skip

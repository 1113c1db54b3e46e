"""Lists taken away as CSV or XLSX. A cell that a spreadsheet would reckon is made plain text."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from beside.partners.core.kinds import WORDS as KINDS
from beside.partners.core.kinds import Kind
from beside.supply.agency import words
from beside.supply.core.order import Reason, State
from beside.supply.models import Order

Cell = str | int | None
RISKY = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def plain(cell: Cell) -> Cell:
    """What begins like a formula is told to be text."""
    if isinstance(cell, str) and cell.startswith(RISKY):
        return "'" + cell
    return cell


def answer(kind: str, name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A file to be taken away. Raises KeyError for a kind that is not there."""
    made = {"csv": _csv, "xlsx": _xlsx}[kind]([[plain(cell) for cell in row] for row in rows])
    response = HttpResponse(made, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return out.getvalue()


def orders(found: Iterable[Order], language: str) -> Iterable[list[Cell]]:
    """One line for each product of each order. No contact, no address."""
    with override(language):
        yield [
            _("Order code"), _("Organization"), _("Kind"), _("County"), _("State"), _("Ordered"),
            _("Answer by"), _("Runs out"), _("Product"), _("Units asked"), _("Units approved"),
            _("Units on hand"), _("Reversals"), _("Shipped"), _("Received"), _("Reason"),
        ]  # fmt: skip
        for order in found:
            for line in order.lines.all():
                yield [
                    order.code, order.agency.name, _(KINDS[Kind(order.agency.kind)]),
                    order.agency.county_fips, str(words.STATES[State(order.state)]),
                    _day(order.placed_at), _day(order.answer_by_date), _day(order.runs_out_date),
                    line.product.slug, line.asked, line.approved, line.on_hand,
                    order.reversals_carried + (order.reversals_told or 0),
                    _day(order.shipped_at), _day(order.received_at),
                    str(words.REASONS[Reason(order.reason)]) if order.reason else "",
                ]  # fmt: skip


def _day(moment: object) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""

"""The ledger: every entry, filtered, and as a file."""

from django.http import HttpRequest, HttpResponse

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.paging import Paging
from beside.supply import access
from beside.supply.core.places import ONCE, PlaceKind
from beside.supply.models import Place
from beside.supply.services import noting
from beside.supply.stock import forms, queries, words
from beside.supply.stock.pages import LedgerPage
from beside.supply.stock.views.drawn import clock, draw, file_of, house, may, who
from beside.supply.stock.views.shelves import UNDOABLE

MOST_ROWS = 100_000


def _asked(request: HttpRequest) -> tuple[forms.Filters, queries.Asked]:
    mine = Place.objects.filter(program__in=access.programs_of(who(request)))
    mine = mine.exclude(kind__in=(PlaceKind.RECEIVED_FROM, PlaceKind.CORRECTED))
    form = forms.Filters(
        request.GET or None,
        places=mine.select_related("program", "of").order_by(
            "program__public_name", "kind", "name"
        ),
    )
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    asked = queries.Asked(
        place=str(said["place"].pk) if said.get("place") else "",
        product=said["product"].slug if said.get("product") else "",
        lot=said.get("lot") or "", why=said.get("why") or "", since=said.get("since"),
        until=said.get("until"),
    )  # fmt: skip
    return form, asked


@needs(Permission.VIEW_STOCK)
def ledger(request: HttpRequest) -> HttpResponse:
    """What moved, the newest first; what can be undone has its button."""
    user = who(request)
    form, asked = _asked(request)
    rows = queries.entries(access.programs_of(user), asked)
    paging = Paging.read(request.GET, total=rows.count())
    shown = list(rows[paging.start : paging.stop])
    last = None
    for entry in shown:
        movement = entry.movement
        entry.can_be_undone = (  # type: ignore[attr-defined]
            movement.pk != last and not getattr(entry, "is_undone", True)
            and movement.why in UNDOABLE and movement.undoes_id is None
            and movement.about_kind in ("", ONCE, "supply.count")
        )  # fmt: skip
        last = movement.pk
    page = LedgerPage(shown, form, paging, paging.query, may(user))
    return draw(request, "ledger", page)


@needs(Permission.VIEW_STOCK)
def ledger_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same entries, to take away."""
    user, at = who(request), clock.now()
    file_of(kind)
    _form, asked = _asked(request)
    rows = queries.entries(access.programs_of(user), asked)[:MOST_ROWS]
    header = ("day", "typed", "program", "place", "kind", "product", "lot", "expires", "units",
              "why", "reason", "of", "number", "movement", "undoes", "by")  # fmt: skip
    cells = [
        [str(e.movement.on_date), e.movement.at.astimezone(house.zone()).strftime("%Y-%m-%d %H:%M"),
         e.place.program.public_name, words.place_name(e.place), e.place.kind,
         e.lot.product.slug, e.lot.number, str(e.lot.expires_date or ""), str(e.units),
         e.movement.why, e.movement.reason,
         "" if e.movement.about_kind == ONCE else e.movement.about_kind,
         "" if e.movement.about_kind == ONCE else e.movement.about_id,
         str(e.movement_id), str(e.movement.undoes_id or ""),
         e.movement.by.name if e.movement.by else ""]
        for e in rows
    ]  # fmt: skip
    noting.note_taken(what="ledger", rows=len(cells), by=user, at=at)
    return export.table(kind, f"ledger-{house.today(at)}", header, cells)

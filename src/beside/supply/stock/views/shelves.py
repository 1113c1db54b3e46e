"""What stands where; one shelf; giving, moving, writing off; undo."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.supply import access, shelves
from beside.supply.core.fefo import OutOfStock
from beside.supply.core.places import ONCE, SHELVES
from beside.supply.core.places import Movement as Why
from beside.supply.models import Balance, Count, Lot, Movement, Place, Product
from beside.supply.posting import NotThere
from beside.supply.services import moving, noting
from beside.supply.stock import forms, queries, words
from beside.supply.stock.pages import PlacePage, ShelvesPage
from beside.supply.stock.queries import Row
from beside.supply.stock.views.drawn import clock, draw, file_of, house, may, try_moving, who

# What may be undone here. A parcel, an order or a set-aside is undone where it was made.
UNDOABLE = (Why.RECEIVED, Why.MOVED, Why.LOST, Why.DESTROYED, Why.COUNTED, Why.GIVEN)


@needs(Permission.VIEW_STOCK)
def stock(request: HttpRequest) -> HttpResponse:
    """Every shelf by product, lot and expiry; what may not be given out is marked."""
    user, on = who(request), house.today(clock.now())
    programs = list(access.programs_of(user))
    places = list(queries.places_of(programs))
    everything = queries.rows(places, on)
    asked = {name: request.GET.get(name, "")[:60] for name in ("place", "product", "show")}
    page = ShelvesPage(
        rows=_asked(everything, asked), totals=queries.totals(everything), places=places,
        products=list({row.product.pk: row.product for row in everything}.values()),
        programs=programs, asked=asked, may=may(user),
        alarms=queries.open_alarms(programs).count(),
    )  # fmt: skip
    return draw(request, "shelves", page)


def _asked(rows: list[Row], asked: dict[str, str]) -> list[Row]:
    return [
        row for row in rows
        if asked["place"] in ("", str(row.place.pk)) and asked["product"] in ("", row.product.slug)
        and (asked["show"] != "usable" or row.is_usable)
        and (asked["show"] != "not" or not row.is_usable)
        and (asked["show"] != "soon" or row.state == "soon")
    ]  # fmt: skip


@needs(Permission.VIEW_STOCK)
def stock_file(request: HttpRequest, kind: str) -> HttpResponse:
    """What stands where, to take away."""
    user, at = who(request), clock.now()
    file_of(kind)
    rows = queries.rows(list(queries.places_of(access.programs_of(user))), house.today(at))
    header = ("program", "shelf", "product", "lot", "printed", "expires", "state", "units",
              "set aside", "counted")  # fmt: skip
    cells = [
        [row.place.program.public_name, words.place_name(row.place), row.product.slug,
         row.lot.number, str(row.lot.printed_date or ""), str(row.lot.expires_date or ""),
         row.state, str(row.units), str(row.aside), words.counted(row.units, row.product)]
        for row in rows
    ]  # fmt: skip
    noting.note_taken(what="shelves", rows=len(cells), by=user, at=at)
    return export.table(kind, f"shelves-{house.today(at)}", header, cells)


@needs(Permission.VIEW_STOCK)
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """One shelf."""
    return _place(request, _shelf(request, place_id))


def _shelf(request: HttpRequest, place_id: UUID) -> Place:
    mine = access.scoped(Place.objects.select_related("program"), who(request))
    return access.only(mine.filter(kind__in=SHELVES), place_id)


def _place(
    request: HttpRequest, shelf: Place, *, give: forms.Give | None = None,
    take: forms.Take | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    can = may(who(request))
    page = PlacePage(
        place=shelf, rows=queries.rows([shelf], house.today(clock.now())), may=can,
        count=Count.objects.filter(place=shelf, ended_at=None).first(),
        counts=list(Count.objects.filter(place=shelf, is_posted=True).order_by("-ended_at")[:3]),
        give=give or (_give_form(shelf) if can.keep else None),
        take=take or (_take_form(shelf) if can.keep else None),
    )  # fmt: skip
    return draw(request, "place", page, status=status)


def _give_form(shelf: Place, said: object = None) -> forms.Give:
    here = Balance.objects.filter(place=shelf, units__gt=0)
    products = Product.objects.filter(pk__in=here.values("lot__product"))
    return forms.Give(said, products=products, today=house.today(clock.now()), prefix="give")


def _take_form(shelf: Place, said: object = None) -> forms.Take:
    here = Balance.objects.filter(place=shelf, units__gt=0)
    lots = Lot.objects.filter(pk__in=here.values("lot")).select_related("product")
    targets = queries.places_of([shelf.program]).exclude(pk=shelf.pk)
    return forms.Take(
        said, lots=lots.order_by("product__slug", "expires_date"), targets=targets, prefix="take"
    )


@needs(Permission.KEEP_STOCK)
@require_POST
def place_give(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Hand out from this shelf."""
    shelf, at, user = _shelf(request, place_id), clock.now(), who(request)
    form = _give_form(shelf, request.POST)
    if not form.is_valid():
        return _place(request, shelf, give=form, status=422)
    said = form.cleaned_data
    units = form.units(said["product"])
    told = gettext("Given out: %(what)s.") % {"what": words.counted(units, said["product"])}
    try:
        try_moving(request, lambda: moving.give(
            shelf=shelf, wanted={said["product"]: units}, about=(ONCE, said["once"]), at=at,
            on_date=said["on_date"], by=user), told)  # fmt: skip
    except OutOfStock:
        form.add_error("number", _why_not(shelf, said["product"], units, said["on_date"]))
        return _place(request, shelf, give=form, status=422)
    return redirect("supply:stock_place", shelf.pk)


def _why_not(shelf: Place, product: Product, units: int, on: object) -> str:
    """No shortage without its reason."""
    why = shelves.shortfall(shelf, product, units, on)  # type: ignore[arg-type]
    said = [gettext("Only %(n)s can be given out here.") % {
        "n": words.counted(why.usable + why.loose, product)}]  # fmt: skip
    if why.expired:
        said.append(gettext("Expired: %(n)s.") % {"n": words.counted(why.expired, product)})
    if why.held:
        said.append(gettext("Held or recalled: %(n)s.") % {"n": words.counted(why.held, product)})
    return " ".join(said)


@needs(Permission.KEEP_STOCK)
@require_POST
def place_take(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Move a lot to another shelf, or write it off."""
    shelf, at, user = _shelf(request, place_id), clock.now(), who(request)
    form = _take_form(shelf, request.POST)
    if not form.is_valid():
        return _place(request, shelf, take=form, status=422)
    said = form.cleaned_data
    lot, units = said["lot"], form.units(said["lot"].product)
    facts: dict[str, Any] = {"lots": {lot: units}, "at": at, "on_date": house.today(at), "by": user,
             "about": (ONCE, said["once"])}  # fmt: skip
    what = {"what": words.counted(units, lot.product), "lot": lot.number}
    if said["what"] == "moved":
        told = gettext("Moved: %(what)s of lot %(lot)s.") % what
        done = try_moving(
            request, lambda: moving.move(source=shelf, target=said["target"], **facts), told
        )
    else:
        why, told = Why(said["what"]), gettext("Written off: %(what)s of lot %(lot)s.") % what
        done = try_moving(request, lambda: moving.write_off(
            place=shelf, why=why, reason=said["reason"], **facts), told)  # fmt: skip
    return redirect("supply:stock_place", shelf.pk) if done else _place(request, shelf, status=409)


@needs(Permission.KEEP_STOCK)
@require_POST
def undo(request: HttpRequest, movement_id: UUID) -> HttpResponse:
    """Post the same the other way, as long as it is still there."""
    user = who(request)
    mine = Movement.objects.filter(entries__place__program__in=access.programs_of(user)).distinct()
    movement = access.only(mine.filter(why__in=UNDOABLE, about_kind__in=("", ONCE, "supply.count")),
                           movement_id)  # fmt: skip
    try:
        moving.undo(movement=movement, at=clock.now(), by=user)
    except moving.AlreadyUndone:
        say(request, gettext("That was undone before."), kind="warn")
    except NotThere:
        words_ = gettext("It has moved on since, so it cannot be undone. Count the shelf instead.")
        say(request, words_, kind="danger")
    else:
        say(request, gettext("Undone."))
    return redirect("supply:stock_ledger")

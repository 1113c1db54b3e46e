"""A delivery: scanned or typed line by line, or brought in as a spreadsheet."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.supply import access
from beside.supply.core import gs1
from beside.supply.core.places import ONCE
from beside.supply.models import Awaited, Lot, Place, Product
from beside.supply.services import receiving, reordering
from beside.supply.services.receiving import Delivered
from beside.supply.stock import forms, queries, sheets, words
from beside.supply.stock.pages import BringPage, ReceivePage
from beside.supply.stock.views.drawn import (
    clock,
    draw,
    house,
    may,
    pack,
    try_moving,
    unpack,
    who,
)


def _form(request: HttpRequest, said: Any = None, **facts: Any) -> forms.Receive:
    user = who(request)
    programs = access.programs_of(user)
    awaited = Awaited.objects.filter(program__in=programs, arrived_date=None, dropped_at=None)
    form = forms.Receive(
        said, places=queries.places_of(programs), today=house.today(clock.now()),
        awaited=awaited.select_related("product").order_by("ordered_date"), **facts,
    )  # fmt: skip
    if "awaited" in form.fields:
        form.fields["awaited"].label_from_instance = _order_words  # type: ignore[attr-defined]
    return form


def _order_words(order: Awaited) -> str:
    name = words.product_name(order.product)
    return f"{order.ordered_date:%Y-%m-%d} · {name} · {words.counted(order.units, order.product)}"


@needs(Permission.KEEP_STOCK)
def receive(request: HttpRequest) -> HttpResponse:
    """One line at a time, ready for the next."""
    if request.method != "POST":
        start = {"place": request.GET.get("place", ""), "awaited": request.GET.get("awaited", "")}
        return draw(
            request, "receive", ReceivePage(_form(request, initial=start), may(who(request)))
        )
    form = _form(request, request.POST)
    line = _line(form) if form.is_valid() else None
    if line is None or not _received(request, form, line):
        return draw(request, "receive", ReceivePage(form, may(who(request))), status=422)
    return redirect(f"{reverse('supply:stock_receive')}?place={form.cleaned_data['place'].pk}")


def _line(form: forms.Receive) -> Delivered | None:
    """What the form says, or what is wrong with it, at its field."""
    said = form.cleaned_data
    scanned = _scanned(form, said["scan"])
    if form.errors:
        return None
    product = _product(form, said["product"], scanned)
    lot = _agreed(form, "lot", said["lot"].strip().upper(), scanned.lot.upper())
    expires = _agreed(form, "expires", said["expires"], scanned.expires_date)
    if not lot:
        form.add_error("lot", gettext("Say the lot. It stands beside the expiry."))
    if product and expires is None and product.kind == Product.Kind.NALOXONE:
        form.add_error("expires", gettext("Naloxone has an expiry: a month and a year."))
    if form.errors or product is None:
        return None
    return Delivered(product, lot, expires, form.units(product))


def _scanned(form: forms.Receive, typed: str) -> gs1.Scanned:
    try:
        return gs1.read(typed) if typed else gs1.Scanned()
    except gs1.NotGs1:
        form.add_error("scan", gettext("This code could not be read. Scan again, or type below."))
        return gs1.Scanned()


def _product(form: forms.Receive, chosen: Product | None, scanned: gs1.Scanned) -> Product | None:
    """The product that was chosen and scanned; a scan of another is refused."""
    known = [one for one in Product.objects.all()
             if gs1.matches(scanned, gtins=one.gtins, ndcs=one.ndcs)]  # fmt: skip
    if chosen is None:
        if len(known) == 1:
            return known[0]
        form.add_error("product", gettext("Say which product this is; no code of it is known yet.")
                       if scanned.gtin else gettext("Say which product this is."))  # fmt: skip
        return None
    if gs1.matches(scanned, gtins=chosen.gtins, ndcs=chosen.ndcs) is False or (
        known and chosen not in known
    ):
        name = words.product_name(known[0]) if known else gettext("a product we do not know")
        told = gettext("The scan is of another product: %(name)s. Nothing was received.")
        form.add_error("scan", told % {"name": name})
        return None
    return chosen


def _agreed(form: forms.Receive, name: str, typed: Any, scanned: Any) -> Any:
    """What was typed or scanned; both only if they agree."""
    if typed and scanned and typed != scanned:
        told = gettext("The scan says %(scanned)s. One of the two is a slip.")
        form.add_error(name, told % {"scanned": scanned})
    return typed or scanned


def _received(request: HttpRequest, form: forms.Receive, line: Delivered) -> bool:
    said, at, user = form.cleaned_data, clock.now(), who(request)
    told = gettext("Received: %(what)s of lot %(lot)s.") % {
        "what": words.counted(line.units, line.product), "lot": line.lot_number}  # fmt: skip
    try:
        done = try_moving(request, lambda: receiving.receive(
            place=said["place"], delivered=[line], at=at, on_date=said["on_date"], by=user,
            is_expired_known=said["knows"], about=(ONCE, said["once"])), told)  # fmt: skip
    except receiving.ExpiredAlready:
        form.add_error("expires", gettext("This has expired. If you mean it, say so below."))
        return False
    except receiving.AnotherExpiry as error:
        words_ = gettext(
            "We know this lot with another expiry, %(known)s. One of the two is a slip."
        )
        form.add_error(
            "expires", words_ % {"known": f"{error.known:%m/%Y}" if error.known else "–"}
        )
        return False
    except receiving.Recalled:
        form.add_error("lot", gettext("This lot is recalled. Keep it apart; do not give it out."))
        return False
    if done and said.get("awaited"):
        _note_arrival(request, said["awaited"], line, said["on_date"])
    return done


def _note_arrival(request: HttpRequest, awaited: Awaited, line: Delivered, on: date) -> None:
    if awaited.product_id != line.product.pk:
        say(request, gettext("The order was of another product, so it still waits."), kind="warn")
        return
    try:
        reordering.note_arrival(awaited=awaited, units=line.units, on_date=on, at=clock.now(),
                                by=who(request))  # fmt: skip
    except reordering.Arrived:
        say(request, gettext("That order had come already."), kind="warn")


@needs(Permission.KEEP_STOCK)
def bring(request: HttpRequest) -> HttpResponse:
    """A list of what came: looked at first, kept whole or not at all."""
    if request.method == "POST" and (packed := request.POST.get("packed")):
        return _keep(request, packed)
    places = queries.places_of(access.programs_of(who(request)))
    form = forms.Upload(request.POST or None, request.FILES or None, places=places)
    page = _preview(form, request) if form.is_valid() else _empty(form, request)
    wrong = form.errors or page.faults or page.unreadable
    return draw(request, "bring", page, status=422 if wrong else 200)


def _empty(form: forms.Upload, request: HttpRequest) -> BringPage:
    current = Product.objects.filter(is_current=True).order_by("kind", "slug")
    return BringPage(form, may(who(request)), list(current))


def _preview(form: forms.Upload, request: HttpRequest) -> BringPage:
    page = _empty(form, request)
    try:
        rows = sheets.read(form.cleaned_data["file"].read(sheets.MOST_BYTES + 1))
    except sheets.Unreadable:
        return replace(page, unreadable=True)
    good, faults = sheets.deliveries(rows, page.products, house.today(clock.now()))
    if faults or not good:
        return replace(page, faults=faults, unreadable=not faults)
    place = form.cleaned_data["place"]
    plain = [[one.product.pk, one.lot_number, one.expires_date and one.expires_date.isoformat(),
              one.units] for one in good]  # fmt: skip
    packed = pack([str(place.pk), request.POST.get("csrfmiddlewaretoken", "")[:12], plain])
    return replace(page, lines=good, place=place, packed=packed)


def _keep(request: HttpRequest, packed: str) -> HttpResponse:
    plain, at, user = unpack(packed), clock.now(), who(request)
    if plain is None:
        say(request, gettext("That preview is too old. Choose the file again."), kind="danger")
        return redirect("supply:stock_bring")
    mine = queries.places_of(access.programs_of(user))
    place = access.only(mine, plain[0])
    products = Product.objects.in_bulk([row[0] for row in plain[2]])
    lines = [Delivered(products[pk], lot, day and date.fromisoformat(day), units)
             for pk, lot, day, units in plain[2]]  # fmt: skip
    told = gettext("Received: %(n)d lines.") % {"n": len(lines)}
    try:
        try_moving(request, lambda: receiving.receive(
            place=place, delivered=lines, at=at, on_date=house.today(at), by=user,
            about=(ONCE, _once(packed))), told)  # fmt: skip
    except (receiving.ExpiredAlready, receiving.AnotherExpiry, receiving.Recalled):
        told = gettext(
            "A lot has changed since you looked. Nothing was kept; choose the file again."
        )
        say(request, told, kind="danger")
        return redirect("supply:stock_bring")
    return redirect("supply:stock_place", place.pk)


def _once(packed: str) -> str:
    """The same preview is kept once."""
    from hashlib import sha256

    return sha256(packed.encode()).hexdigest()[:40]


def lot_for(request: HttpRequest, lot_id: int) -> Lot:
    """A lot that was ever at a place of theirs. Raises NotYours."""
    mine = Place.objects.filter(program__in=access.programs_of(who(request)))
    lots = Lot.objects.filter(balances__place__in=mine).select_related("product", "recall")
    return access.only(lots.distinct(), lot_id)

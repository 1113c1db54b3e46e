"""How long stock lasts, what to order, and what is wrong with it now."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts import export
from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.supply import access, demand
from beside.supply.core.units import Pack
from beside.supply.models import Awaited, Product
from beside.supply.services import alarming, noting, reordering
from beside.supply.stock import forms, queries
from beside.supply.stock.pages import AlarmsPage, CoverPage, ReorderPage
from beside.supply.stock.queries import Cover
from beside.supply.stock.views.drawn import clock, draw, file_of, house, may, who


@needs(Permission.VIEW_STOCK)
def cover(request: HttpRequest) -> HttpResponse:
    """Every product: what is there, how long it lasts, what to order."""
    user = who(request)
    programs = list(access.programs_of(user))
    found = queries.covers(programs, house.today(clock.now()))
    return draw(request, "cover", CoverPage(found, len(programs) > 1, may(user)))


@needs(Permission.VIEW_STOCK)
def cover_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same, to take away."""
    user, at = who(request), clock.now()
    found = queries.covers(list(access.programs_of(user)), house.today(at))
    header = ("program", "product", "usable units", "on order", "a day", "lasts days",
              "reorder point", "order up to", "suggested units", "suggested cases")  # fmt: skip
    cells = [
        [one.program.public_name, one.product.slug, str(one.usable), str(one.awaited),
         f"{one.policy.daily_units:.2f}" if one.policy else "",
         "" if one.days is None else str(one.days),
         str(one.policy.reorder_units) if one.policy else "",
         str(one.policy.up_to_units) if one.policy else "", str(one.suggested),
         str(one.suggested // one.product.per_case)]
        for one in found
    ]  # fmt: skip
    noting.note_taken(what="cover", rows=len(cells), by=user, at=at)
    return export.table(file_of(kind), f"reorder-{house.today(at)}", header, cells)


def _cover(request: HttpRequest, program_id: UUID, slug: str) -> Cover:
    program = access.program_for(who(request), program_id)
    product = get_object_or_404(Product, slug=slug)
    found = queries.covers([program], house.today(clock.now()))
    for one in found:
        if one.product == product:
            return one
    return Cover(program, product, 0, 0, None)


@needs(Permission.VIEW_STOCK)
def reorder(request: HttpRequest, program_id: UUID, product: str) -> HttpResponse:
    """One product: what is expected, how long orders take, what was ordered."""
    found, user = _cover(request, program_id, product), who(request)
    if request.method == "POST":
        return _say(request, found)
    return _reorder(request, found, _form(found), may(user).keep)


def _form(found: Cover, said: Any = None) -> forms.ReorderForm:
    rule = found.rule
    lead = rule.lead_days if rule and rule.lead_days else [
        demand.USUAL_LEAD.least, demand.USUAL_LEAD.usual, demand.USUAL_LEAD.most]  # fmt: skip
    start = {
        "weekly": rule.weekly_units // found.product.per_kit if rule else 0, "least": lead[0],
        "usual": lead[1], "most": lead[2], "covers": rule.covers_days if rule else 28,
        "service": rule.service_percent if rule else 99,
    }  # fmt: skip
    return forms.ReorderForm(said, initial=start)


def _reorder(
    request: HttpRequest, found: Cover, form: forms.ReorderForm, keeps: bool,
    order: forms.OrderForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    today = house.today(clock.now())
    start = {"on_date": today, "cases": found.suggested // found.product.per_case or None}
    page = ReorderPage(found, form, order or forms.OrderForm(initial=start), may(who(request)))
    return draw(request, "reorder", page, status=status)


def _say(request: HttpRequest, found: Cover) -> HttpResponse:
    user, can = who(request), may(who(request))
    form = _form(found, request.POST)
    if not can.keep or not form.is_valid():
        return _reorder(request, found, form, can.keep, status=422)
    said = form.cleaned_data
    reordering.say_reordering(
        program=found.program, product=found.product,
        weekly_units=found.product.packs.units(said["weekly"], Pack.KIT),
        lead_days=[said["least"], said["usual"], said["most"]], covers_days=said["covers"],
        service_percent=said["service"], at=clock.now(), by=user,
    )  # fmt: skip
    alarming.look_at(program=found.program, at=clock.now())
    say(request, gettext("Kept, and simulated anew."))
    return redirect("supply:stock_reorder", found.program.pk, found.product.slug)


@needs(Permission.KEEP_STOCK)
@require_POST
def order(request: HttpRequest, program_id: UUID, product: str) -> HttpResponse:
    """An order went to a supplier."""
    found = _cover(request, program_id, product)
    form = forms.OrderForm(request.POST)
    if not form.is_valid():
        return _reorder(request, found, _form(found), True, order=form, status=422)
    said = form.cleaned_data
    reordering.note_order(
        program=found.program, product=found.product,
        units=found.product.packs.units(said["cases"], Pack.CASE), on_date=said["on_date"],
        expected=said["expected"], at=clock.now(), by=who(request),
    )  # fmt: skip
    alarming.look_at(program=found.program, at=clock.now())
    say(request, gettext("Noted. It counts as on its way until it is received."))
    return redirect("supply:stock_reorder", found.program.pk, found.product.slug)


def _awaited(user: User, awaited_id: UUID) -> Awaited:
    rows = Awaited.objects.select_related("program", "product")
    return access.only(access.scoped(rows, user), awaited_id)


@needs(Permission.KEEP_STOCK)
@require_POST
def order_drop(request: HttpRequest, awaited_id: UUID) -> HttpResponse:
    """It will not come."""
    user = who(request)
    row = _awaited(user, awaited_id)
    try:
        reordering.drop_order(awaited=row, at=clock.now(), by=user)
        undo = reverse("supply:stock_order_take_up", args=[row.pk])
        say(request, gettext("Dropped: it is no longer counted as on its way."), undo_url=undo)
    except reordering.Arrived:
        say(request, gettext("That order had come already."), kind="warn")
    return redirect("supply:stock_reorder", row.program_id, row.product.slug)


@needs(Permission.KEEP_STOCK)
@require_POST
def order_take_up(request: HttpRequest, awaited_id: UUID) -> HttpResponse:
    """It will come after all."""
    user = who(request)
    row = _awaited(user, awaited_id)
    try:
        reordering.take_up_order(awaited=row, at=clock.now(), by=user)
        say(request, gettext("It counts as on its way again."))
    except reordering.Arrived:
        say(request, gettext("That order had come already."), kind="warn")
    return redirect("supply:stock_reorder", row.program_id, row.product.slug)


@needs(Permission.VIEW_STOCK)
def alarms(request: HttpRequest) -> HttpResponse:
    """What is wrong now, and what was until lately. Looked at anew when somebody asks."""
    user, at = who(request), clock.now()
    programs = list(access.programs_of(user))
    if request.method == "POST":
        for program in programs:
            alarming.look_at(program=program, at=at)
        return redirect("supply:stock_alarms")
    page = AlarmsPage(
        open=list(queries.open_alarms(programs)),
        closed=list(queries.closed_alarms(programs, house.today(at) - timedelta(days=30))[:50]),
        may=may(user),
    )  # fmt: skip
    return draw(request, "alarms", page)

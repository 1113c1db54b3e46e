"""Boxes and machines: which must be seen first, a visit written down, the poster with its code."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply.access import only, programs_of
from beside.supply.agency import access, boxes, rows
from beside.supply.agency.forms_outside import MachineForm, VisitForm, machine_initial
from beside.supply.agency.pages import FormPage, MachinePage, MachinesPage, VisitPage
from beside.supply.core.fefo import OutOfStock
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.core.visiting import MoreOutThanFound, NoLotKnown
from beside.supply.models import Machine, Place, Product, Visit, VisitLine
from beside.supply.posting import NotThere
from beside.supply.services import moving, tending

VIEW, KEEP = Permission.VIEW_STOCK, Permission.KEEP_STOCK
UNREADABLE = 422


@needs(VIEW)
def machines(request: HttpRequest) -> HttpResponse:
    """All that stand, the emptiest first."""
    found = access.machines(signed_in_user(request)).filter(place__closed_at=None)
    drawn = boxes.rows(found, clock.now())
    page = MachinesPage(drawn, sum(row.is_empty for row in drawn), sum(row.is_due for row in drawn))
    return render(request, "supply/agency/machines.html", page=page)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new_machine(request: HttpRequest) -> HttpResponse:
    """Put one up."""
    user = signed_in_user(request)
    form = MachineForm(request.POST or None, programs=programs_of(user))
    if request.method == "POST" and form.is_valid():
        program = form.cleaned_data["program"]
        made = tending.put_up_machine(program=program, box=form.box(), by=user, at=clock.now())
        say(request, gettext("It stands. Print its code, then write down the first visit."))
        return redirect("supply:machine", made.pk)
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "supply/agency/machine_new.html", page=FormPage(form), status=status)


@needs(VIEW)
@require_http_methods(["GET", "POST"])
def machine(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """What stands in it, and its visits."""
    user, at = signed_in_user(request), clock.now()
    found = only(access.machines(user), place_id)
    keeps = user.has_permission(KEEP)
    form = MachineForm(request.POST or None, programs=None, initial=machine_initial(found))
    if request.method == "POST" and keeps and form.is_valid():
        tending.change_machine(machine=found, box=form.box(), by=user, at=at)
        say(request, gettext("Kept."))
        return redirect("supply:machine", found.pk)
    page = MachinePage(
        row=boxes.row(found, at), lots=boxes.lots(found), visits=_visits(found),
        form=form if keeps else None, address=_address(found), expired=boxes.expired(found, at),
    )  # fmt: skip
    status = UNREADABLE if form.errors else 200
    return render(request, "supply/agency/machine.html", page=page, status=status)


def _visits(found: Machine) -> list[tuple[Visit, list[tuple[str, int, int, int, int]]]]:
    visits = found.visits.select_related("by").prefetch_related("lines__product")
    last = visits.order_by("-at")[:20]
    return [(visit, [_line(line) for line in visit.lines.all()]) for visit in last]


def _line(line: VisitLine) -> tuple[str, int, int, int, int]:
    """In kits: found, gone to people, taken out, put in."""
    kit = line.product.per_kit
    return (rows.name(line.product), line.found // kit, line.dispensed // kit,
            line.taken_out // kit, line.put_in // kit)  # fmt: skip


def _address(found: Machine) -> str:
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('supply:box', args=[found.code])}"


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Count found, taken out, put in."""
    user, at = signed_in_user(request), clock.now()
    found = only(access.machines(user), place_id)
    form = VisitForm(
        request.POST or None, products=_products(found), sources=_sources(found),
        today=house.today(at),
    )  # fmt: skip
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            done = tending.visit_machine(machine=found, told=form.told(), by=user, at=at)
        except (tending.TooFull, OutOfStock, NoLotKnown, MoreOutThanFound) as error:
            trouble = _trouble(error)
        else:
            undo = reverse("supply:undo_visit", args=[found.pk, done.pk])
            say(request, gettext("Written down. Thank you."), undo_url=undo)
            return redirect("supply:machine", found.pk)
    there = {row.lot.product_id: 0 for row in boxes.lots(found)}
    gone = dict(there)
    for row in boxes.lots(found):
        there[row.lot.product_id] += row.kits
    for row in boxes.expired(found, at):
        gone[row.lot.product_id] += row.kits
    page = VisitPage(
        found, form,
        [(p, rows.name(p), there.get(p.pk, 0), gone.get(p.pk, 0), a, b, c)
         for p, a, b, c in form.rows()],
        trouble,
    )  # fmt: skip
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "supply/agency/visit.html", page=page, status=status)


def _products(found: Machine) -> list[Product]:
    """What stands or stood there, and what the program hands out."""
    offered = Product.objects.filter(offered__program=found.place.program, is_current=True)
    there = Product.objects.filter(lots__balances__place_id=found.pk)
    return list((offered | there).distinct().order_by("kind", "slug"))


def _sources(found: Machine):  # type: ignore[no-untyped-def]
    kinds = [kind for kind in SHELVES if kind != PlaceKind.MACHINE]
    shelves = Place.objects.filter(program=found.place.program, kind__in=kinds, closed_at=None)
    return shelves.order_by("name")


def _trouble(error: Exception) -> str:
    match error:
        case tending.TooFull():
            return gettext("It holds %(kits)d kits, and this would be more.") % {
                "kits": error.holds
            }
        case OutOfStock():
            return gettext("The shelf you took from does not hold so many usable kits.")
        case MoreOutThanFound():
            return gettext("More was taken out than was found there.")
        case _:
            return gettext(
                "Kits were found, and we know of none that ever came there. "
                "Write them down as put in, from where they came."
            )


@needs(KEEP)
@require_POST
def undo_visit(request: HttpRequest, place_id: UUID, visit_id: UUID) -> HttpResponse:
    """It was a slip."""
    user = signed_in_user(request)
    found = only(access.visits(user).filter(machine_id=place_id), visit_id)
    try:
        tending.undo_visit(visit=found, by=user, at=clock.now())
        say(request, gettext("The visit is undone."))
    except (tending.AlreadyUndone, NotThere, moving.AlreadyUndone):
        told = gettext("It cannot be undone any more: kits have moved on.")
        say(request, told, kind="warn")
    return redirect("supply:machine", place_id)


@needs(KEEP)
@require_POST
def machine_act(request: HttpRequest, place_id: UUID, act: str) -> HttpResponse:
    """Take it down, put it back, or say that it is not empty."""
    user, at = signed_in_user(request), clock.now()
    found = only(access.machines(user), place_id)
    acts = {
        "down": (tending.take_down_machine, gettext("It stands no more."), "up"),
        "up": (tending.put_machine_back, gettext("It stands again."), "down"),
        "not-empty": (tending.set_report_right, gettext("It is not empty."), ""),
    }
    if act not in acts:
        raise Http404
    do, said, undo = acts[act]
    do(machine=found, by=user, at=at)
    undo_url = reverse("supply:machine_act", args=[found.pk, undo]) if undo else ""
    say(request, said, undo_url=undo_url)
    return redirect("supply:machines" if act == "down" else "supply:machine", *(
        [] if act == "down" else [found.pk]))  # fmt: skip


@needs(VIEW)
def poster(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """To be stuck on the box: what is in it, and the code to scan when it is empty."""
    found = only(access.machines(signed_in_user(request)), place_id)
    page = MachinePage(boxes.row(found, clock.now()), [], [], None, _address(found), [])
    return render(request, "supply/agency/poster.html", page=page)

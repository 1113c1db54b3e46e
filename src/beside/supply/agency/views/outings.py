"""Kits for events: planned, taken out, brought back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.supply.access import only, programs_of, scoped
from beside.supply.agency import access, rows, words
from beside.supply.agency.forms_outside import OutingForm
from beside.supply.agency.pages import OutingPage, OutingsPage
from beside.supply.core.fefo import OutOfStock
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.models import Outing, Place, Product
from beside.supply.posting import NotThere
from beside.supply.services import moving, outings

KEEP = Permission.KEEP_STOCK
CONFLICT, UNREADABLE = 409, 422


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def all_outings(request: HttpRequest) -> HttpResponse:
    """The next first, and planning another."""
    user, at = signed_in_user(request), clock.now()
    kinds = [kind for kind in SHELVES if kind != PlaceKind.MACHINE]
    shelves = scoped(Place.objects.filter(kind__in=kinds, closed_at=None), user).order_by("name")
    form = OutingForm(request.POST or None, shelves=shelves, products=_products(user))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = outings.plan_outing(
                program=said["shelf"].program, name=said["name"], on_date=said["on_date"],
                county_fips=said["county_fips"], shelf=said["shelf"], wanted=form.wanted(),
                by=user, at=at,
            )  # fmt: skip
        except outings.NothingPlanned:
            form.add_error(None, gettext("Write how many kits go along."))
        else:
            return redirect("supply:outing", made.pk)
    found = access.outings(user).prefetch_related("lines__product").order_by("-on_date")[:100]
    page = OutingsPage([_row(outing) for outing in found], form)
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "supply/agency/outings.html", page=page, status=status)


def _products(user: object) -> list[Product]:
    offered = Product.objects.filter(
        offered__program__in=programs_of(user),  # type: ignore[arg-type]
        is_current=True,
    )
    return list(offered.distinct().order_by("kind", "slug"))


def _row(outing: Outing) -> tuple[Outing, object, int, int | None]:
    """The event, its state, kits out, kits given (None: not counted yet)."""
    lines = list(outing.lines.all())
    out = sum(line.out // line.product.per_kit for line in lines)
    back = sum((line.back or 0) // line.product.per_kit for line in lines)
    is_back = outing.state == Outing.State.BACK
    return outing, words.OUTINGS[Outing.State(outing.state)], out, out - back if is_back else None


@needs(KEEP)
def outing(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """One event: its lots, and what came back."""
    return _drawn(request, only(access.outings(signed_in_user(request)), outing_id))


def _drawn(
    request: HttpRequest, found: Outing, trouble: str = "", status: int = 200
) -> HttpResponse:
    lines = [
        (line, rows.name(line.product), line.out // line.product.per_kit,
         None if line.back is None else line.back // line.product.per_kit)
        for line in found.lines.select_related("product", "lot").order_by("pk")
    ]  # fmt: skip
    page = OutingPage(found, words.OUTINGS[Outing.State(found.state)], lines, trouble)
    return render(request, "supply/agency/outing.html", page=page, status=status)


@needs(KEEP)
@require_POST
def outing_act(request: HttpRequest, outing_id: UUID, act: str) -> HttpResponse:
    """Take out, bring back, undo, cancel."""
    user = signed_in_user(request)
    found = only(access.outings(user), outing_id)
    undo = {"out": "cancel", "back": "undo-back"}.get(act, "")
    said = {
        "out": gettext("Out with the crew."),
        "back": gettext("Counted. What is missing was given there."),
        "undo-back": gettext("All is out again."),
        "cancel": gettext("It does not take place; the kits are back on the shelf."),
    }  # fmt: skip
    if act not in said:
        raise Http404
    try:
        _do(act, found, request, user)
    except OutOfStock:
        return _drawn(request, found, gettext("The shelf does not hold so many usable kits."),
                      UNREADABLE)  # fmt: skip
    except (outings.MoreBackThanOut, ValueError):
        return _drawn(request, found, gettext("No more can come back than went out."), UNREADABLE)
    except (outings.NotNow, NotThere, moving.AlreadyUndone):
        now = only(access.outings(user), outing_id)
        told = gettext("Somebody was quicker. This is how it stands now.")
        return _drawn(request, now, told, CONFLICT)
    undo_url = reverse("supply:outing_act", args=[found.pk, undo]) if undo else ""
    say(request, said[act], undo_url=undo_url)
    return redirect("supply:outing", found.pk)


def _do(act: str, found: Outing, request: HttpRequest, user: User) -> None:
    at = clock.now()
    if act == "back":
        back = {}
        for line in found.lines.select_related("product"):
            typed = request.POST.get(f"back_{line.pk}", "").strip() or "0"
            back[line.pk] = int(typed) * line.product.per_kit
            if back[line.pk] < 0:
                raise outings.MoreBackThanOut
        outings.bring_back(outing=found, back=back, by=user, at=at)
        return
    services = {
        "out": outings.take_out, "undo-back": outings.undo_bring_back,
        "cancel": outings.cancel_outing,
    }  # fmt: skip
    services[act](outing=found, by=user, at=at)

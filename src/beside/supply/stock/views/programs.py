"""Programs, their products and shelves; and the products of the house."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.partners import counties
from beside.partners.access import partners_of
from beside.partners.models import Partner
from beside.supply import access, listed
from beside.supply.models import Offered, Place, Product, Program
from beside.supply.services import programs as services
from beside.supply.stock import program_forms, queries
from beside.supply.stock.pages import (
    ListedPage,
    ProductPage,
    ProductsPage,
    ProgramPage,
    ProgramsPage,
)
from beside.supply.stock.views.drawn import clock, draw, house, may, who


def _partners(user: User) -> Any:
    """Partners of theirs that have no program yet."""
    all_of_them = user.has_permission(Permission.MANAGE_PARTNERS)
    rows = Partner.objects.all() if all_of_them else partners_of(user)
    return rows.filter(supply_program=None).order_by("name")


@needs(Permission.MANAGE_PROGRAM)
def programs(request: HttpRequest) -> HttpResponse:
    """The programs one looks after."""
    user = who(request)
    rows = [
        (program, program.offered.count(), queries.places_of([program]).count())
        for program in access.programs_of(user).select_related("standing_order")
    ]
    page = ProgramsPage(rows, _partners(user).exists(), may(user), house.today(clock.now()))
    return draw(request, "programs", page)


@needs(Permission.MANAGE_PROGRAM)
def program_new(request: HttpRequest) -> HttpResponse:
    """A program for a partner."""
    user = who(request)
    form = program_forms.ProgramForm(
        request.POST or None, partners=_partners(user), initial=_defaults()
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_program(partner=form.cleaned_data["partner"],
                                           facts=_facts(request, form, None), at=clock.now(),
                                           by=user)  # fmt: skip
        except services.HasOne:
            form.add_error("slug", gettext("There is one of that name."))
        else:
            say(request, gettext("The program is there. Say what it offers, and from which shelf."))
            return redirect("supply:stock_program", made.pk)
    page = ProgramPage(None, form, may(user), house.today(clock.now()))
    return draw(request, "program", page, status=422 if form.errors else 200)


def _defaults() -> dict[str, Any]:
    blank = Program()
    names = ("answer_days", "days_kept", "pickup_days", "most_kits", "peer_cap", "plan_above_units",
             "least_days_left", "is_open")  # fmt: skip
    return {name: getattr(blank, name) for name in names}


def _facts(
    request: HttpRequest, form: program_forms.ProgramForm, program: Program | None
) -> dict[str, Any]:
    """What the form says, as fields of a program; a standing order is a paper of its own."""
    facts = {name: value for name, value in form.cleaned_data.items()
             if name not in ("partner", "order_title", "order_url")}  # fmt: skip
    title, url = form.cleaned_data["order_title"], form.cleaned_data["order_url"]
    known = program.standing_order if program else None
    if title and (known is None or (known.title, known.url) != (title, url)):
        known = services.add_document(title=title, reference="", url=url, dated_on=None,
                                      at=clock.now(), by=who(request))  # fmt: skip
    facts["standing_order"] = known if title else None
    return facts


@needs(Permission.MANAGE_PROGRAM)
def program(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """One program: its facts, what it offers, its shelves."""
    user = who(request)
    found = access.program_for(user, program_id)
    if request.method != "POST":
        return _program(request, found)
    form = program_forms.ProgramForm(request.POST, partners=None)
    if not form.is_valid():
        return _program(request, found, form=form, status=422)
    try:
        services.change_program(program=found, facts=_facts(request, form, found), at=clock.now(),
                                by=user)  # fmt: skip
    except services.HasOne:
        form.add_error("slug", gettext("There is one of that name."))
        return _program(request, found, form=form, status=422)
    say(request, gettext("Kept."))
    return redirect("supply:stock_program", found.pk)


def _program(
    request: HttpRequest, found: Program, *, form: Any = None, offer: Any = None, shelf: Any = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    products = Product.objects.filter(is_current=True).order_by("kind", "slug")
    shelves = list(queries.places_of([found], closed=True))
    page = ProgramPage(
        program=found, may=may(who(request)), on=house.today(clock.now()),
        form=form or program_forms.ProgramForm(initial=_said(found), partners=None),
        offered=list(found.offered.select_related("product").order_by("position", "product__slug")),
        shelves=shelves, listed=listed.of(shelves, clock.now()), gone=listed.gone(shelves),
        offer=offer or program_forms.OfferedForm(products=products, prefix="offer"),
        shelf=shelf or program_forms.ShelfForm(prefix="shelf"),
        states=found.states, counties=counties.names_of(found.counties),
    )  # fmt: skip
    return draw(request, "program", page, status=status)


def _said(found: Program) -> dict[str, Any]:
    names = ("slug", "public_name", "phone", "email", "is_open", "mails", "takes_orders",
             "answer_days", "days_kept", "pickup_days", "most_kits", "peer_cap", "plan_above_units",
             "least_days_left", "standing_order_until_date", "registration_until_date")  # fmt: skip
    order = found.standing_order
    return {name: getattr(found, name) for name in names} | {
        "states": ", ".join(found.states), "counties": "\n".join(counties.names_of(found.counties)),
        "zips": " ".join(found.zips), "return_lines": "\n".join(found.return_lines),
        "order_title": order.title if order else "", "order_url": order.url if order else "",
    }  # fmt: skip


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def offer(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Offer a product, in these ways; or no more."""
    user = who(request)
    found = access.program_for(user, program_id)
    products = Product.objects.filter(is_current=True)
    if drop := request.POST.get("drop"):
        row = get_object_or_404(Offered, program=found, product__slug=drop)
        services.stop_offering(program=found, product=row.product, at=clock.now(), by=user)
        say(request, gettext("No longer offered; the stock stays where it is."))
        return redirect("supply:stock_program", found.pk)
    form = program_forms.OfferedForm(request.POST, products=products, prefix="offer")
    if not form.is_valid():
        return _program(request, found, offer=form, status=422)
    facts = dict(form.cleaned_data)
    services.offer_product(program=found, product=facts.pop("product"), facts=facts,
                           at=clock.now(), by=user)  # fmt: skip
    say(request, gettext("Kept."))
    return redirect("supply:stock_program", found.pk)


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def shelf(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """A place stock can stand at."""
    user = who(request)
    found = access.program_for(user, program_id)
    form = program_forms.ShelfForm(request.POST, prefix="shelf")
    if not form.is_valid():
        return _program(request, found, shelf=form, status=422)
    made = services.add_shelf(
        program=found, kind=form.shelf_kind(), name=form.cleaned_data["name"],
        county_fips=form.cleaned_data["county"], at=clock.now(), by=user,
    )  # fmt: skip
    if made.kind in listed.KINDS:
        say(
            request,
            gettext("Kept. May people pick up there? Then say what the directory calls it."),
        )
        return redirect("supply:stock_shelf_listed", made.pk)
    say(request, gettext("Kept."))
    return redirect("supply:stock_program", found.pk)


@needs(Permission.MANAGE_PROGRAM)
@require_http_methods(["GET", "POST"])
def shelf_listed(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """What the public directory calls this shelf: then people may pick up there."""
    user, at = who(request), clock.now()
    place: Place = access.place_for(user, place_id)
    if place.kind not in listed.KINDS:
        raise Http404
    if request.method == "POST":
        return _list(request, user, place)
    typed = request.GET.get("q", "").strip()[:80]
    page = ListedPage(
        place, typed,
        listed.candidates(place.program, typed, at, county_fips=place.county_fips),
        listed.of([place], at).get(place.pk), listed.gone([place]).get(place.pk), may(user),
    )  # fmt: skip
    return draw(request, "shelf_listed", page)


def _list(request: HttpRequest, user: User, place: Place) -> HttpResponse:
    chosen = request.POST.get("location", "")
    try:
        if chosen:
            services.list_shelf(place=place, location_id=UUID(chosen), at=clock.now(), by=user)
            say(request, gettext("Kept. People may pick up there."))
        else:
            services.take_listing_off(place=place, at=clock.now(), by=user)
            say(request, gettext("Nobody is sent there any more."))
    except (ValueError, services.NotNameable):
        say(request, gettext("The public directory does not list that place now. Choose another."),
            kind="danger")  # fmt: skip
        return redirect("supply:stock_shelf_listed", place.pk)
    return redirect("supply:stock_program", place.program_id)


@needs(Permission.MANAGE_PROGRAM)
@require_POST
def shelf_act(request: HttpRequest, place_id: UUID, act: str) -> HttpResponse:
    """No longer used, or used again."""
    user = who(request)
    place: Place = access.place_for(user, place_id)
    if act == "reopen":
        services.reopen_shelf(place=place, at=clock.now(), by=user)
    else:
        try:
            services.close_shelf(place=place, at=clock.now(), by=user)
        except services.NotEmpty:
            told = gettext("Something stands there still. Move it or write it off first.")
            say(request, told, kind="danger")
    return redirect("supply:stock_program", place.program_id)


@needs(Permission.MANAGE_PROGRAM)
def products(request: HttpRequest) -> HttpResponse:
    """Every product, and how it is packed."""
    rows = list(Product.objects.order_by("-is_current", "kind", "slug"))
    return draw(request, "products", ProductsPage(rows, may(who(request))))


@needs(Permission.MANAGE_PROGRAM)
def product_new(request: HttpRequest) -> HttpResponse:
    return _product(request, None)


@needs(Permission.MANAGE_PROGRAM)
def product(request: HttpRequest, slug: str) -> HttpResponse:
    return _product(request, get_object_or_404(Product, slug=slug))


def _product(request: HttpRequest, found: Product | None) -> HttpResponse:
    """Add one, or change one."""
    user = who(request)
    start: dict[str, Any] = {"is_current": True, "per_kit": 1, "per_box": 1, "per_case": 1,
                             "kit_weight_g": 0}  # fmt: skip
    if found is not None:
        start = {
            "kind": found.kind, "name_en": found.names.get("en", ""),
            "name_es": found.names.get("es", ""), "is_prescription": found.is_prescription,
            "law_topic": found.law_topic, "per_kit": found.per_kit, "per_box": found.per_box,
            "per_case": found.per_case, "kit_weight_g": found.kit_weight_g,
            "ndcs": " ".join(found.ndcs), "gtins": " ".join(found.gtins),
            "is_current": found.is_current,
        }  # fmt: skip
    form = program_forms.ProductForm(request.POST or None, initial=start, is_known=bool(found))
    if request.method == "POST" and form.is_valid():
        services.keep_product(product=found, facts=form.facts(), at=clock.now(), by=user)
        say(request, gettext("Kept."))
        return redirect("supply:stock_products")
    page = ProductPage(found, form, may(user))
    return draw(request, "product", page, status=422 if form.errors else 200)

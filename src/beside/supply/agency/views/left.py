"""Kits a crew left behind: one count at a time, or a list that is looked at first."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from django.core import signing
from django.db.models import QuerySet, Sum
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
from beside.design.paging import Paging
from beside.kernel import clock, house
from beside.partners.adapters import sheets as reading
from beside.supply.access import only, programs_of
from beside.supply.agency import access, rows, sheets
from beside.supply.agency.forms_outside import LeftForm, LeftUpload
from beside.supply.agency.pages import LeftImportPage, LeftPage
from beside.supply.core.left_behind import Left, judge
from beside.supply.models import Agency, LeftBehind, Product
from beside.supply.posting import NotThere
from beside.supply.services import leaving_behind, saving_orders
from beside.supply.services.moving import AlreadyUndone

KEEP = Permission.KEEP_STOCK
UNREADABLE = 422
SALT, HOUR = "supply.left_behind", 3600
QUARTER = timedelta(days=91)


def _agencies(user: User) -> "QuerySet[Agency]":
    """Services first that carry kits with them; others may too."""
    return access.agencies(user).filter(state="open").order_by("plain_name")


def _products(user: User) -> "QuerySet[Product]":
    offered = Product.objects.filter(offered__program__in=programs_of(user), kind="naloxone")
    return offered.distinct().order_by("slug")


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def left_behind(request: HttpRequest) -> HttpResponse:
    """The form above the last counts."""
    user, at = signed_in_user(request), clock.now()
    today = house.today(at)
    form = LeftForm(
        request.POST or None, agencies=_agencies(user), products=_products(user), today=today
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = leaving_behind.leave_behind(
                agency=said["agency"], left=form.left(), product=said["product"], by=user, at=at
            )
        except leaving_behind.AlreadyThere:
            form.add_error("unit", gettext("This unit and day are counted already."))
        else:
            undo = reverse("supply:undo_left", args=[row.pk])
            words = gettext("Counted.") if row.movement_id else gettext(
                "Counted. By our books this service had not so many kits; the shelf is as it was."
            )  # fmt: skip
            say(request, words, undo_url=undo)
            return redirect("supply:left_behind")
    found = access.left_behind(user).filter(undone_at=None).order_by("-on_date", "-pk")
    paging = Paging.read(request.GET, total=found.count())
    page = LeftPage(
        form,
        [(one, rows.name(one.product), one.units // one.product.per_kit)
         for one in found[paging.start : paging.stop]],
        paging,
        _sums(found, today),
        list(_agencies(user)),
    )  # fmt: skip
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "supply/agency/left.html", page=page, status=status)


def _sums(found: "QuerySet[LeftBehind]", today: date) -> list[tuple[str, int]]:
    """Kits of the last three months by service, the most first."""
    recent = found.filter(on_date__gt=today - QUARTER).order_by()
    by_product = recent.values("agency__name", "product__per_kit").annotate(n=Sum("units"))
    sums: Counter[str] = Counter()
    for one in by_product:
        sums[one["agency__name"]] += one["n"] // one["product__per_kit"]
    return sums.most_common()


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A spreadsheet: judged row by row, shown, and kept whole or not at all."""
    user, at = signed_in_user(request), clock.now()
    if packed := request.POST.get("packed"):
        return _keep(request, user, packed)
    form = LeftUpload(request.POST or None, request.FILES or None, agencies=_agencies(user))
    if request.method != "POST" or not form.is_valid():
        status = UNREADABLE if request.method == "POST" else 200
        return render(request, "supply/agency/left_import.html", page=LeftImportPage(form),
                      status=status)  # fmt: skip
    agency, file = form.cleaned_data["agency"], form.cleaned_data["file"]
    try:
        header, below = reading.read(file.name, file.read())
    except reading.Unreadable:
        page = LeftImportPage(form, is_unreadable=True)
        return render(request, "supply/agency/left_import.html", page=page, status=UNREADABLE)
    names = _names(user)
    judged = judge([header, *below], names, _known(agency), house.today(at))
    kept = [[n, one.unit, one.on_date.isoformat(), one.product, one.kits] for n, one in judged.rows]
    page = LeftImportPage(
        form, judged.faults, len(judged.rows),
        "" if judged.faults or not kept else signing.dumps([str(agency.pk), kept], salt=SALT,
                                                           compress=True),
        agency,
    )  # fmt: skip
    status = UNREADABLE if judged.faults else 200
    return render(request, "supply/agency/left_import.html", page=page, status=status)


def _names(user: User) -> dict[str, str]:
    """Every name a product goes by in a list."""
    named: dict[str, str] = {}
    for product in _products(user):
        for name in (product.slug, *product.names.values(), *product.ndcs):
            named[str(name).casefold()] = product.slug
    return named


def _known(agency: Agency) -> set[tuple[str, date, str]]:
    kept = LeftBehind.objects.filter(agency=agency, undone_at=None)
    rows_kept = kept.values_list("unit", "on_date", "product__slug")
    return {(unit.casefold(), day, slug) for unit, day, slug in rows_kept}


def _keep(request: HttpRequest, user: User, packed: str) -> HttpResponse:
    """What was looked at; the list came back signed, so it is the same list."""
    try:
        agency_id, kept = signing.loads(packed, salt=SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise Http404 from error
    agency = only(_agencies(user), agency_id)
    listed = [
        (n, Left(unit, date.fromisoformat(day), slug, kits)) for n, unit, day, slug, kits in kept
    ]
    products: Mapping[str, Product] = {product.slug: product for product in _products(user)}
    try:
        count = leaving_behind.bring_in_left_behind(
            agency=agency, rows=listed, products=products, by=user, at=clock.now()
        )
    except leaving_behind.AlreadyThere as error:
        told = gettext("Nothing was kept: row %(row)d was counted meanwhile.")
        say(request, told % {"row": error.number}, kind="warn")
    else:
        say(request, gettext("%(n)d rows are counted.") % {"n": count})
    return redirect("supply:left_behind")


@needs(KEEP)
@require_POST
def undo_left(request: HttpRequest, row_id: int) -> HttpResponse:
    """It was a slip."""
    user = signed_in_user(request)
    row = only(access.left_behind(user), row_id)
    try:
        leaving_behind.undo_left_behind(row=row, by=user, at=clock.now())
        say(request, gettext("Undone."))
    except (leaving_behind.AlreadyUndone, AlreadyUndone, NotThere):
        say(request, gettext("It was undone already."), kind="warn")
    return redirect("supply:left_behind")


@needs(KEEP)
def left_file(request: HttpRequest, kind: str) -> HttpResponse:
    """All counts, as they can be brought in again."""
    if kind not in sheets.TYPES:
        raise Http404
    user, at = signed_in_user(request), clock.now()
    found = list(access.left_behind(user).filter(undone_at=None).order_by("on_date", "unit"))
    table: list[list[sheets.Cell]] = [["service", "date", "unit", "product", "kits"]]
    table += [
        [one.agency.name, f"{one.on_date:%Y-%m-%d}", one.unit, one.product.slug,
         one.units // one.product.per_kit]
        for one in found
    ]  # fmt: skip
    saving_orders.note_list_taken(count=len(found), kind=kind, by=user, at=at)
    return sheets.answer(kind, f"left-behind-{at:%Y-%m-%d}", table)

"""The list of orders: what runs out first stands first; filtered, kept, taken away."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.design.paging import Paging
from beside.kernel import clock, house
from beside.supply.access import programs_of
from beside.supply.agency import access, rows, sheets, words
from beside.supply.agency.filters import GROUPS, Filter
from beside.supply.agency.pages import OrdersPage
from beside.supply.core.order import State
from beside.supply.models import Offered, Product, SavedOrders
from beside.supply.services import saving_orders

ASK = Permission.ANSWER_ORDERS
MOST_ROWS = 20_000


@needs(ASK)
def orders(request: HttpRequest) -> HttpResponse:
    """Every order of the programs one works for."""
    user, today = signed_in_user(request), house.today(clock.now())
    asked = Filter.read(request.GET)
    found = asked.apply(access.orders(user)).prefetch_related("lines__product")
    paging = Paging.read(request.GET, total=found.count())
    page = OrdersPage(
        rows=rows.order_rows(found[paging.start : paging.stop], today), paging=paging,
        asked=asked.said, query=asked.query, states=_states(), kinds=words.kinds(),
        products=_products(user), programs=list(programs_of(user)),
        saved=list(SavedOrders.objects.filter(user=user).order_by("name")),
        counts=_counts(user),
        waiting_agencies=access.agencies(user).filter(state="asked").count(),
    )  # fmt: skip
    return render(request, "supply/agency/orders.html", page=page)


def _states() -> list[tuple[str, object]]:
    groups = [
        ("open", gettext("All that is open")), ("to_decide", gettext("To answer")),
        ("to_ship", gettext("To pack and ship")), ("on_the_way", gettext("On the way or ready")),
        ("all", gettext("All, closed ones too")),
    ]  # fmt: skip
    return [*groups, *((state.value, words.STATES[state]) for state in State)]


def _products(user: User) -> list[tuple[str, str]]:
    offered = Offered.objects.filter(program__in=programs_of(user), by_case=True)
    found = Product.objects.filter(pk__in=offered.values("product")).order_by("slug")
    return [(product.slug, rows.name(product)) for product in found]


def _counts(user: User) -> dict[str, int]:
    return access.orders(user).aggregate(
        **{name: Count("pk", filter=Q(state__in=states)) for name, states in GROUPS.items()}
    )


@needs(ASK)
def orders_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as it is filtered, as a spreadsheet."""
    if kind not in sheets.TYPES:
        raise Http404
    user, at = signed_in_user(request), clock.now()
    found = Filter.read(request.GET).apply(access.orders(user)).prefetch_related("lines__product")
    taken = list(found[:MOST_ROWS])
    saving_orders.note_list_taken(count=len(taken), kind=kind, by=user, at=at)
    name = f"orders-{at:%Y-%m-%d}"
    return sheets.answer(kind, name, sheets.orders(taken, get_language() or "en"))


@needs(ASK)
@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep what is asked now under a name."""
    user, name = signed_in_user(request), request.POST.get("name", "").strip()
    query = request.POST.get("query", "")
    if name:
        kept = saving_orders.keep_filter(name=name, query=query, by=user, at=clock.now())
        undo = reverse("supply:forget_orders", args=[kept.pk])
        say(request, gettext("Kept as “%(name)s”.") % {"name": kept.name}, undo_url=undo)
    return redirect(f"{reverse('supply:orders')}?{query}")


@needs(ASK)
@require_POST
def forget_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Take a kept filter away."""
    user = signed_in_user(request)
    saving_orders.forget_filter(filter_id=filter_id, by=user, at=clock.now())
    say(request, gettext("It is no longer kept."))
    return redirect("supply:orders")

"""An agency's own pages, by its link: what it ordered, a new order, its facts, what recurs."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import wraps
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import by_link
from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.kernel import clock, house
from beside.kernel.steps import NotAllowed
from beside.privacy.vault import Worker
from beside.supply.agency import access, links, offers, rows, sealed, words
from beside.supply.agency.forms import FactsForm, OrderForm, RecurringForm, UsedForm, blocked_words
from beside.supply.agency.offers import Offer
from beside.supply.agency.pages import Amount, FormPage, NewOrderPage, OwnOrderPage, OwnPage
from beside.supply.agency.stepping import Overtaken
from beside.supply.core.order import STEPS, Event, Reason, State
from beside.supply.models import Agency, AgencyLink, Order, Place, Recurrence
from beside.supply.services import agency_reversals, filling, letting_in, ordering, recurring
from beside.supply.services.letting_in import Door
from beside.supply.services.ordering import CannotOrder

UNREADABLE = 422
TWIN_WITHIN = timedelta(days=1)
OWN = Worker("supply.agency")
View = Callable[..., HttpResponse]


def _behind(view: Callable[[HttpRequest, Agency, str], HttpResponse] | View) -> View:
    """Whoever holds the link comes in; a page that is never kept, and tells no other site."""

    @by_link
    @public_form
    @wraps(view)
    def door(request: HttpRequest, token: str, **more: object) -> HttpResponse:
        agency = access.agency_behind(token)
        if request.method == "POST":
            used = AgencyLink.objects.filter(digest=links.digest(token))
            used.update(used_at=clock.now())
        answer = view(request, agency, token, **more)
        add_never_cache_headers(answer)
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    return door


@_behind
def page(request: HttpRequest, agency: Agency, token: str) -> HttpResponse:
    """Its orders, the newest first, and what it can do."""
    today = house.today(clock.now())
    found = agency.orders.prefetch_related("lines__product").select_related("pick_up_at")
    kept = Recurrence.objects.filter(agency=agency, ended_at=None).first()
    drawn = OwnPage(
        token=token, agency=agency,
        orders=rows.order_rows(found.order_by("-placed_at")[:24], today),
        recurrence=kept, recurring=_recurring(kept),
        reversals=ordering.reversals_since_last(agency),
        asks_how=agency.going_asked_at is not None and not agency.going,
        going=list(words.GOING.items()), has_door=agency.ship_to_id is not None,
    )  # fmt: skip
    return render(request, "supply/agency/own.html", page=drawn)


def _recurring(kept: Recurrence | None) -> list[Amount]:
    if kept is None:
        return []
    return [rows.amount(line.product, line.units) for line in kept.lines.select_related("product")]


@_behind
@require_http_methods(["GET", "POST"])
def new_order(request: HttpRequest, agency: Agency, token: str) -> HttpResponse:
    """One page; a returning agency finds last time's numbers there."""
    at = clock.now()
    open_to = offers.offers(agency, house.today(at))
    shelves = offers.pick_up_shelves(agency.program)
    recurs = not agency.recurrences.filter(ended_at=None).exists()
    form = OrderForm(
        request.POST or None, offers=open_to, agency=agency, shelves=shelves, recurs=recurs,
        initial=_as_last_time(agency, open_to, shelves),
    )  # fmt: skip
    needs_plan = is_twin = False
    if request.method == "POST" and form.is_valid():
        try:
            is_twin = not form.cleaned_data["again"] and _is_twin(agency, form, at)
            if not is_twin:
                return redirect("supply:agency_order", token, _placed(form, agency, at).pk)
        except ordering.PlanNeeded:
            needs_plan = True
            form.add_error("plan", gettext("For so many kits, say how you will give them out."))
        except CannotOrder as error:
            _say(form, error)
    status = UNREADABLE if request.method == "POST" else 200
    drawn = NewOrderPage(
        token, agency, form, open_to, ordering.reversals_since_last(agency),
        agency.ship_to_id is not None, needs_plan, is_twin, agency.program.plan_above_units,
    )  # fmt: skip
    return render(request, "supply/agency/new_order.html", page=drawn, status=status)


def _as_last_time(
    agency: Agency, open_to: list[Offer], shelves: list[Place]
) -> Mapping[str, object]:
    """The numbers of the last order; else one case of what is named first."""
    last = agency.orders.filter(rest_of=None).order_by("-placed_at").first()
    initial: dict[str, object] = {"nonce": secrets.token_urlsafe(16), "way": "ship"}
    if not agency.ship_to_id and shelves:
        initial["way"] = str(shelves[0].pk)
    if last is None:
        first = next((offer for offer in open_to if offer.is_open), None)
        return initial | ({f"cases_{first.product.pk}": "1"} if first else {})
    if last.pick_up_at_id:
        initial["way"] = str(last.pick_up_at_id)
    for line in last.lines.select_related("product"):
        if line.asked:
            number = line.asked // line.product.per_case
            initial[f"cases_{line.product_id}"] = str(number or "")
    return initial


def _is_twin(agency: Agency, form: OrderForm, at: datetime) -> bool:
    """The very same was ordered within a day, waits still, and this is no second sending of it."""
    wanted = {product.pk: units for product, units in form.units.items() if units}
    waiting = agency.orders.filter(state=State.ASKED, placed_at__gt=at - TWIN_WITHIN)
    if waiting.filter(nonce=form.cleaned_data["nonce"]).exists():
        return False
    return any(
        wanted == {line.product_id: line.asked for line in order.lines.all() if line.asked}
        for order in waiting.prefetch_related("lines")
    )


def _placed(form: OrderForm, agency: Agency, at: datetime) -> Order:
    order = ordering.place_order(
        agency=agency, wish=form.wish(), nonce=form.cleaned_data["nonce"], at=at
    )
    if every := form.cleaned_data.get("every"):
        recurring.keep_recurring(
            agency=agency, units=form.units, every_months=int(every),
            is_picked_up=order.way == Order.Way.PICK_UP, at=at,
        )  # fmt: skip
    return order


def _say(form: OrderForm, error: CannotOrder) -> None:
    """What stands in the way, at the field where it can be mended."""
    at_field = f"cases_{error.product.pk}" if getattr(error, "product", None) else None  # type: ignore[attr-defined]
    if at_field not in form.fields:
        at_field = None
    form.add_error(at_field if not isinstance(error, ordering.NoDoor) else "way", why(error))


def why(error: CannotOrder) -> str:
    """In words."""
    match error:
        case ordering.PaperEnded():
            return blocked_words(error.blocked)
        case ordering.OnlyABox():
            return gettext(
                "A prescription product cannot go to a post-office box. "
                "Give a street address in your facts, or pick it up."
            )
        case ordering.TooMany():
            told = gettext("At most %(most)d cases are given at once.")
            return told % {"most": error.most}
        case ordering.NoDoor():
            return gettext("We do not know where to ship it. Add an address to your facts.")
        case ordering.NothingAsked():
            return gettext("Write how many cases of at least one product.")
        case ordering.NotWholeCases():
            return gettext("Only whole cases are sent.")
        case ordering.NotOffered():
            return gettext("This is not offered any more.")
        case _:
            return gettext("This order cannot be taken as it is.")


OWN_ACTS = {
    "cancel": Event.CANCELLED, "received": Event.RECEIVED, "not-received": Event.NOT_RECEIVED,
}  # fmt: skip


@_behind
def order(request: HttpRequest, agency: Agency, token: str, order_id: UUID) -> HttpResponse:
    """One order: how far it is, and what can be said of it."""
    found = access.order_behind(agency, order_id)
    drawn = OwnOrderPage(
        token, agency, rows.order_row(found, house.today(clock.now())), rows.steps(found),
        words.REASONS[Reason(found.reason)] if found.reason else "",
        [act for act, event in OWN_ACTS.items() if _may(found, event)],
        list(found.rests.all()),
    )  # fmt: skip
    return render(request, "supply/agency/own_order.html", page=drawn)


def _may(found: Order, event: Event) -> bool:
    """What an agency may say by itself: it stands in the table, and is not the staff's to say."""
    if event is Event.CANCELLED and found.state not in {State.ASKED, State.APPROVED,
                                                        State.PART_APPROVED}:  # fmt: skip
        return False
    if event is Event.RECEIVED and found.state == State.READY:
        return False  # who hands it over says so
    return (State(found.state), event) in STEPS


@_behind
@require_POST
def order_act(
    request: HttpRequest, agency: Agency, token: str, order_id: UUID, act: str
) -> HttpResponse:
    """It came; it did not; it is not wanted any more."""
    found, at = access.order_behind(agency, order_id), clock.now()
    if act not in OWN_ACTS:
        raise Http404
    do = {
        "cancel": ordering.cancel_order, "received": filling.receive_order,
        "not-received": filling.not_received,
    }[act]  # fmt: skip
    try:
        if _may(found, OWN_ACTS[act]):
            do(order=found, by=None, at=at)
    except (NotAllowed, Overtaken):
        pass  # the page says how it stands now
    return redirect("supply:agency_order", token, found.pk)


@_behind
@require_POST
def going(request: HttpRequest, agency: Agency, token: str) -> HttpResponse:
    """How is it going? One tap."""
    said = request.POST.get("going", "")
    if said in Agency.Going.values:
        letting_in.say_how_it_goes(agency=agency, going=said, at=clock.now())
    return redirect("supply:agency_page", token)


@_behind
@require_http_methods(["GET", "POST"])
def used(request: HttpRequest, agency: Agency, token: str) -> HttpResponse:
    """Naloxone was used: it goes along with the next order by itself."""
    form = UsedForm(request.POST or None, initial={"nonce": uuid4()})
    if request.method == "POST" and form.is_valid():
        agency_reversals.report_for_agency(
            agency=agency, told=form.told(agency.county_fips), nonce=form.cleaned_data["nonce"],
            at=clock.now(),
        )  # fmt: skip
        return redirect("supply:agency_page", token)
    status = UNREADABLE if request.method == "POST" else 200
    drawn = FormPage(form, agency, token)
    return render(request, "supply/agency/used.html", page=drawn, status=status)


@_behind
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, agency: Agency, token: str) -> HttpResponse:
    """What we hold of it, and changing it."""
    at = clock.now()
    asks = offers.terms_of(agency.program).asks_license
    form = FactsForm(
        request.POST or None, asks_license=asks,
        initial=_held(agency, at) if request.method == "GET" else {},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        _keep(form, agency, at)
        return redirect("supply:agency_page", token)
    status = UNREADABLE if request.method == "POST" else 200
    drawn = FormPage(form, agency, token)
    return render(request, "supply/agency/facts.html", page=drawn, status=status)


def _held(agency: Agency, at: datetime) -> dict[str, object]:
    """Opened for the agency itself; the opening is recorded like any other."""
    contact = sealed.contact(agency.contact_id, by=OWN, purpose=sealed.OWN, at=at)
    door = sealed.ship_to(agency.ship_to_id, by=OWN, purpose=sealed.OWN, at=at)
    held: dict[str, object] = {
        name: getattr(agency, name)
        for name in ("is_confidential", "list_publicly", "license", "standing_order_until_date",
                     "registration_until_date", "language")
    }  # fmt: skip
    if contact:
        held |= {"person": contact.name, "email": contact.email, "phone": contact.phone}
    if door:
        held |= {name: getattr(door, name)
                 for name in ("attention", "street", "more", "city", "state", "zip")}  # fmt: skip
    return held


def _keep(form: FactsForm, agency: Agency, at: datetime) -> None:
    said = form.cleaned_data
    county = form.where.county_fips if form.where else agency.county_fips
    door = Door(form.ship_to(), county, said["is_confidential"], said["list_publicly"])
    letting_in.keep_facts(
        agency=agency, contact=form.contact(), door=door, papers=said, by=None, at=at
    )


@_behind
@require_http_methods(["GET", "POST"])
def every(request: HttpRequest, agency: Agency, token: str) -> HttpResponse:
    """The recurring order: begin it or change it."""
    at = clock.now()
    kept = Recurrence.objects.filter(agency=agency, ended_at=None).first()
    form = RecurringForm(
        request.POST or None, offers=offers.offers(agency, house.today(at)), initial=_as_kept(kept)
    )
    if request.method == "POST" and form.is_valid():
        recurring.keep_recurring(
            agency=agency, units=form.units, every_months=form.cleaned_data["every"],
            is_picked_up=form.cleaned_data["picked_up"], at=at,
        )  # fmt: skip
        return redirect("supply:agency_page", token)
    status = UNREADABLE if request.method == "POST" else 200
    drawn = FormPage(form, agency, token, kept)
    return render(request, "supply/agency/every.html", page=drawn, status=status)


def _as_kept(kept: Recurrence | None) -> dict[str, object]:
    if kept is None:
        return {"every": 1}
    lines = kept.lines.select_related("product")
    numbers = {f"cases_{one.product_id}": one.units // one.product.per_case for one in lines}
    return {"every": kept.every_months, "picked_up": kept.is_picked_up, **numbers}


@_behind
@require_POST
def every_act(request: HttpRequest, agency: Agency, token: str, act: str) -> HttpResponse:
    """Pause it, let it go on, end it."""
    acts = {
        "pause": recurring.pause_recurring, "resume": recurring.resume_recurring,
        "end": recurring.end_recurring,
    }  # fmt: skip
    if act not in acts:
        raise Http404
    with suppress(recurring.NotRecurring):  # ended already: the page says so
        acts[act](agency=agency, at=clock.now())
    return redirect("supply:agency_page", token)

"""One order: decided, filled, sent; each step with its undo."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.kernel.steps import NotAllowed
from beside.supply import shelves
from beside.supply.access import only
from beside.supply.agency import access, offers, rows, words
from beside.supply.agency.pages import LineField, OrderPage, ShelfChoice
from beside.supply.agency.stepping import Overtaken, last_step
from beside.supply.core.order import STEPS, Event, Reason, State
from beside.supply.core.supplying import NotCases, blocked, cases
from beside.supply.models import Order, Place
from beside.supply.posting import NotThere
from beside.supply.services import deciding, filling, ordering
from beside.supply.services.moving import AlreadyUndone

ASK = Permission.ANSWER_ORDERS
CONFLICT, UNREADABLE = 409, 422
Post = Any  # a QueryDict


@needs(ASK)
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """What was asked, by whom, and what can be done with it."""
    found = only(access.orders(signed_in_user(request)), order_id)
    return _drawn(request, found)


def _drawn(
    request: HttpRequest, found: Order, trouble: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    state = State(found.state)
    before = found.agency.orders.exclude(pk=found.pk).prefetch_related("lines__product")
    page = OrderPage(
        row=rows.order_row(found, house.today(at)), agency=found.agency,
        lines=_lines(found, request.POST), steps=rows.steps(found),
        events=frozenset(event for at_state, event in STEPS if at_state is state),
        reasons=list(words.REASONS.items()),
        reason=words.REASONS[Reason(found.reason)] if found.reason else "",
        shelves=_shelves(found, at) if state in {State.APPROVED, State.PART_APPROVED} else [],
        lots=rows.lots_of(found) if state in {State.SET_ASIDE, State.READY} else [],
        rests=list(found.rests.all()), trouble=trouble, blocked=_blocked(found, at),
        reversals=found.reversals_carried + (found.reversals_told or 0),
        before=rows.order_rows(before.order_by("-placed_at")[:5], house.today(at)),
    )  # fmt: skip
    return render(request, "supply/agency/order.html", page=page, status=status)


def _lines(found: Order, typed: Post) -> list[LineField]:
    lines = []
    for line in found.lines.select_related("product").order_by("pk"):
        if not line.asked:
            continue
        amount = rows.amount(line.product, line.asked, on_hand=line.on_hand)
        name = f"cases_{line.pk}"
        lines.append(LineField(name, amount, typed.get(name, str(amount.cases)), amount.cases))
    return lines


def _shelves(found: Order, at: datetime) -> list[ShelfChoice]:
    """Every shelf of the program; those that hold it all come first."""
    wanted = [line for line in found.lines.select_related("product") if line.approved]
    choices = []
    for place in offers.pick_up_shelves(found.agency.program):
        if found.pick_up_at_id and place.pk != found.pick_up_at_id:
            continue
        there = {line.pk: shelves.usable(place, line.product, house.today(at)) for line in wanted}
        missing = [
            (rows.name(line.product), -(-(line.approved - there[line.pk]) // line.product.per_kit))
            for line in wanted if line.approved and there[line.pk] < line.approved
        ]  # fmt: skip
        choices.append(ShelfChoice(place, not missing, missing))
    return sorted(choices, key=lambda one: not one.has_all)


def _blocked(found: Order, at: datetime) -> list[tuple[str, object, Any]]:
    """Prescription products of it whose paper ended since."""
    held = offers.papers(found.agency, offers.terms_of(found.agency.program))
    told: list[tuple[str, object, Any]] = []
    for line in found.lines.select_related("product"):
        if why := blocked(line.product.is_prescription, held, house.today(at)):
            told.append((rows.name(line.product), words.PAPERS[why.paper], why.since_date))
    return told


class Untyped(ValueError):
    """Something on the form cannot be read; the words say what."""


def _approve(found: Order, typed: Post, user: User, at: datetime) -> object:
    return deciding.approve_order(order=found, by=user, at=at)


def _part(found: Order, typed: Post, user: User, at: datetime) -> object:
    units = {}
    for line in found.lines.select_related("product"):
        try:
            units[line.pk] = cases(typed.get(f"cases_{line.pk}", ""), line.product.packs)
        except NotCases:
            raise Untyped(gettext("Write how many whole cases of each product.")) from None
    words_to_them = typed.get("words", "")
    return deciding.approve_part(order=found, units=units, words=words_to_them, by=user, at=at)


def _decline(found: Order, typed: Post, user: User, at: datetime) -> object:
    try:
        reason = Reason(typed.get("reason", ""))
    except ValueError:
        raise Untyped(gettext("Choose a reason: the organization reads it.")) from None
    said = typed.get("words", "")
    return deciding.decline_order(order=found, reason=reason, words=said, by=user, at=at)


def _take_back(found: Order, typed: Post, user: User, at: datetime) -> object:
    return deciding.take_back_decision(order=found, by=user, at=at)


def _set_aside(found: Order, typed: Post, user: User, at: datetime) -> object:
    return filling.set_aside_order(
        order=found, shelf=_shelf(found, typed), by=user, at=at, split=bool(typed.get("split"))
    )


def _shelf(found: Order, typed: Post) -> Place:
    for place in offers.pick_up_shelves(found.agency.program):
        if str(place.pk) == typed.get("shelf", ""):
            return place
    raise Untyped(gettext("Choose a shelf."))


def _ship(found: Order, typed: Post, user: User, at: datetime) -> object:
    return filling.ship_order(
        order=found, carrier=typed.get("carrier", "").strip(),
        tracking=typed.get("tracking", ""), by=user, at=at,
    )  # fmt: skip


def _return(found: Order, typed: Post, user: User, at: datetime) -> object:
    return filling.return_order(order=found, shelf=_shelf(found, typed), by=user, at=at)


def _plainly(service: Callable[..., object]) -> Callable[[Order, Post, User, datetime], object]:
    return lambda found, typed, user, at: service(order=found, by=user, at=at)


Act = tuple[Callable[[Order, Post, User, datetime], object], str, str]  # does, says, undone by


def acts() -> dict[str, Act]:
    """What may be done with an order, what is said then, and what undoes it."""
    ready, lost = gettext("They are told that it is ready."), gettext("Written off as lost.")
    return {
        "approve": (_approve, gettext("Approved."), "take-back"),
        "part": (_part, gettext("Approved in part."), "take-back"),
        "decline": (_decline, gettext("Declined."), "take-back"),
        "take-back": (_take_back, gettext("The decision is taken back."), ""),
        "cancel": (_plainly(ordering.cancel_order), gettext("Cancelled."), "take-back"),
        "set-aside": (_set_aside, gettext("The lots stand aside."), "put-back"),
        "put-back": (_plainly(filling.put_back_order), gettext("Back on the shelf."), ""),
        "ready": (_plainly(filling.make_ready), ready, "put-back"),
        "ship": (_ship, gettext("Shipped."), "unship"),
        "unship": (_plainly(filling.unship_order), gettext("It stands aside again."), ""),
        "received": (_plainly(filling.receive_order), gettext("Received."), "not-received"),
        "not-received": (_plainly(filling.not_received), gettext("Not received."), ""),
        "return": (_return, gettext("It stands on the shelf again."), "undo-end"),
        "lost": (_plainly(filling.lose_order), lost, "undo-end"),
        "undo-end": (_plainly(filling.undo_end), gettext("Undone: it stands as before."), ""),
    }  # fmt: skip


@needs(ASK)
@require_POST
def order_act(request: HttpRequest, order_id: UUID, act: str) -> HttpResponse:
    """Do one of these. Who comes second hears who was first, and what they did."""
    user, at = signed_in_user(request), clock.now()
    found = only(access.orders(user), order_id)
    try:
        do, said, undo = acts()[act]
    except KeyError as error:
        raise Http404 from error
    if request.POST.get("turn", "").isdigit():
        found.turn = int(request.POST["turn"])
    try:
        done = do(found, request.POST, user, at)
    except (Overtaken, NotAllowed):
        return _again(request, user, order_id, _overtaken(found), CONFLICT)
    except Exception as error:
        if (trouble := _trouble(error)) is None:
            raise
        return _again(request, user, order_id, trouble, UNREADABLE)
    undo_url = reverse("supply:order_act", args=[found.pk, undo]) if undo else ""
    if act == "set-aside" and isinstance(done, Order):
        more = gettext("What is missing waits as order %(code)s.") % {"code": done.code}
        said = f"{said} {more}"
    say(request, said, undo_url=undo_url)
    return redirect("supply:order", found.pk)


def _again(
    request: HttpRequest, user: User, order_id: UUID, trouble: str, status: int
) -> HttpResponse:
    return _drawn(request, only(access.orders(user), order_id), trouble, status)


def _overtaken(found: Order) -> str:
    """Who was first, when, and what the order is now."""
    step = last_step(found)
    if step is None:
        return gettext("This is not possible any more. Look at how the order stands now.")
    told = gettext("%(who)s was first, at %(when)s: %(what)s. Nothing of yours was done.")
    who = step.by.name if step.by else gettext("The organization")
    when = date_format(step.at.astimezone(house.zone()), "TIME_FORMAT")
    return told % {"who": who, "when": when, "what": _event_words(step.event)}


def _event_words(said: str) -> object:
    return words.EVENTS.get(Event(said) if said in set(Event) else said, said)


def _trouble(error: Exception) -> str | None:
    """What stands in the way, in words; None for what nobody foresaw."""
    match error:
        case Untyped():
            return str(error)
        case deciding.NothingApproved():
            return gettext("Nothing of it would be approved: decline it instead, with a reason.")
        case deciding.MoreThanAsked():
            return gettext("No more than was asked can be approved.")
        case filling.Short():
            parts = [
                gettext("%(product)s: %(kits)d kits missing")
                % {"product": rows.name(p), "kits": -(-n // p.per_kit)}
                for p, n in error.missing.items()
            ]
            told = gettext("This shelf is short. %(what)s. Choose another, or send what is there.")
            return told % {"what": "; ".join(parts)}
        case filling.OutOfStock():
            return gettext("Somebody took from this shelf meanwhile. Look again.")
        case filling.PaperEnded():
            told = gettext("%(paper)s does not hold today, so %(product)s stays here.")
            paper = words.PAPERS[error.blocked.paper]
            return told % {"paper": paper, "product": rows.name(error.product)}
        case NotThere() | AlreadyUndone():
            return gettext("Part of it is not there any more, so this cannot be undone.")
        case filling.AnotherProgram():
            return gettext("That shelf is another program’s.")
        case _:
            return None

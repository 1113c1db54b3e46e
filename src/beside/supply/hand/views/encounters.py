"""The page on which an encounter is kept, in seconds."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply import access, beside_hand
from beside.supply.core import asking
from beside.supply.hand import asked, queries
from beside.supply.hand.asked import Ask
from beside.supply.hand.forms import EncounterForm
from beside.supply.hand.pages import HandPage, lines_of
from beside.supply.models import Encounter, Place
from beside.supply.posting import NotThere
from beside.supply.services import handing


@needs(Permission.LOG_ENCOUNTERS)
def hand(request: HttpRequest) -> HttpResponse:
    """One encounter. Site and day come from the address, and go back into it."""
    user, at = signed_in_user(request), clock.now()
    place = asked.chosen(user, request.GET.get("place", ""))
    form = _form(request, place, house.today(at))
    if request.method == "POST" and place and form.is_valid():
        kept = handing.keep_encounter(told=form.told(), place=place, by=user, at=at)
        _tell(request, kept)
        asked_for = urlencode({"place": str(place.pk), "day": kept.on_date.isoformat()})
        return redirect(f"{reverse('supply:hand')}?{asked_for}")
    page = page_of(form, place, user)
    return render(request, "supply/hand/hand.html", page=page, status=422 if form.errors else 200)


def page_of(
    form: EncounterForm, place: Place | None, user: User, *, offline: bool = False
) -> HandPage:
    """The page around a form."""
    return HandPage(
        form=form, place=place, places=asked.shelves_of(user),
        naloxone=lines_of(form, form.asks, naloxone=True),
        supplies=lines_of(form, form.asks, naloxone=False),
        recent=[] if offline or not place else queries.recent(place, user, _language()),
        to_count=[] if offline or not place else queries.to_count(place, _language()),
        may_count=user.has_permission(Permission.KEEP_STOCK), is_offline=offline,
        beside=[] if offline or not place else beside_hand.links(user, place.pk),
    )  # fmt: skip


def asks_of(place: Place | None) -> Sequence[Ask]:
    return asked.products_of(place, _language()) if place else []


def cap_of(place: Place | None) -> int:
    return place.program.peer_cap if place else asking.CAP


def _language() -> str:
    return get_language() or "en"


def _form(request: HttpRequest, place: Place | None, today: date) -> EncounterForm:
    said = request.POST if request.method == "POST" else None
    day = _day(request.GET.get("day", ""), today)
    reason = request.GET.get("reason", "")
    return EncounterForm(
        said, asks=asks_of(place), states=place.program.states if place else [], today=today,
        cap=cap_of(place),
        initial={"nonce": uuid4(), "on_date": day, "reason": reason},
    )  # fmt: skip


def _day(written: str, today: date) -> date:
    """A day of the last weeks in the address; else today."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return today
    return day if 0 <= (today - day).days <= 60 else today


def _tell(request: HttpRequest, kept: Encounter) -> None:
    said = queries.said_of(kept, _language())
    undo = reverse("supply:hand_undo", args=[kept.pk])
    if any(one.short for one in kept.handed.all()):
        told = gettext("Kept: %(said)s. The shelf held less than that: please count it.")
        say(request, told % {"said": said}, kind="warn", undo_url=undo)
    else:
        say(request, gettext("Kept: %(said)s.") % {"said": said}, undo_url=undo)


@needs(Permission.LOG_ENCOUNTERS)
@require_POST
def undo(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """Take one back, wherever it was kept."""
    user = signed_in_user(request)
    rows = access.scoped(Encounter.objects.select_related("place"), user)
    encounter = access.only(rows, encounter_id)
    try:
        handing.undo_encounter(encounter=encounter, by=user, at=clock.now())
        say(request, gettext("Taken back. The stock stands on its shelf again."))
    except handing.AlreadyTaken:
        say(request, gettext("It was taken back before."), kind="warn")
    except NotThere:
        say(request, gettext("It could not be taken back: the stock has moved on."), kind="warn")
    return redirect(f"{reverse('supply:hand')}?{urlencode({'place': str(encounter.place_id)})}")

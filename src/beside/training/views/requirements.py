"""What is required, by whom, and where it says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design import flash
from beside.design.pages import render
from beside.kernel import clock, house
from beside.partners.models import Partner
from beside.training import access, queries, words
from beside.training.core.products import Product
from beside.training.forms import Require
from beside.training.models import Requirement
from beside.training.services import requiring
from beside.training.services.requiring import Stated

EDIT = Permission.EDIT_TRAINING
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """A requirement in words."""

    requirement: Requirement
    who: str
    course: str
    product: str
    ended: bool
    due: bool


@dataclass(frozen=True)
class RequirementsPage:
    """All of them."""

    rows: Sequence[Row]


@dataclass(frozen=True)
class RequirePage:
    """Stating one."""

    form: Require


@needs(EDIT)
def listed(request: HttpRequest) -> HttpResponse:
    """All of them, those in force first."""
    on, language, states = house.today(clock.now()), words.language(), _states()
    rows = []
    for one in queries.requirements():
        ended = one.until_date is not None and one.until_date <= on
        current = one.course.current
        title = queries.content_of(current).title.within(language) if current else one.course_id
        who = one.partner.name if one.partner else states.get(one.state, one.state)
        due = not ended and one.next_review_date < on
        rows.append(Row(one, who, title, words.product(one.product), ended, due))
    rows.sort(key=lambda row: row.ended)
    return render(request, "training/staff/requirements.html", page=RequirementsPage(rows))


def _states() -> dict[str, str]:
    from beside.places import queries as places

    return {place.state: place.name for place in places.states()}


@needs(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    """State one."""
    on = house.today(clock.now())
    first = {"as_of": on, "since": on, "next_review": on + A_YEAR / 2}
    form = Require(request.POST or None, today=on, initial=first)
    if form.is_valid():
        requiring.require(stated=_stated(form), by=signed_in_user(request), at=clock.now())
        messages.success(request, gettext("Kept. From that day the course is required."))
        return redirect("training:requirements")
    return render(request, "training/staff/require.html", page=RequirePage(form))


def _stated(form: Require) -> Stated:
    said = form.cleaned_data
    return Stated(
        course=said["course"], state=said["state"],
        partner=Partner.objects.get(pk=said["partner"]) if said["partner"] else None,
        product=Product(said["product"]) if said["product"] else None,
        lasts_days=said["lasts_days"], least_version=said["least_version"] or 1,
        citation=said["citation"], source_url=said["source_url"], as_of_date=said["as_of"],
        next_review_date=said["next_review"], since_date=said["since"],
    )  # fmt: skip


@needs(EDIT)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """End it today, resume it, or say that its source was read again."""
    found, by, at = access.requirement(pk), signed_in_user(request), clock.now()
    what = request.POST.get("act") or request.GET.get("act")
    try:
        if what == "verify":
            on = house.today(at)
            requiring.verify(requirement=found, as_of=on, next_review=on + A_YEAR / 2, by=by, at=at)
            messages.success(request, gettext("Noted: the source still says so."))
        elif what == "resume":
            requiring.resume(requirement=found, by=by, at=at)
            messages.success(request, gettext("Taken back: it is required again."))
        else:
            requiring.end(requirement=found, on=house.today(at), by=by, at=at)
            undo = reverse("training:act_requirement", args=[pk]) + "?act=resume"
            flash.say(request, gettext("It is required no more."), undo_url=undo)
    except requiring.NothingToChange:
        messages.info(request, gettext("It is already so."))
    return redirect("training:requirements")

"""Reports as the program's own people see and make them, and those who want a call."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user, step_up
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.design.templatetags.dates import written_day
from beside.kernel import clock, house
from beside.supply import access
from beside.supply.core.used import Way
from beside.supply.models import Reversal
from beside.supply.reversals import queries, words
from beside.supply.reversals.forms import StaffReport
from beside.supply.reversals.pages import CallsPage, NewPage, ReversalsPage, Row
from beside.supply.services import reporting

SHOWN = 100


@needs(Permission.LOG_ENCOUNTERS)
def reversals(request: HttpRequest) -> HttpResponse:
    """The last reports, newest first."""
    user = signed_in_user(request)
    found = queries.reports_of(user)[:SHOWN]
    page = ReversalsPage(
        rows=[_row(one) for one in found], calls=queries.calls_wanted(user, clock.now()).count(),
        may_export=user.has_permission(Permission.MANAGE_PROGRAM),
    )  # fmt: skip
    return render(request, "supply/reversals/list.html", page=page)


def _row(one: Reversal) -> Row:
    return Row(
        one, _when(one), queries.place_of(one), words.PRODUCTS.get(one.product, ""),
        words.WAYS.get(one.way, one.way),
    )  # fmt: skip


def _when(one: Reversal) -> str:
    last: str = written_day(one.last_date, "j M Y")
    if one.first_date is None:
        return gettext("before %(day)s") % {"day": last}
    if one.first_date == one.last_date:
        return last
    return f"{written_day(one.first_date, 'j M')} – {last}"


@needs(Permission.LOG_ENCOUNTERS)
def new(request: HttpRequest) -> HttpResponse:
    """Told in person."""
    user, at = signed_in_user(request), clock.now()
    programs = access.programs_of(user)
    form = StaffReport(
        request.POST if request.method == "POST" else None, programs=programs,
        today=house.today(at), initial={"nonce": uuid4()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        kept = reporting.report_reversal(
            told=form.told(on_date=form.cleaned_data["on_date"]), way=Way.STAFF,
            nonce=form.cleaned_data["nonce"], program=form.cleaned_data["program"], at=at, by=user,
        )  # fmt: skip
        undo_url = reverse("supply:reversal_undo", args=[kept.reversal.pk])
        say(request, gettext("Kept. Thank them. Do they want a new kit?"), undo_url=undo_url)
        return redirect(f"{reverse('supply:hand')}?reason=used")
    page = NewPage(form, programs.exists())
    status = 422 if form.errors else 200
    return render(request, "supply/reversals/new.html", page=page, status=status)


@needs(Permission.LOG_ENCOUNTERS)
@require_POST
def undo(request: HttpRequest, reversal_id: UUID) -> HttpResponse:
    """Take one back."""
    user = signed_in_user(request)
    found = access.only(access.scoped(Reversal.objects.all(), user), reversal_id)
    try:
        reporting.undo_reversal(reversal=found, by=user, at=clock.now())
        say(request, gettext("Taken back: it counts nowhere."))
    except reporting.AlreadyTaken:
        say(request, gettext("It was taken back before."), kind="warn")
    return redirect("supply:reversals")


@needs(Permission.LOG_ENCOUNTERS)
def calls(request: HttpRequest) -> HttpResponse:
    """Who asked to be called. Numbers are opened one by one, and each opening is recorded."""
    waiting = list(queries.calls_wanted(signed_in_user(request), clock.now()))
    return render(request, "supply/reversals/calls.html", page=CallsPage(waiting))


@needs(Permission.LOG_ENCOUNTERS)
@step_up
@sensitive_variables()
def number(request: HttpRequest, reversal_id: UUID) -> HttpResponse:
    """One number, for the call that was asked for."""
    user, at = signed_in_user(request), clock.now()
    found = access.only(queries.calls_wanted(user, at), reversal_id)
    try:
        opened = reporting.show_number(reversal=found, by=user, at=at)
    except reporting.NoCallWanted:
        say(request, gettext("The number is gone: its time was over."), kind="warn")
        return redirect("supply:calls")
    page = CallsPage(list(queries.calls_wanted(user, at)), found, opened)
    return render(request, "supply/reversals/calls.html", page=page)


@needs(Permission.LOG_ENCOUNTERS)
@require_POST
def called(request: HttpRequest, reversal_id: UUID) -> HttpResponse:
    """The call was made: the number is destroyed now."""
    user, at = signed_in_user(request), clock.now()
    found = access.only(queries.reports_of(user), reversal_id)
    try:
        reporting.end_call(reversal=found, by=user, at=at)
        say(request, gettext("Good. The number is destroyed."))
    except reporting.NoCallWanted:
        say(request, gettext("The number is gone: its time was over."), kind="warn")
    return redirect("supply:calls")

"""Reports from anyone; the work list, checks and judgements of staff."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.design.paging import Paging
from beside.directory import access
from beside.directory.finder import site
from beside.directory.finder.views import when_read
from beside.directory.models import Location
from beside.directory.truth import pages
from beside.directory.truth.forms import CheckForm, WrongForm
from beside.directory.truth.services import checks, reports
from beside.kernel import clock
from beside.kernel.doors import public

UNDO_FOR = timedelta(days=30)


@public
@public_form
def wrong(request: HttpRequest, key: str) -> HttpResponse:
    """Something wrong here? Anyone may say so, and says nothing of themselves."""
    at = clock.now()
    if (place := site.find_location(key)) is None:
        raise Http404
    location = get_object_or_404(access.public_locations(), pk=place)
    form = WrongForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        reports.report_wrong(
            location=location, about=form.cleaned_data["about"], words=form.cleaned_data["words"],
            language=get_language() or "en", at=at,
        )  # fmt: skip
        return redirect("directory:wrong_thanks", key=key)
    page = pages.WrongPage(name=location.name, key=key, form=form)
    return render(request, "directory/truth/wrong.html", page=page)


@public
def wrong_thanks(request: HttpRequest, key: str) -> HttpResponse:
    """It was received; what happens now."""
    return render(request, "directory/truth/thanks.html", page=pages.ThanksPage(key))


@needs(Permission.VERIFY_DIRECTORY)
@when_read
def work_list(request: HttpRequest) -> HttpResponse:
    """What to check next."""
    at = clock.now()
    found = pages.all_due(at)
    paging = Paging.read(request.GET, total=len(found), per_page=25)
    page = pages.work_list_page(found[paging.start : paging.stop], paging, at)
    return render(request, "directory/truth/work_list.html", page=page)


@needs(Permission.VERIFY_DIRECTORY)
def check(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """One place: record a check in two taps, and see all that was checked before."""
    at, location = clock.now(), get_object_or_404(Location, pk=location_id)
    if request.method == "POST":
        return _record(request, location, at)
    return render(request, "directory/truth/check.html", page=pages.check_page(location, at))


def _record(request: HttpRequest, location: Location, at: datetime) -> HttpResponse:
    form = CheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how you checked, then what you found."))
        return redirect("directory:check", location_id=location.pk)
    checks.record_check(
        location=location, finding=form.cleaned_data["finding"],
        method=form.cleaned_data["method"], fields=form.cleaned_data["looked_at"],
        by=signed_in_user(request), at=at,
    )  # fmt: skip
    messages.success(request, _("Written down."))
    return redirect("directory:check", location_id=location.pk)


@needs(Permission.VERIFY_DIRECTORY)
@require_POST
def withdraw(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Take a check back."""
    try:
        location = checks.withdraw_check(
            check_id=check_id, by=signed_in_user(request), at=clock.now()
        )
    except checks.NothingToWithdraw as gone:
        raise Http404 from gone
    messages.success(request, _("Taken back."))
    return redirect("directory:check", location_id=location.pk)


@needs(Permission.VERIFY_DIRECTORY)
def review(request: HttpRequest) -> HttpResponse:
    """Reports to judge, and those judged lately."""
    page = pages.review_page(clock.now() - UNDO_FOR)
    return render(request, "directory/truth/review.html", page=page)


@needs(Permission.VERIFY_DIRECTORY)
@require_POST
def judge(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Believe, refuse, or undo."""
    verbs = {
        "believe": (reports.believe_report, _("It shows on the page until somebody has checked.")),
        "refuse": (reports.refuse_report, _("It is not shown.")),
        "undo": (reports.undo_decision, _("Back among those to look at.")),
    }
    if (verb := verbs.get(request.POST.get("verdict", ""))) is None:
        raise Http404
    act, said = verb
    try:
        act(report_id=report_id, by=signed_in_user(request), at=clock.now())
        messages.success(request, said)
    except reports.Overtaken:
        messages.error(request, _("Somebody else was quicker. This is how it stands now."))
    return redirect("directory:review")

"""The desk's pages. Each parses, makes one service call, and turns the answer into a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design import flash
from beside.design.pages import render
from beside.design.paging import Paging
from beside.directory import words
from beside.directory.desk import access, export, queries
from beside.directory.desk.filters import Filter
from beside.directory.desk.forms import PARTS
from beside.directory.desk.pages import Choice, ListingPage, ListPage, OpenPart
from beside.directory.desk.services import edit
from beside.directory.models import Schedule, Service, ServiceCapacity, Unit, Visibility
from beside.kernel import clock

PER_PAGE = 50
ADDABLE = {"phone", "schedule", "language", "accessibility", "cost", "capacity"}
AT_A_PLACE = {"accessibility"}  # and never of the service alone
View = Callable[..., HttpResponseBase]


def found_or_404(view: View) -> View:
    """A row that is not this person's is a page that is not there."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except access.NotYours as error:
            raise Http404 from error

    return guarded


def filter_choices() -> dict[str, list[Choice]]:
    """What each select of the filter bar offers."""
    return {
        "offer": [Choice(offer.value, label) for offer, label in words.OFFERS.items()],
        "state": [Choice(state, state) for state in queries.states()],
        "status": [Choice(value, label) for value, label in Service.Status.choices],
        "visibility": [Choice(value, label) for value, label in Visibility.choices],
        "source": [Choice(name, name) for name in queries.sources()],
        "missing": [
            Choice("phone", _("Phone")), Choice("hours", _("Opening hours")),
            Choice("offers", _("What people get")), Choice("point", _("Point on the map")),
        ],
        "sort": [
            Choice("name", _("Name")), Choice("organization", _("Organization")),
            Choice("changed", _("Changed last")), Choice("oldest", _("Changed longest ago")),
        ],
    }  # fmt: skip


@needs(Permission.VIEW_DIRECTORY)
@require_GET
def listings(request: HttpRequest) -> HttpResponse:
    """The list, filtered as the address says."""
    user = signed_in_user(request)
    wanted = Filter.read(request.GET)
    services = wanted.apply(access.services_for(user))
    paging = Paging.read(request.GET, total=services.count(), per_page=PER_PAGE)
    page = ListPage(
        filter=wanted,
        choices=filter_choices(),
        rows=queries.rows(services[paging.start : paging.stop]),
        paging=paging,
        saved=queries.saved_filters(user),
        may_edit=user.has_permission(Permission.EDIT_DIRECTORY),
    )
    return render(request, "directory/desk/list.html", page=page)


@needs(Permission.VIEW_DIRECTORY)
@require_GET
def take_away(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The filtered list as a file."""
    services = Filter.read(request.GET).apply(access.services_for(signed_in_user(request)))
    name = f"listings-{clock.now():%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer: HttpResponseBase = HttpResponse(export.xlsx_file(services), content_type=sheet)
    else:
        answer = StreamingHttpResponse(export.csv_file(services), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@needs(Permission.VIEW_DIRECTORY)
@found_or_404
@require_GET
def listing(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One listing; `?edit=part&row=…` or `?add=part&to=…` opens a part in place."""
    service = access.service_for(signed_in_user(request), service_id)
    return _show(request, service, _part_asked(request, service))


@needs(Permission.EDIT_DIRECTORY)
@found_or_404
@require_POST
def save_part(
    request: HttpRequest, service_id: UUID, part: str, row_id: UUID | None = None
) -> HttpResponse:
    """Save one part of a listing."""
    user, service = _service(request, service_id)
    row = access.part_row(service, _known(part), row_id)
    form = PARTS[part](request.POST, instance=row, prefix=part)
    if not form.is_valid():
        return _show(request, service, OpenPart(part, row_id, form), status=422)
    mark = edit.edit_row(
        row=type(row)._default_manager.get(pk=row.pk), service=service,
        changes=_changes(form), by=user, at=clock.now(),
    )  # fmt: skip
    _say_saved(request, mark)
    return redirect("directory:listing", service_id)


@needs(Permission.EDIT_DIRECTORY)
@found_or_404
@require_POST
def add_part(request: HttpRequest, service_id: UUID, part: str) -> HttpResponse:
    """Add a phone, opening hours, a language… to a listing or to one of its places."""
    user, service = _service(request, service_id)
    place = request.POST.get("to", "")
    if part not in ADDABLE or (part in AT_A_PLACE and not place):
        raise Http404
    form = PARTS[part](request.POST, prefix=part)
    if not form.is_valid():
        return _show(request, service, OpenPart(part, None, form, True, place), status=422)
    row = form.save(commit=False)
    if isinstance(row, ServiceCapacity):
        row.updated, row.unit = clock.now(), Unit(name=form.cleaned_data["counted"])
    if place:
        row.location = access.part_row(service, "location", _uuid(place))
    else:
        row.service = service
    mark = edit.add_row(row=row, service=service, by=user, at=clock.now())
    _say_saved(request, mark)
    return redirect("directory:listing", service_id)


@needs(Permission.EDIT_DIRECTORY)
@found_or_404
@require_POST
def remove_part(request: HttpRequest, service_id: UUID, part: str, row_id: UUID) -> HttpResponse:
    """Remove a phone, opening hours, a language…; it can be taken back."""
    user, service = _service(request, service_id)
    if part not in ADDABLE:
        raise Http404
    row = access.part_row(service, part, row_id)
    mark = edit.remove_row(row=row, service=service, by=user, at=clock.now())
    _say_saved(request, mark, _("Removed."))
    return redirect("directory:listing", service_id)


@needs(Permission.EDIT_DIRECTORY)
@require_POST
def undo(request: HttpRequest, change_set: UUID) -> HttpResponse:
    """Take a change back."""
    user = signed_in_user(request)
    if not access.may_undo(user, change_set):
        raise Http404
    try:
        edit.undo(change_set=change_set, by=user, at=clock.now())
    except edit.Overtaken:
        messages.warning(request, _("Somebody has changed this since. Nothing was taken back."))
    except edit.NothingToUndo:
        messages.warning(request, _("This was taken back already."))
    else:
        messages.success(request, _("Taken back."))
    return redirect(_way_back(request))


def _service(request: HttpRequest, service_id: UUID) -> tuple[Any, Service]:
    user = signed_in_user(request)
    return user, access.service_for(user, service_id)


def _known(part: str) -> str:
    if part not in PARTS:
        raise Http404
    return part


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _part_asked(request: HttpRequest, service: Service) -> OpenPart | None:
    if not signed_in_user(request).has_permission(Permission.EDIT_DIRECTORY):
        return None
    if (part := request.GET.get("edit")) in PARTS and part is not None:
        row_id = _uuid(request.GET["row"]) if "row" in request.GET else None
        row = access.part_row(service, part, row_id)
        return OpenPart(part, row_id, PARTS[part](instance=row, prefix=part))
    if (part := request.GET.get("add")) in ADDABLE and part is not None:
        return OpenPart(part, None, PARTS[part](prefix=part), True, request.GET.get("to", ""))
    return None


def _show(
    request: HttpRequest, service: Service, part: OpenPart | None, status: int = 200
) -> HttpResponse:
    page = ListingPage(
        listing=queries.listing(Service.objects.select_related("organization").get(pk=service.pk)),
        history=queries.history(service),
        may_edit=signed_in_user(request).has_permission(Permission.EDIT_DIRECTORY),
        open=part,
    )
    return render(request, "directory/desk/listing.html", page=page, status=status)


def _changes(form: "ModelForm[Any]") -> dict[str, Any]:
    """What the form gives for each editable column, and what follows from it."""
    changes = {name: form.cleaned_data[name] for name in form.cleaned_data}
    if isinstance(form.instance, Schedule):
        changes["freq"] = form.instance.freq
    if isinstance(form.instance, ServiceCapacity):
        changes["updated"] = clock.now()
    return changes


def _say_saved(request: HttpRequest, mark: UUID | None, said: str = "") -> None:
    if mark is None:
        messages.info(request, _("Nothing was different, so nothing was changed."))
        return
    flash.say(request, said or _("Saved."), undo_url=reverse("directory:undo", args=[mark]))


def _way_back(request: HttpRequest) -> str:
    """A path of ours from the form, or the list."""
    back = request.POST.get("back", "")
    ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return back if ours else reverse("directory:listings")


def say_how_many(request: HttpRequest, mark: UUID, count: int) -> None:
    text = ngettext("%(n)d listing changed.", "%(n)d listings changed.", count) % {"n": count}
    flash.say(request, text, undo_url=reverse("directory:undo", args=[mark]))

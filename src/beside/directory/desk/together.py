"""Pages for many listings at once, for new ones, and for filters worth keeping."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.pages import render
from beside.directory import words
from beside.directory.desk import access
from beside.directory.desk.filters import Filter
from beside.directory.desk.forms import BulkForm, SeveralWords
from beside.directory.desk.pages import BulkPage, NewPage
from beside.directory.desk.services import edit, filters
from beside.directory.desk.services.listing import NewListing, write_listing
from beside.directory.desk.views import say_how_many
from beside.directory.models import Service
from beside.kernel import clock
from beside.places import queries as places

MOST_AT_ONCE = 5_000
NAMES_SHOWN = 8


class NewListingForm(forms.Form):
    """The least that makes a listing."""

    organization = forms.CharField(label=gettext_lazy("Organization"), max_length=200)
    name = forms.CharField(label=gettext_lazy("Name of the service"), max_length=200)
    offers = SeveralWords(words.OFFERS, label=gettext_lazy("What people get here"))
    phone = forms.CharField(
        label=gettext_lazy("Phone"), required=False, max_length=40,
        widget=forms.TextInput({"type": "tel"}),
    )  # fmt: skip
    street = forms.CharField(
        label=gettext_lazy("Street and number"), required=False, max_length=200,
        help_text=gettext_lazy("Leave empty for a phone line or outreach without a fixed place."),
    )  # fmt: skip
    city = forms.CharField(label=gettext_lazy("Town"), required=False, max_length=80)
    state = forms.CharField(label=gettext_lazy("State"), required=False, max_length=2)
    zip = forms.RegexField(
        r"^\d{5}$", label=gettext_lazy("ZIP code"), required=False,
        error_messages={"invalid": gettext_lazy("A ZIP code has five digits.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("street") and not given.get("zip"):
            self.add_error("zip", _("A street needs a ZIP code, so that it can be found."))
        return given


@needs(Permission.EDIT_DIRECTORY)
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """First says what would change for how many; changes it when told to go on."""
    user = signed_in_user(request)
    whole = request.POST.get("whole") == "yes"
    services = _chosen(request, user, whole)
    count = services.count()
    if not count:
        messages.warning(request, _("Tick the listings you mean first."))
        return redirect(_list_address(request))
    if count > MOST_AT_ONCE:
        messages.warning(request, _("That is too many at once. Narrow the filter."))
        return redirect(_list_address(request))
    form = BulkForm(request.POST if "apply" in request.POST else None)
    if "apply" in request.POST and form.is_valid():
        mark, changed = edit.edit_many(
            services=services, changes=form.changes, by=user, at=clock.now()
        )
        say_how_many(request, mark, changed)
        return redirect(_list_address(request))
    page = BulkPage(
        form=form, ids=[] if whole else list(services.values_list("pk", flat=True)),
        query=request.POST.get("query", ""), whole_filter=whole, count=count,
        names=list(services.values_list("name", flat=True)[:NAMES_SHOWN]),
    )  # fmt: skip
    return render(request, "directory/desk/together.html", page=page)


def _chosen(request: HttpRequest, user: User, whole: bool) -> "QuerySet[Service]":
    seen = access.services_for(user)
    if whole:
        return Filter.read(QueryDict(request.POST.get("query", ""))).apply(seen)
    return seen.filter(pk__in=_uuids(request.POST.getlist("id"))).order_by("name", "id")


def _uuids(given: list[str]) -> list[UUID]:
    found = []
    for text in given[:MOST_AT_ONCE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _list_address(request: HttpRequest) -> str:
    query = Filter.read(QueryDict(request.POST.get("query", ""))).query
    return reverse("directory:listings") + (f"?{query}" if query else "")


@needs(Permission.EDIT_DIRECTORY)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new listing, unlisted until somebody shows it."""
    form = NewListingForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        service = write_listing(
            listing=_new_listing(given), by=signed_in_user(request), at=clock.now()
        )
        messages.success(request, _("Written. It is unlisted until you show it."))
        return redirect("directory:listing", service.pk)
    status = 422 if form.is_bound else 200
    return render(request, "directory/desk/new.html", page=NewPage(form), status=status)


def _new_listing(given: dict[str, Any]) -> NewListing:
    point = None
    if given["zip"]:
        try:
            point = places.locate(given["zip"])[0].point
        except (places.UnknownPlace, IndexError):
            point = None
    return NewListing(
        organization=given["organization"], name=given["name"], offers=tuple(given["offers"]),
        street=given["street"], city=given["city"], state=given["state"].upper(),
        zip=given["zip"], phone=given["phone"],
        latitude=point.lat if point else None, longitude=point.lon if point else None,
    )  # fmt: skip


@needs(Permission.VIEW_DIRECTORY)
@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the list under a name."""
    name = request.POST.get("name", "").strip()[:60]
    query = Filter.read(QueryDict(request.POST.get("query", ""))).query
    if not name:
        messages.warning(request, _("Give the filter a name."))
    else:
        filters.save_filter(name=name, query=query, by=signed_in_user(request), at=clock.now())
        messages.success(request, _("Kept."))
    return redirect(_list_address(request))


@needs(Permission.VIEW_DIRECTORY)
@require_POST
def forget_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Forget one of one's own filters."""
    try:
        filters.forget_filter(filter_id=str(filter_id), by=signed_in_user(request), at=clock.now())
    except filters.NoSuchFilter:
        messages.warning(request, _("It was forgotten already."))
    return redirect("directory:listings")

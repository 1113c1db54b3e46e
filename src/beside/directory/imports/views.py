"""Staff pages of imports: upload, map, look, bring in, take back; and possible duplicates."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design import flash
from beside.design.pages import render
from beside.design.paging import Paging
from beside.directory.imports import batches, duplicates, files, pages, saved, sheets
from beside.directory.imports.apply import ChangedSince
from beside.directory.imports.forms import MappingForm, UploadForm
from beside.directory.imports.mapped import BadMapping, suggested
from beside.directory.models import Batch, Mapping, Service, Suggestion
from beside.kernel import clock, progress
from beside.kernel.models import Progress

INLINE_BYTES = 1_000_000
PER_PAGE = 25


@needs(Permission.IMPORT_DIRECTORY)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a list; see those before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _uploaded(request, form.cleaned_data)
        except (sheets.NotReadable, BadMapping) as error:
            form.add_error("file", str(error))
    return _imports_page(request, form)


def _imports_page(request: HttpRequest, form: UploadForm) -> HttpResponse:
    rows = Batch.objects.defer("upload", "faults").order_by("-made_at")
    paging = Paging.read(request.GET, total=rows.count(), per_page=PER_PAGE)
    page = pages.ImportsPage(form, list(rows[paging.start : paging.stop]), paging)
    return render(request, "directory/imports/imports.html", page=page)


def _uploaded(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    upload = said["file"].read()
    given = files.from_bytes(said["file"].name, upload)
    mapping = said["mapping"] or _fitting(given, said["source"])
    source = batches.ListOf(said["source"], year=said["year"], unreliable=said["unreliable"])
    chosen = batches.Choices(
        source, mapping, said["day_first"], said["set_aside"], said["contacts"]
    )
    user, at = signed_in_user(request), clock.now()
    try:
        batch, _look = batches.preview(given, upload, chosen, at=at, by=user)
    except files.NeedsMapping:
        batch = batches.wait_for_mapping(given, upload, chosen, at=at, by=user)
        return redirect("directory:import_mapping", batch.pk)
    return redirect("directory:import_batch", batch.pk)


def _fitting(given: files.Given, list_name: str) -> Mapping | None:
    """A saved mapping for a lone table that is in no form we know by itself."""
    name = next(iter(given.files))
    if len(given.files) > 1 or not name.lower().removesuffix(".gz").endswith(files.TABLES):
        return None
    return None if files.known(given) else saved.suggested_for(given, list_name)


@needs(Permission.IMPORT_DIRECTORY)
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Say which column is which field."""
    batch = _batch(batch_id)
    if batch.upload is None or batch.state != Batch.State.PREVIEWED:
        return redirect("directory:import_batch", batch.pk)
    sheet = sheets.sheet(batch.file_name, bytes(batch.upload))
    chosen = _chosen(suggested(sheet.headers))
    form = MappingForm(
        sheet.headers,
        chosen,
        request.POST or None,
        initial={"name": batch.choices["source"]["name"]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _mapped(request, batch, form)
        except BadMapping as error:
            form.add_error("name", str(error))
    sample = [[line.cells.get(name, "") for name in sheet.headers] for line in sheet.lines[:3]]
    page = pages.MappingPage(form, batch.pk, batch.file_name, sample, sheet.headers)
    return render(request, "directory/imports/mapping.html", page=page)


def _chosen(document: dict[str, Any]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for part in ("service", "organization", "location", "address", "phone"):
        for name, said in document.get(part, {}).get("fields", {}).items():
            column = said if isinstance(said, str) else said.get("column", "")
            if column:
                chosen.setdefault(column, f"{part}.{name}")
    return chosen


def _mapped(request: HttpRequest, batch: Batch, form: MappingForm) -> HttpResponse:
    user, at = signed_in_user(request), clock.now()
    made = saved.save_mapping(
        name=form.cleaned_data["name"],
        columns=form.document(),
        at=at,
        by=user,
        headers=form.headers,
    )
    looked = batches.look_again(batch_id=batch.pk, mapping=made, at=at, by=user)
    return redirect("directory:import_batch", looked.pk)


@needs(Permission.IMPORT_DIRECTORY)
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One import and what it did or would do."""
    found = _batch(batch_id)
    if found.kind == "unknown" and found.state == Batch.State.PREVIEWED:
        return redirect("directory:import_mapping", found.pk)
    work = Progress.objects.filter(pk=found.progress_id).first() if found.progress_id else None
    at = clock.now()
    can_undo = (
        found.state == Batch.State.APPLIED
        and found.applied_at is not None
        and at - found.applied_at <= batches.UNDO_FOR
    )
    page = pages.BatchPage(
        batch=found,
        counts=pages.counted(found.counts),
        groups=pages.grouped(found.faults),
        sample=found.choices.get("sample", []),
        hard=sum(fault["hard"] for fault in found.faults),
        progress=work,
        can_undo=can_undo,
    )
    return render(request, "directory/imports/batch.html", page=page)


@needs(Permission.IMPORT_DIRECTORY)
@require_POST
def bring_in(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Import what was looked at: now, or in the background when it is large."""
    found = _batch(batch_id)
    if found.state != Batch.State.PREVIEWED or found.upload is None:
        flash.say(request, _("This file no longer waits to be imported."), kind="warn")
        return redirect("directory:import_batch", found.pk)
    user, at = signed_in_user(request), clock.now()
    if len(found.upload) > INLINE_BYTES:
        batches.queue(batch_id=found.pk, at=at, by=user)
        return redirect("directory:import_batch", found.pk)
    given = files.from_bytes(found.file_name, bytes(found.upload))
    try:
        batches.bring_in(given, batches.Choices.again(found), at=at, by=user, batch=found)
    except batches.Refused as error:
        return redirect("directory:import_batch", error.batch.pk)
    flash.say(
        request,
        _("Imported. It can be taken back for 30 days."),
        undo_url=reverse("directory:import_undo", args=[found.pk]),
    )
    return redirect("directory:import_batch", found.pk)


@needs(Permission.IMPORT_DIRECTORY)
@require_POST
def stop(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Ask a running import to stop; nothing of it stays."""
    found = _batch(batch_id)
    if found.progress_id:
        progress.cancel(found.progress_id)
    return redirect("directory:import_batch", found.pk)


@needs(Permission.IMPORT_DIRECTORY)
@require_POST
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take an import back."""
    user = signed_in_user(request)
    try:
        batches.undo(batch_id=batch_id, at=clock.now(), by=user)
        flash.say(request, _("Taken back: the directory is as it was before this import."))
    except Batch.DoesNotExist as error:
        raise Http404 from error
    except batches.TooLate:
        flash.say(request, _("This import can no longer be taken back."), kind="warn")
    except ChangedSince as error:
        words = _(
            "%(count)s records were edited after this import. Taking it back would lose that."
        )
        flash.say(request, words % {"count": error.count}, kind="warn")
    return redirect("directory:import_batch", batch_id)


@needs(Permission.IMPORT_DIRECTORY)
@require_GET
def rejects(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The faults as CSV, to mend by."""
    from beside.directory.imports.rejects import write

    found = _batch(batch_id)
    response = HttpResponse(write(found.faults), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="faults.csv"'
    return response


def _batch(batch_id: UUID) -> Batch:
    found = Batch.objects.select_related("mapping", "source").filter(pk=batch_id).first()
    if found is None:
        raise Http404
    return found


@needs(Permission.IMPORT_DIRECTORY)
@require_GET
def possible_duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one, likeliest first."""
    rows = Suggestion.objects.filter(state=Suggestion.State.OPEN).order_by("-score", "id")
    paging = Paging.read(request.GET, total=rows.count(), per_page=PER_PAGE)
    lately = Suggestion.objects.exclude(state=Suggestion.State.OPEN).order_by("-decided_at")[:10]
    page = pages.DuplicatesPage(
        _pairs(list(rows[paging.start : paging.stop])), _pairs(list(lately)), paging
    )
    return render(request, "directory/imports/duplicates.html", page=page)


def _pairs(found: list[Suggestion]) -> list[pages.Pair]:
    keys = {key for one in found for key in (one.first_id, one.second_id)}
    services = (
        Service.objects.select_related("organization", "source")
        .prefetch_related("service_at_locations__location__addresses", "phones")
        .in_bulk(keys)
    )
    return [
        pages.Pair(one, services[one.first_id], services[one.second_id])
        for one in found
        if one.first_id in services and one.second_id in services
    ]


@needs(Permission.IMPORT_DIRECTORY)
@require_POST
def look_for_duplicates(request: HttpRequest) -> HttpResponse:
    """Look through all listings again."""
    count = duplicates.suggest(at=clock.now(), by=signed_in_user(request))
    flash.say(request, _("%(count)s new pairs to look at.") % {"count": count})
    return redirect("directory:duplicates")


@needs(Permission.IMPORT_DIRECTORY)
@require_POST
def decide_duplicate(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """One, two, or open again."""
    user, at = signed_in_user(request), clock.now()
    answer = request.POST.get("answer", "")
    try:
        if answer == "different":
            duplicates.keep_apart(suggestion_id=suggestion_id, at=at, by=user)
        elif answer == "reopen":
            duplicates.reopen(suggestion_id=suggestion_id, at=at, by=user)
        else:
            duplicates.fold(suggestion_id=suggestion_id, keep=_uuid(answer), at=at, by=user)
    except Suggestion.DoesNotExist as error:
        raise Http404 from error
    except duplicates.AlreadyDecided:
        flash.say(request, _("Somebody decided this pair before."), kind="warn")
    return redirect("directory:duplicates")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error

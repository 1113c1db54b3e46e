"""A list of sessions on its way in: judged first, kept only when nothing is wrong, undone whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
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
from beside.partners.adapters import sheets
from beside.partners.core.rows import Fault
from beside.training import access, queries, words
from beside.training.core.audiences import Audience
from beside.training.core.rows import Held, judge
from beside.training.forms import Upload
from beside.training.known import what_stands
from beside.training.services import importing

SALT = "training.import"
PREVIEW_LIVES = 3600  # seconds between looking at a list and keeping it


@dataclass(frozen=True)
class Previewed:
    """A good row, in words."""

    number: int
    held: Held
    place: str
    course: str


@dataclass(frozen=True)
class ImportPage:
    """A list on its way in: asked for, faulty, or ready to keep."""

    form: Upload
    courses: Sequence[tuple[str, str]]
    faults: Sequence[Fault] = ()
    rows: Sequence[Previewed] = ()
    people: int = 0
    packed: str = ""
    unreadable: str = ""


@needs(Permission.HOLD_TRAINING)
def import_list(request: HttpRequest) -> HttpResponse:
    """Ask for a list, show what it holds, keep it."""
    if request.method == "POST" and (packed := request.POST.get("packed")):
        return _keep(request, packed)
    form = Upload(request.POST or None, request.FILES or None)
    page = _preview(form) if form.is_valid() else ImportPage(form, _courses())
    return render(request, "training/staff/import.html", page=page)


def _courses() -> list[tuple[str, str]]:
    language = words.language()
    return [(one.slug, one.content.title.within(language)) for one in queries.offered()]


def _preview(form: Upload) -> ImportPage:
    file = form.cleaned_data["file"]
    try:
        header, rows = sheets.read(file.name, file.read(sheets.MOST_BYTES + 1))
    except sheets.Unreadable as error:
        return ImportPage(form, _courses(), unreadable=str(error))
    known = what_stands(house.today(clock.now()))
    judged = judge(header, rows, known)
    if judged.faults:
        return ImportPage(form, _courses(), faults=judged.faults)
    names = {pk: name for name, pk in known.partners_as_written.items()}
    titles = dict(_courses())
    shown = [
        Previewed(number, held, names[held.partner_id], titles.get(held.course, held.course))
        for number, held in judged.rows
    ]
    new = [held for _, held in judged.rows if not held.code]
    return ImportPage(
        form, _courses(), rows=shown, people=sum(held.people for held in new),
        packed=_pack([held for _, held in judged.rows]),
    )  # fmt: skip


def _keep(request: HttpRequest, packed: str) -> HttpResponse:
    """Keep what was looked at, unless what it names has changed since."""
    try:
        held = _unpack(packed)
    except signing.BadSignature:
        messages.error(request, gettext("That preview is too old. Choose the file again."))
        return redirect("training:import")
    at, by = clock.now(), signed_in_user(request)
    stands = set(what_stands(house.today(at)).likenesses)
    if any(not row.code and row.likeness in stands for row in held):
        messages.error(request, gettext("This list was kept already, or part of it. Look again."))
        return redirect("training:import")
    try:
        kept = importing.import_sessions(held=held, by=by, at=at)
    except importing.NoLongerSo:
        messages.error(request, gettext("A course of this list has gone. Choose the file again."))
        return redirect("training:import")
    told = gettext("%(added)d sessions added, %(same)d were here already.")
    undo = reverse("training:undo_import", args=[kept.batch.pk])
    flash.say(request, told % {"added": kept.added, "same": kept.same}, undo_url=undo)
    return redirect("training:sessions")


@needs(Permission.HOLD_TRAINING)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the whole list back."""
    try:
        gone = importing.undo_import(
            batch=access.batch(pk), by=signed_in_user(request), at=clock.now()
        )
    except importing.AlreadyUndone:
        messages.info(request, gettext("It is already so."))
    else:
        told = gettext("Taken back: %(count)d sessions are called off.")
        messages.success(request, told % {"count": gone})
    return redirect("training:sessions")


def _pack(held: Sequence[Held]) -> str:
    """The judged rows, signed, so that what is kept is what was looked at."""
    rows = [
        [row.date.isoformat(), str(row.partner_id), row.course, row.audience.value, row.language,
         row.people, row.kits, row.code]
        for row in held
    ]  # fmt: skip
    return signing.dumps(rows, salt=SALT, compress=True)


def _unpack(packed: str) -> list[Held]:
    rows: list[Any] = signing.loads(packed, salt=SALT, max_age=PREVIEW_LIVES)
    return [
        Held(date.fromisoformat(on), UUID(partner), course, Audience(audience), language, people,
             kits, code)
        for on, partner, course, audience, language, people, kits, code in rows
    ]  # fmt: skip

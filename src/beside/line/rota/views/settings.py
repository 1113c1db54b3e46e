"""What a supervisor sets: the rhythm, other numbers, lines elsewhere."""

from collections.abc import Mapping
from dataclasses import fields

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.kernel import clock
from beside.line import rhythms
from beside.line.core.numbers import Numbers, numbers_of
from beside.line.core.rhythm import Rhythm, rhythm_of
from beside.line.models import Elsewhere
from beside.line.rota import forms, settings
from beside.line.rota.pages import ElsewherePage, NumbersPage
from beside.line.rota.services import elsewhere as services
from beside.line.rota.services import setting
from beside.line.rota.services.shifts import AlreadySo
from beside.line.rota.views.drawn import draw

SALT, UNDO_LIVES = "line.settings", 86_400


@needs(Permission.SUPERVISE_LINE)
def rhythm(request: HttpRequest) -> HttpResponse:
    """Every clock with its source and its limits. Sessions that run keep their own."""
    form = forms.RhythmForm(request.POST or None, initial=rhythms.current().as_words())
    if form.is_valid():
        _set_rhythm(request, form.rhythm())
        return redirect("line:rhythm")
    return draw(request, "line/rota/rhythm.html", NumbersPage(form, "rhythm"))


def _set_rhythm(request: HttpRequest, wanted: Rhythm) -> None:
    by, at = signed_in_user(request), clock.now()
    try:
        before = setting.set_rhythm(rhythm=wanted, by=by, at=at)
    except AlreadySo:
        say(request, gettext("It is so already."), kind="warn")
        return
    told = gettext("Kept. Sessions opened from now on keep to it.")
    say(request, told, undo_url=_undo("rhythm", before, Rhythm))


@needs(Permission.SUPERVISE_LINE)
def keeping(request: HttpRequest) -> HttpResponse:
    """How long things are kept, when people answer, what staffing assumes."""
    form = forms.NumbersForm(request.POST or None, initial=settings.current().as_words())
    if form.is_valid():
        _set_numbers(request, form.numbers())
        return redirect("line:keeping")
    return draw(request, "line/rota/keeping.html", NumbersPage(form, "keeping"))


def _set_numbers(request: HttpRequest, wanted: Numbers) -> None:
    by, at = signed_in_user(request), clock.now()
    try:
        before = setting.set_numbers(numbers=wanted, by=by, at=at)
    except AlreadySo:
        say(request, gettext("It is so already."), kind="warn")
        return
    told = gettext("Kept. What has ended before keeps the time it was given.")
    say(request, told, undo_url=_undo("keeping", before, Numbers))


def _undo(what: str, before: Mapping[str, int], of: type[Rhythm | Numbers]) -> str:
    """Where a press of "undo" goes: the numbers as they were, signed."""
    kept = signing.dumps([before[each.name] for each in fields(of)], salt=f"{SALT}.{what}")
    return reverse("line:undo_setting", args=[what, kept])


@needs(Permission.SUPERVISE_LINE)
@require_POST
def undo_setting(request: HttpRequest, what: str, kept: str) -> HttpResponse:
    """Set the numbers as they were before."""
    kind = {"rhythm": Rhythm, "keeping": Numbers}.get(what)
    if kind is None:
        raise Http404
    try:
        values = signing.loads(kept, salt=f"{SALT}.{what}", max_age=UNDO_LIVES)
    except signing.BadSignature as error:
        raise Http404 from error
    before = dict(zip((each.name for each in fields(kind)), values, strict=True))
    if what == "rhythm":
        _set_rhythm(request, rhythm_of(before))
    else:
        _set_numbers(request, numbers_of(before))
    return redirect(f"line:{what}")


@needs(Permission.SUPERVISE_LINE)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Partner lines and services; the relay has its own page."""
    form = forms.ElsewhereForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        line = services.Line(
            said["kind"], said["label"], said["number"], ",".join(said["languages"])
        )
        row = services.add_elsewhere(line=line, by=signed_in_user(request), at=clock.now())
        undo = reverse("line:elsewhere_act", args=[row.pk, "drop"])
        say(request, gettext("Kept."), undo_url=undo)
        return redirect("line:elsewhere")
    page = ElsewherePage(
        list(Elsewhere.objects.order_by("-is_active", "kind", "order", "pk")), form
    )
    return draw(request, "line/rota/elsewhere.html", page)


@needs(Permission.SUPERVISE_LINE)
@require_POST
def elsewhere_act(request: HttpRequest, elsewhere_id: int, act: str) -> HttpResponse:
    """Use a number, no longer use it, or note that it was rung and the right people answered."""
    by, at = signed_in_user(request), clock.now()
    if not Elsewhere.objects.filter(pk=elsewhere_id).exists() or act not in {"use", "drop", "test"}:
        raise Http404
    if act == "test":
        services.note_elsewhere_test(elsewhere_id=elsewhere_id, by=by, at=at)
        say(request, gettext("Noted."))
        return redirect("line:elsewhere")
    undo = reverse("line:elsewhere_act", args=[elsewhere_id, "drop" if act == "use" else "use"])
    try:
        services.turn_elsewhere(elsewhere_id=elsewhere_id, is_active=act == "use", by=by, at=at)
        say(request, gettext("Kept."), undo_url=undo)
    except AlreadySo:
        say(request, gettext("It is so already."), kind="warn")
    return redirect("line:elsewhere")

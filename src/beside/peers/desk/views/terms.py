"""Terms with peers, points, and the end of all cards at once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user, step_up
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.peers import queries
from beside.peers.desk import access
from beside.peers.desk.forms import PointForm, TermsForm
from beside.peers.desk.pages import EndAllPage, PointPage, TermsPage
from beside.peers.models import Point
from beside.peers.services import agreeing, cards
from beside.supply.access import program_for, programs_of
from beside.supply.core.places import SHELVES
from beside.supply.models import Place, Program

RUN = Permission.RUN_PEERS
UNREADABLE = 422


@needs(RUN)
def terms(request: HttpRequest) -> HttpResponse:
    """Of the first program somebody runs."""
    program = programs_of(signed_in_user(request)).first()
    if program is None:
        return render(request, "peers/staff/no_program.html")
    return _drawn(request, program)


@needs(RUN)
@require_http_methods(["GET", "POST"])
def of_program(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Of one program."""
    user, at = signed_in_user(request), clock.now()
    program = program_for(user, program_id)
    if request.method == "GET":
        return _drawn(request, program)
    form = TermsForm(request.POST, instance=queries.terms_of(program))
    if not form.is_valid():
        return _drawn(request, program, form=form)
    agreeing.change_terms(program=program, facts=form.facts(), by=user, at=at)
    say(request, gettext("Kept."))
    return redirect("peers:program_terms", program.pk)


def _drawn(
    request: HttpRequest, program: Program, *, form: TermsForm | None = None,
    add: PointForm | None = None,
) -> HttpResponse:  # fmt: skip
    user = signed_in_user(request)
    points = list(Point.objects.filter(program=program).select_related("shelf"))
    page = TermsPage(
        program, list(programs_of(user)), form or TermsForm(instance=queries.terms_of(program)),
        points, add or PointForm(shelves=_shelves(program), prefix="new"),
    )  # fmt: skip
    status = UNREADABLE if form or add else 200
    return render(request, "peers/staff/terms.html", page=page, status=status)


def _shelves(program: Program) -> list[Place]:
    kinds = [kind.value for kind in SHELVES]
    found = Place.objects.filter(program=program, kind__in=kinds, closed_at=None)
    return list(found.order_by("name"))


@needs(RUN)
@require_POST
def add_point(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Another place where bags wait."""
    user, at = signed_in_user(request), clock.now()
    program = program_for(user, program_id)
    form = PointForm(request.POST, shelves=_shelves(program), prefix="new")
    if not form.is_valid():
        return _drawn(request, program, add=form)
    agreeing.keep_point(program=program, point=None, facts=form.cleaned_data, by=user, at=at)
    return redirect("peers:program_terms", program.pk)


@needs(RUN)
@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, point_id: UUID) -> HttpResponse:
    """Change it, close it, open it again."""
    user, at = signed_in_user(request), clock.now()
    found = access.point_for(user, point_id)
    acts: dict[str, Any] = {"close": agreeing.close_point, "open": agreeing.reopen_point}
    if act := acts.get(request.POST.get("do", "")):
        try:
            act(point=found, by=user, at=at)
        except agreeing.StillWaits:
            say(request, gettext("A bag waits there still."), kind="warn")
        return redirect("peers:program_terms", found.program_id)
    sent = request.POST if request.method == "POST" else None
    form = PointForm(sent, instance=found, shelves=_shelves(found.program))
    if form.is_bound and form.is_valid():
        agreeing.keep_point(
            program=found.program, point=found, facts=form.cleaned_data, by=user, at=at
        )
        return redirect("peers:program_terms", found.program_id)
    status = UNREADABLE if form.is_bound else 200
    return render(request, "peers/staff/point.html", page=PointPage(found, form), status=status)


@needs(RUN)
@step_up
@require_http_methods(["GET", "POST"])
def end_all(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Every card of the program, once they are sure."""
    user = signed_in_user(request)
    program = program_for(user, program_id)
    if request.POST.get("sure") != "yes":
        page = EndAllPage(program, queries.owed_by(program))
        return render(request, "peers/staff/end_all.html", page=page)
    cards.end_all_cards(program=program, by=user, at=clock.now())
    say(request, gettext("No card of this program works any more."))
    return redirect("peers:program_terms", program.pk)

"""What anybody sees: ordering for an agency, and the page behind the code on a box."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from beside.design import problems
from beside.design.forms_public import PublicForm, public_form
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.doors import public
from beside.partners.core.kinds import Kind
from beside.supply.agency import access, routing, throttle
from beside.supply.agency.forms import AskForm
from beside.supply.agency.pages import AskPage, BoxPage
from beside.supply.services import letting_in, tending

UNREADABLE, TOO_MUCH = 422, 429


@public
@public_form
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """An organization asks to be let in."""
    at = clock.now()
    form = AskForm(request.POST or None, at=at)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else UNREADABLE
        return render(request, "supply/agency/ask.html", page=AskPage(form), status=status)
    assert form.where is not None
    programs = routing.programs_for(form.where)
    if not programs:
        page = AskPage(form, form.where.state_name)
        return render(request, "supply/agency/ask.html", page=page, status=UNREADABLE)
    if not throttle.ASKING.takes(at):
        return problems.answer(request, TOO_MUCH)
    said = form.cleaned_data
    asked = letting_in.Asked(
        " ".join(said["name"].split()), Kind(said["kind"]), form.contact(),
        get_language() or "en", form.where.county_fips, form.where.state,
    )  # fmt: skip
    letting_in.ask_to_be_let_in(program=programs[0], asked=asked, at=at)
    return redirect("supply:agency_asked")


@public
def asked(request: HttpRequest) -> HttpResponse:
    """It is kept; what happens next."""
    return render(request, "supply/agency/asked.html")


class EmptyForm(PublicForm):
    """One press, and no question."""

    said = forms.BooleanField(label=_("It is empty"), widget=forms.HiddenInput, initial=True)


@public
@public_form
@require_http_methods(["GET", "POST"])
def box(request: HttpRequest, code: str) -> HttpResponse:
    """A box, and one press to say that it is empty."""
    machine, at = access.box_behind(code), clock.now()
    form = EmptyForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        if not throttle.EMPTY.takes(at):
            return problems.answer(request, TOO_MUCH)
        tending.report_empty(machine=machine, at=at)
        return redirect("supply:box_thanks", machine.code)
    status = UNREADABLE if request.method == "POST" else 200
    page = BoxPage(machine, form, False)
    return render(request, "supply/agency/box.html", page=page, status=status)


@public
def box_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Said; where else there are kits."""
    page = BoxPage(access.box_behind(code), EmptyForm(at=clock.now()), True)
    return render(request, "supply/agency/box.html", page=page)

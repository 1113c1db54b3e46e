"""Responders, operators, and one's own phone."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.kernel import clock
from beside.kernel.transports import configured
from beside.kernel.transports.messages import Way
from beside.line.models import Operator, Responder
from beside.line.rota import access, forms, queries
from beside.line.rota.pages import OperatorPage, OperatorsPage, PhonePage, RespondersPage
from beside.line.rota.services import people
from beside.line.rota.services.shifts import AlreadySo
from beside.line.rota.views.drawn import draw
from beside.partners import counties


@needs(Permission.SUPERVISE_LINE)
def responders(request: HttpRequest) -> HttpResponse:
    """Who goes when called, and adding somebody."""
    form = forms.ResponderForm(request.POST or None)
    if form.is_valid() and _kept(form, None, request):
        return redirect("line:responders")
    return draw(request, "line/rota/responders.html", RespondersPage(_rows(), form))


@needs(Permission.SUPERVISE_LINE)
def responder(request: HttpRequest, responder_id: int) -> HttpResponse:
    """Change what is known of one."""
    found = access.responder(responder_id)
    known = {
        "label": found.label, "order": found.order,
        "counties": "\n".join(counties.names_of(found.counties)),
    }  # fmt: skip
    form = forms.ResponderForm(request.POST or None, initial=known, is_known=True)
    if form.is_valid() and _kept(form, found, request):
        return redirect("line:responders")
    return draw(request, "line/rota/responder.html", RespondersPage((), form, found))


def _rows() -> list[tuple[Responder, list[str]]]:
    return [(row, counties.names_of(row.counties)) for row in Responder.objects.all()]


def _kept(form: forms.ResponderForm, known: Responder | None, request: HttpRequest) -> bool:
    said, by, at = form.cleaned_data, signed_in_user(request), clock.now()
    try:
        if known is None:
            people.add_responder(**said, by=by, at=at)
        else:
            people.change_responder(responder_id=known.pk, **said, by=by, at=at)
    except people.NotUsable:
        form.add_error("number", gettext("The line does not ring this number by itself."))
        return False
    say(request, gettext("Kept."))
    return True


@needs(Permission.SUPERVISE_LINE)
@require_POST
def responder_act(request: HttpRequest, responder_id: int, act: str) -> HttpResponse:
    """Rest, come back, be tested, or be removed with everything that is known of them."""
    found, by, at = access.responder(responder_id), signed_in_user(request), clock.now()
    try:
        if act == "test":
            _test(request, found)
        elif act in {"rest", "back"}:
            people.rest_responder(responder_id=found.pk, is_available=act == "back", by=by, at=at)
            undo = "rest" if act == "back" else "back"
            say(request, gettext("Kept."),
                undo_url=reverse("line:responder_act", args=[found.pk, undo]))  # fmt: skip
        elif act == "remove":
            people.remove_responder(responder_id=found.pk, by=by, at=at)
            say(request, gettext("Gone, with the number."))
        else:
            raise Http404
    except AlreadySo:
        say(request, gettext("It is so already."), kind="warn")
    return redirect("line:responders")


def _test(request: HttpRequest, found: Responder) -> None:
    if not configured.carriers(Way.SMS):
        said = gettext("No carrier for SMS is set up, so nothing can be sent. See docs/deploy.md.")
        say(request, said, kind="warn")
        return
    people.ask_for_a_test(responder_id=found.pk, by=signed_in_user(request), at=clock.now())
    say(request, gettext("A test message is on its way. This list says when it was taken."))


@needs(Permission.SUPERVISE_LINE)
def operators(request: HttpRequest) -> HttpResponse:
    """Everybody who may answer: languages, limits, whether they can be rung."""
    found = list(queries.operators(clock.now()))
    known = Operator.objects.in_bulk([user.pk for user in found])
    names = dict(settings.LANGUAGES)
    rows = [
        (user, row := known.get(user.pk), [names.get(c, c) for c in row.languages] if row else [])
        for user in found
    ]
    return draw(request, "line/rota/operators.html", OperatorsPage(rows))


@needs(Permission.SUPERVISE_LINE)
def operator(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """What the line may ask of one operator."""
    user = access.operator(user_id)
    row = Operator.objects.filter(pk=user.pk).first() or Operator(user=user)
    known = {
        "languages": row.languages or [user.language], "most_at_once": row.most_at_once,
        "most_emergencies": row.most_emergencies,
    }  # fmt: skip
    form = forms.OperatorForm(request.POST or None, initial=known)
    if form.is_valid():
        people.set_operator(
            user=user, **form.cleaned_data, by=signed_in_user(request), at=clock.now()
        )
        say(request, gettext("Kept."))
        return redirect("line:operators")
    return draw(request, "line/rota/operator.html", OperatorPage(user, form))


@needs(Permission.ANSWER_LINE)
def my_phone(request: HttpRequest) -> HttpResponse:
    """One's own number: kept sealed, dialled by the machine, read by nobody."""
    by, at = signed_in_user(request), clock.now()
    if request.POST.get("act") == "forget":
        try:
            people.forget_my_number(by=by, at=at)
            say(request, gettext("Gone. The line rings you no more."))
        except AlreadySo:
            say(request, gettext("It is so already."), kind="warn")
        return redirect("line:my_phone")
    form = forms.MyPhone(request.POST or None)
    if form.is_valid():
        try:
            people.set_my_number(number=form.cleaned_data["number"], by=by, at=at)
        except people.NotUsable:
            form.add_error("number", gettext("The line does not ring this number by itself."))
        else:
            say(request, gettext("Kept, sealed."))
            return redirect("line:my_phone")
    has = Operator.objects.filter(pk=by.pk, number_id__isnull=False).exists()
    return draw(request, "line/rota/phone.html", PhonePage(form, has))

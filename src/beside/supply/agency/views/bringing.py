"""Organizations from a spreadsheet: looked at first, kept whole or not at all, then their links."""

from uuid import UUID

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.partners.adapters import sheets as reading
from beside.supply.access import only, program_for, programs_of, scoped
from beside.supply.agency import access, bringing, links, sheets
from beside.supply.agency.forms_outside import Named
from beside.supply.agency.pages import BringPage
from beside.supply.models import Agency, AgencyImport, AgencyLink, Program
from beside.supply.services import bringing_agencies, saving_orders

ASK = Permission.ANSWER_ORDERS
SALT, LIVES = "supply.agencies", 3600
UNREADABLE = 422
EXAMPLE = ("Example Library", "library", "Alex Example", "alex@example.org", "859 555 0123",
           "English", "Front desk", "12 Example Street", "", "Berea", "KY", "40403", "no", "yes",
           "", "", "")  # fmt: skip


class Upload(forms.Form):
    """Which program, and the list."""

    program = Named(Program.objects.none(), label=_("Program"), empty_label=None)
    file = forms.FileField(
        label=_("Spreadsheet (CSV or XLSX)"),
        help_text=_("Name, kind, person and e-mail are needed. At most 5,000 rows."),
    )

    def __init__(self, *args: object, user: User, **facts: object) -> None:
        super().__init__(*args, **facts)  # type: ignore[arg-type]
        chosen = self.fields["program"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = programs_of(user).filter(takes_orders=True)


@needs(ASK)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """The list, judged row by row, shown, and kept whole or not at all."""
    user = signed_in_user(request)
    if packed := request.POST.get("packed"):
        return _keep(request, user, packed)
    form = Upload(request.POST or None, request.FILES or None, user=user)
    if request.method != "POST" or not form.is_valid():
        return _draw(request, BringPage(form), UNREADABLE if request.method == "POST" else 200)
    program, file = form.cleaned_data["program"], form.cleaned_data["file"]
    try:
        header, below = reading.read(file.name, file.read())
    except reading.Unreadable:
        return _draw(request, BringPage(form, is_unreadable=True), UNREADABLE)
    judged = bringing.judge(header, below, _known(program))
    if judged.faults or not judged.rows:
        return _draw(request, BringPage(form, judged.faults, is_empty=not judged.faults),
                     UNREADABLE)  # fmt: skip
    packed = signing.dumps([str(program.pk), header, below], salt=SALT, compress=True)
    rows = [one for _number, one in judged.rows]
    return _draw(request, BringPage(form, rows=rows, packed=packed, program=program))


def _draw(request: HttpRequest, page: BringPage, status: int = 200) -> HttpResponse:
    return render(request, "supply/agency/bring.html", page=page, status=status)


def _known(program: Program) -> set[str]:
    """Plain names of those it has."""
    there = Agency.objects.filter(program=program, state__in=["asked", "open"])
    return set(there.values_list("plain_name", flat=True))


def _keep(request: HttpRequest, user: User, packed: str) -> HttpResponse:
    """What was looked at; it came back signed, so it is the same list. It is judged once more."""
    try:
        program_id, header, below = signing.loads(packed, salt=SALT, max_age=LIVES)
    except signing.BadSignature as error:
        raise Http404 from error
    program = program_for(user, UUID(program_id))
    judged = bringing.judge(header, below, _known(program))
    if judged.faults:
        form = Upload(user=user, initial={"program": program})
        return _draw(request, BringPage(form, judged.faults), UNREADABLE)
    try:
        made = bringing_agencies.bring_in_agencies(
            program=program, rows=judged.rows, by=user, at=clock.now()
        )
    except bringing_agencies.CameMeanwhile as error:
        told = gettext("Nothing was kept: row %(row)d came in meanwhile.")
        say(request, told % {"row": error.number}, kind="warn")
        return redirect("supply:bring_agencies")
    told = gettext("%(n)d organizations are here. Their links are not sent yet.")
    say(request, told % {"n": len(judged.rows)},
        undo_url=reverse("supply:undo_agencies", args=[made.pk]))  # fmt: skip
    return redirect("supply:agencies")


@needs(ASK)
@require_POST
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """As if the list had never come, as long as none of them did anything."""
    user = signed_in_user(request)
    only(scoped(AgencyImport.objects.select_related("program"), user), import_id)
    try:
        gone = bringing_agencies.undo_bringing_in(import_id=import_id, by=user, at=clock.now())
    except bringing_agencies.InUse as error:
        told = gettext("Not undone: in use already: %(names)s.")
        say(request, told % {"names": ", ".join(error.names[:10])}, kind="warn")
    except AgencyImport.DoesNotExist:
        say(request, gettext("It was undone already."), kind="warn")
    else:
        say(request, gettext("%(n)d organizations are gone again.") % {"n": gone})
    return redirect("supply:agencies")


@needs(ASK)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """A sheet with the right headers and one example, to fill in."""
    if kind not in sheets.TYPES:
        raise Http404
    return sheets.answer(kind, "organizations", [bringing.TEMPLATE, EXAMPLE])


@needs(ASK)
@require_POST
def send_links(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """A link to everyone who is let in and has none, in one go."""
    user = signed_in_user(request)
    sent = bringing_agencies.send_links(
        program=program_for(user, program_id), by=user, at=clock.now()
    )
    say(request, gettext("%(n)d links are on the way.") % {"n": sent})
    return redirect("supply:agencies")


@needs(ASK)
@require_POST
def links_file(request: HttpRequest, program_id: UUID, kind: str) -> HttpResponse:
    """Every link that holds, to hand over oneself where no mail is configured. It is recorded."""
    user, at = signed_in_user(request), clock.now()
    program = program_for(user, program_id)
    if kind not in sheets.TYPES:
        raise Http404
    mine = access.agencies(user).filter(program=program, state=Agency.State.OPEN)
    found = AgencyLink.objects.filter(agency__in=mine, revoked_at=None).select_related("agency")
    rows = [[one.agency.name, links.address(one)] for one in found.order_by("agency__plain_name")]
    saving_orders.note_list_taken(count=len(rows), kind=kind, by=user, at=at)
    title = [gettext("Organization"), gettext("Link")]
    return sheets.answer(kind, f"links-{at:%Y-%m-%d}", [title, *rows])

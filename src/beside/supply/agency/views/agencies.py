"""Organizations: who waits to be let in, who orders, their links and facts."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.adapters.mail import configured
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.design.paging import Paging
from beside.directory.finder.listing import key_of
from beside.kernel import clock, house
from beside.partners.core.kinds import WORDS, Kind
from beside.supply.access import only, program_for, programs_of
from beside.supply.agency import access, links, offers, rows, sealed, showing, words
from beside.supply.agency.forms import ContactFields, judged_zip
from beside.supply.agency.forms_outside import Named
from beside.supply.agency.pages import (
    AgenciesPage,
    AgencyPage,
    FormPage,
    PublicPart,
    TermsPage,
)
from beside.supply.core.listing import Why, why_not
from beside.supply.mail.routing import Where
from beside.supply.models import Agency, Product, Program, Recurrence
from beside.supply.services import letting_in, listing_agencies, terms

ASK = Permission.ANSWER_ORDERS
UNREADABLE = 422


@needs(ASK)
def agencies(request: HttpRequest) -> HttpResponse:
    """Who orders, by name; above them who waits to be let in."""
    user = signed_in_user(request)
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("q", "state")}
    found = access.agencies(user).exclude(state="asked").order_by("plain_name")
    found = found.select_related("listing", "program")
    if asked["state"] in Agency.State.values:
        found = found.filter(state=asked["state"])
    if asked["q"]:
        found = found.filter(Q(name__icontains=asked["q"]))
    paging = Paging.read(request.GET, total=found.count())
    waiting = access.agencies(user).filter(state="asked").order_by("asked_at")
    page = AgenciesPage(
        rows=[(one, words.AGENCY_STATES[Agency.State(one.state)], _kind(one))
              for one in found[paging.start : paging.stop]],
        paging=paging, asked=asked, states=list(words.AGENCY_STATES.items()),
        waiting=[(one, _kind(one)) for one in waiting], programs=list(programs_of(user)),
        linkless=_linkless(user),
    )  # fmt: skip
    return render(request, "supply/agency/agencies.html", page=page)


def _linkless(user: User) -> list[tuple[Program, int]]:
    """How many of each program are let in and never had a link."""
    without = access.agencies(user).filter(state=Agency.State.OPEN, links=None).order_by()
    counts = dict(without.values_list("program").annotate(n=Count("pk")))
    return [(one, counts[one.pk]) for one in programs_of(user) if one.pk in counts]


def _kind(agency: Agency) -> str:
    return gettext(WORDS[Kind(agency.kind)])


@needs(ASK)
def agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """One organization; its contact and address are shown when they are asked for."""
    return _drawn(request, only(access.agencies(signed_in_user(request)), agency_id))


def _drawn(request: HttpRequest, found: Agency, *, opens: str = "") -> HttpResponse:
    user, at = signed_in_user(request), clock.now()
    link = links.open_link(found)
    kept = Recurrence.objects.filter(agency=found, ended_at=None).first()
    lines = kept.lines.select_related("product") if kept else []
    held = offers.held_there(found) if found.place else {}
    products = Product.objects.in_bulk(list(held))
    orders = found.orders.select_related("agency").prefetch_related("lines__product")
    page = AgencyPage(
        agency=found, kind=_kind(found), says=words.AGENCY_STATES[Agency.State(found.state)],
        link=link, address=links.address(link) if link and opens == "link" else "",
        contact=sealed.contact(found.contact_id, by=user, purpose=sealed.REACH, at=at)
        if opens == "contact" else None,
        ship_to=None, orders=rows.order_rows(orders.order_by("-placed_at")[:12], house.today(at)),
        held=[rows.amount(products[pk], units) for pk, units in held.items()],
        recurrence=kept, recurring=[rows.amount(line.product, line.units) for line in lines],
        going=words.GOING[Agency.Going(found.going)] if found.going else "",
        can_mail=configured(), public=_public(found, user, at, opens == "listing"),
    )  # fmt: skip
    return render(request, "supply/agency/agency.html", page=page)


def _public(found: Agency, user: User, at: datetime, opens: bool) -> PublicPart:
    """How it stands in the directory; what would be told there is opened when it is asked for."""
    row, why = showing.listing_of(found), why_not(showing.standing(found), house.today(at))
    stands = row is not None and row.ended_at is None
    shown = showing.shown(found, by=user, at=at) if opens and why is None else None
    return PublicPart(
        row if stands else None, words.NOT_LISTED[why] if why else "",
        words.NOT_LISTED[Why(row.why)] if row is not None and not stands else "",
        shown, [rows.name(one) for one in shown.products] if shown else [],
        key_of(row.location_id) if row else "",
    )  # fmt: skip


@needs(ASK)
@require_POST
def agency_list(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Into the public directory, as it was shown to whoever presses this."""
    user = signed_in_user(request)
    found = only(access.agencies(user), agency_id)
    try:
        listing_agencies.list_agency(
            agency=found, seen=_uuid(request.POST.get("seen", "")), by=user, at=clock.now()
        )
    except listing_agencies.MayNot as error:
        say(request, str(words.NOT_LISTED[error.why]), kind="warn")
    except listing_agencies.ChangedSince:
        say(request, gettext("Its address was changed meanwhile. Look at it again."), kind="warn")
    except listing_agencies.HiddenThere:
        say(request, gettext("The directory hides this place, for a reason of its own. "
                             "Ask those who look after the directory."), kind="warn")  # fmt: skip
    else:
        undo = reverse("supply:agency_act", args=[found.pk, "unlist"])
        say(request, gettext("It is in the public directory now."), undo_url=undo)
    return redirect("supply:agency", found.pk)


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


@needs(ASK)
@require_POST
def agency_open(request: HttpRequest, agency_id: UUID, what: str) -> HttpResponse:
    """Show whom to write to, the link itself, or what would be public.

    The opening is recorded, the page not kept.
    """
    if what not in {"contact", "link", "listing"}:
        raise Http404
    return _drawn(request, only(access.agencies(signed_in_user(request)), agency_id), opens=what)


Said = tuple[Callable[..., object], str, str]


def _acts() -> dict[str, Said]:
    return {
        "let-in": (letting_in.let_in, gettext("Let in. Its link is on the way."), "close"),
        "decline": (letting_in.decline_agency, gettext("Declined."), "let-in"),
        "close": (letting_in.close_agency, gettext("Closed: its link opens nothing."), "let-in"),
        "send-link": (letting_in.send_link, gettext("The link is sent again."), ""),
        "revoke-link": (
            letting_in.revoke_link,
            gettext("The link opens nothing any more. Sending makes a new one."), "send-link",
        ),
        "unlist": (
            listing_agencies.unlist_agency,
            gettext("It is off the public directory. “List it” brings it back."), "",
        ),
    }  # fmt: skip


@needs(ASK)
@require_POST
def agency_act(request: HttpRequest, agency_id: UUID, act: str) -> HttpResponse:
    """Let in, decline, close, send the link, revoke it, take it off the directory."""
    user = signed_in_user(request)
    found = only(access.agencies(user), agency_id)
    if act not in _acts():
        raise Http404
    do, said, undo = _acts()[act]
    try:
        do(agency=found, by=user, at=clock.now())
    except letting_in.Twin as error:
        told = gettext("“%(name)s” is here already under the same name.")
        say(request, told % {"name": error.agency.name}, kind="warn")
        return redirect("supply:agency", error.agency.pk)
    except (letting_in.NotNow, listing_agencies.NotListed):
        say(request, gettext("Somebody was quicker. This is how it stands now."), kind="warn")
        return redirect("supply:agency", found.pk)
    undo_url = reverse("supply:agency_act", args=[found.pk, undo]) if undo else ""
    say(request, said, undo_url=undo_url)
    return redirect("supply:agency", found.pk)


class AddForm(ContactFields):
    """Staff bring in an organization."""

    program = Named(Program.objects.none(), label=_("Program"))
    name = forms.CharField(label=_("Name of the organization"), max_length=120)
    kind = forms.ChoiceField(label=_("What it is"))
    zip = forms.CharField(label=_("ZIP code"), max_length=10, required=False)
    language = forms.ChoiceField(
        label=_("Letters in"), choices=[("en", "English"), ("es", "Español")]
    )
    field_order = ("program", "name", "kind", "zip", "person", "email", "phone", "language")

    def __init__(self, *args: object, user: User, **facts: object) -> None:
        super().__init__(*args, **facts)  # type: ignore[arg-type]
        programs = programs_of(user).filter(takes_orders=True)
        chosen = self.fields["program"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset, chosen.empty_label = programs, None
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "—"), *words.kinds()]
        self.where: Where | None = None

    def clean(self) -> dict[str, object]:
        if zip_code := self.cleaned_data.get("zip"):
            self.where = judged_zip(self, zip_code)
        return self.cleaned_data


@needs(ASK)
@require_http_methods(["GET", "POST"])
def add_agency(request: HttpRequest) -> HttpResponse:
    """Bring in an organization and send its link."""
    user, at = signed_in_user(request), clock.now()
    form = AddForm(request.POST or None, user=user, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = letting_in.Asked(
            " ".join(said["name"].split()), Kind(said["kind"]), form.contact(), said["language"],
            form.where.county_fips if form.where else "", form.where.state if form.where else "",
        )  # fmt: skip
        try:
            added = letting_in.add_agency(program=said["program"], asked=asked, by=user, at=at)
        except letting_in.Twin as error:
            form.add_error("name", gettext("An organization of this name is here already."))
            say(request, error.agency.name, kind="warn")
        else:
            say(request, gettext("Added. Its link is on the way."))
            return redirect("supply:agency", added.pk)
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "supply/agency/add.html", page=FormPage(form), status=status)


class TermsForm(forms.Form):
    """What a program asks of agencies."""

    asks_license = forms.BooleanField(label=_("Ask for a license number or FEIN"), required=False)
    asks_registration = forms.BooleanField(
        label=_("Ask for a registration before prescription products"), required=False
    )
    most_cases = forms.IntegerField(
        label=_("At most so many cases in one order"), required=False, min_value=1, max_value=999
    )


@needs(Permission.MANAGE_PROGRAM)
@require_http_methods(["GET", "POST"])
def order_terms(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """The terms of one program."""
    user = signed_in_user(request)
    program = program_for(user, program_id)
    kept = offers.terms_of(program)
    names = ("asks_license", "asks_registration", "most_cases")
    form = TermsForm(request.POST or None, initial={name: getattr(kept, name) for name in names})
    if request.method == "POST" and form.is_valid():
        terms.keep_terms(program=program, facts=form.cleaned_data, by=user, at=clock.now())
        say(request, gettext("Kept."))
        return redirect("supply:order_terms", program.pk)
    page = TermsPage(form, program, kept)
    return render(request, "supply/agency/terms.html", page=page)

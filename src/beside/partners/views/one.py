"""One partner: adding it, looking at it, correcting it, ending the work together."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.accounts.services.invitations import AlreadyInvited
from beside.design.pages import render
from beside.kernel import clock
from beside.partners import access, queries
from beside.partners.forms import BringIn, Ending, Facts, NewPartner
from beside.partners.models import Partner
from beside.partners.services import keeping, members
from beside.partners.views.pages import FactsPage, PartnerPage, belonging, offered, row_of


@signed_in
def partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """One partner."""
    user, on = signed_in_user(request), access.today()
    found = access.partner_for(user, partner_id)
    current = list(queries.members_on(on).filter(partner=found))
    found.members = current  # type: ignore[attr-defined]
    keeps = access.keeps(user, found)
    page = PartnerPage(
        row=row_of(found, on),
        members=[belonging(member) for member in current],
        past=[belonging(member) for member in queries.past_members(found, on)],
        offers=[offered(offer) for offer in queries.open_offers(found)] if keeps else [],
        keeps=keeps,
        manages=user.has_permission(Permission.MANAGE_PARTNERS),
        bring_in=BringIn(initial={"language": get_language()}),
        ending=Ending(initial={"on": on}),
    )
    return render(request, "partners/partner.html", page=page)


@needs(Permission.MANAGE_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    """A new partner, with its contact if known."""
    by, at = signed_in_user(request), clock.now()
    first = {"since": access.today(), "contact_language": get_language()}
    form = NewPartner(request.POST or None, initial=first)
    if form.is_valid() and (made := _added(form, by, at)):
        _invite_contact(request, made, form, by, at)
        return redirect("partners:partner", made.pk)
    return render(request, "partners/facts.html", page=FactsPage(form))


def _added(form: NewPartner, by: User, at: datetime) -> Partner | None:
    try:
        return keeping.add_partner(about=form.about(), by=by, at=at)
    except keeping.NameTaken:
        form.add_error("name", gettext("A partner of that name stands on the list already."))
        return None


def _invite_contact(
    request: HttpRequest, partner: Partner, form: NewPartner, by: User, at: datetime
) -> None:
    """A partner stands even when its contact cannot be invited; the page says why."""
    said = form.cleaned_data
    messages.success(request, gettext("The partner is added."))
    if not said["contact_email"]:
        return
    try:
        members.bring_in(
            partner=partner,
            email=said["contact_email"],
            name=said["contact_name"],
            role=access.CONTACT,
            language=said["contact_language"] or get_language(),
            by=by,
            at=at,
        )
    except AlreadyInvited:
        messages.warning(
            request,
            gettext("An invitation waits at that address already. Add the contact once they came."),
        )


@signed_in
def change(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Correct what is known of a partner."""
    user = signed_in_user(request)
    found = access.partner_to_keep(user, partner_id)
    form = Facts(request.POST or None, initial=Facts.first_values(found))
    if form.is_valid():
        try:
            keeping.change_partner(partner=found, about=form.about(), by=user, at=clock.now())
        except keeping.NameTaken:
            form.add_error("name", gettext("Another partner has this name."))
        except keeping.NotInThatOrder:
            form.add_error("since", gettext("It would end before it began."))
        else:
            messages.success(request, gettext("Kept."))
            return redirect("partners:partner", found.pk)
    return render(request, "partners/facts.html", page=FactsPage(form, found))


@needs(Permission.MANAGE_PARTNERS)
@require_POST
def end_or_resume(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """End the work together on a day, or undo that."""
    user, at = signed_in_user(request), clock.now()
    found = access.partner_to_keep(user, partner_id)
    try:
        if request.POST.get("act") == "resume":
            keeping.resume_partner(partner=found, by=user, at=at)
        else:
            keeping.end_partner(partner=found, on=_day(request), by=user, at=at)
    except keeping.NothingToChange:
        messages.info(request, gettext("It is already so."))
    except keeping.NotInThatOrder:
        messages.error(request, gettext("It would end before it began."))
    else:
        messages.success(request, gettext("Kept."))
    return redirect("partners:partner", found.pk)


def _day(request: HttpRequest) -> date:
    form = Ending(request.POST)
    if not form.is_valid():
        raise Http404
    day: date = form.cleaned_data["on"]
    return day

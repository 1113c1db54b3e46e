"""People who may sign in: the list, one person, and what may be done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from beside.accounts import access, queries
from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in, signed_in_user, step_up
from beside.accounts.adapters.mail import way_back_link
from beside.accounts.core import roles
from beside.accounts.core.roles import Permission, Role
from beside.accounts.forms.people import Filter, GiveRole, Name
from beside.accounts.middleware import limits
from beside.accounts.models import RoleHeld, Sitting, User
from beside.accounts.services import people as services
from beside.accounts.services import sittings
from beside.accounts.services.invitations import NotHouseWide
from beside.design.pages import render
from beside.design.paging import Paging
from beside.kernel import clock, house


@dataclass(frozen=True)
class Row:
    """One person on the list."""

    user: User
    roles: Sequence[Role]
    second_factor: bool
    wants_second_factor: bool


@dataclass(frozen=True)
class PeoplePage:
    """The list of people, filtered."""

    filter: Filter
    rows: Sequence[Row]
    paging: Paging
    query: str


def _rows(users: Sequence[User]) -> list[Row]:
    having = queries.with_second_factor(list(users))
    return [_row(user, user.pk in having) for user in users]


def _row(user: User, second_factor: bool) -> Row:
    slugs = [held.role for held in getattr(user, "held", [])]
    given = [roles.ROLES[slug] for slug in slugs if slug in roles.ROLES]
    wants = roles.need_second_factor(slugs) and not second_factor
    return Row(user, given, second_factor, wants)


@needs(Permission.VIEW_ACCOUNTS)
def people_list(request: HttpRequest) -> HttpResponse:
    """People, by name."""
    chosen = Filter(request.GET)
    found = queries.people(chosen.asked(), clock.now())
    paging = Paging.read(request.GET, total=found.count())
    page = PeoplePage(
        chosen, _rows(list(found[paging.start : paging.stop])), paging, request.GET.urlencode()
    )
    return render(request, "accounts/people/list.html", page=page)


@needs(Permission.VIEW_ACCOUNTS)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file."""
    at, by = clock.now(), signed_in_user(request)
    found = _rows(list(queries.people(Filter(request.GET).asked(), at)))
    header = [
        gettext(word)
        for word in ("Name", "Email", "Roles", "May sign in", "Second factor", "Joined")
    ]
    try:
        answer = exporting.table(kind, "people", header, (_cells(row) for row in found))
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    services.note_export(count=len(found), by=by, at=at)
    return answer


def _cells(row: Row) -> list[str]:
    return [
        row.user.name,
        row.user.email,
        ", ".join(gettext(role.name) for role in row.roles),
        gettext("yes") if row.user.is_active else gettext("no"),
        gettext("yes") if row.second_factor else gettext("no"),
        house.today(row.user.joined_at).isoformat(),
    ]


@dataclass(frozen=True)
class RolesPage:
    """Every role with its words, what it may do, and how many hold it."""

    house: Sequence[tuple[Role, int]]
    partner: Sequence[Role]


@signed_in
def roles_page(request: HttpRequest) -> HttpResponse:
    """Who may do what, for everybody on staff."""
    holders = queries.role_holders(clock.now())
    page = RolesPage(
        [(role, holders[role.slug]) for role in roles.house_roles()], roles.partner_roles()
    )
    return render(request, "accounts/people/roles.html", page=page)


@dataclass(frozen=True)
class PersonPage:
    """One person, and what may be done about them."""

    row: Row
    held: Sequence[tuple[RoleHeld, Role]]
    past: Sequence[tuple[RoleHeld, Role]]
    sittings: Sequence[Sitting]
    manages: bool
    own: bool
    give: GiveRole
    name: Name
    link: str = ""


@needs(Permission.VIEW_ACCOUNTS)
def person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One person."""
    return render(request, "accounts/people/person.html", page=_person_page(request, user_id))


def _person_page(request: HttpRequest, user_id: UUID, link: str = "") -> PersonPage:
    at, viewer = clock.now(), signed_in_user(request)
    user = _person(user_id, at)
    slugs = [held.role for held in getattr(user, "held", [])]
    past = RoleHeld.objects.filter(user=user, until_at__lte=at).order_by("-until_at")
    return PersonPage(
        row=_row(user, access.has_second_factor(user)),
        held=[(held, roles.ROLES[held.role]) for held in getattr(user, "held", [])
              if held.role in roles.ROLES],
        past=[(held, roles.ROLES[held.role]) for held in past if held.role in roles.ROLES],
        sittings=list(queries.open_sittings(user, limits(), at)),
        manages=viewer.has_permission(Permission.MANAGE_ACCOUNTS),
        own=viewer.pk == user.pk,
        give=GiveRole(held=slugs),
        name=Name(initial={"name": user.name}),
        link=link,
    )  # fmt: skip


def _person(user_id: UUID, at: datetime) -> User:
    everybody = queries.people(queries.PeopleAsked(state="all"), at)
    user = everybody.filter(pk=user_id).first()
    if user is None:
        raise Http404
    return user


Done = str
Act = Callable[[HttpRequest, User, User, datetime], Done]


def _give(request: HttpRequest, user: User, by: User, at: datetime) -> Done:
    services.give_role(user=user, slug=request.POST.get("role", ""), by=by, at=at)
    return gettext("The role is given.")


def _end(request: HttpRequest, user: User, by: User, at: datetime) -> Done:
    services.end_role(user=user, slug=request.POST.get("role", ""), by=by, at=at)
    return gettext("The role is ended. To undo this, give it again.")


def _deactivate(request: HttpRequest, user: User, by: User, at: datetime) -> Done:
    services.deactivate(user=user, by=by, at=at)
    return gettext("This person can no longer sign in, and is signed out everywhere.")


def _reactivate(request: HttpRequest, user: User, by: User, at: datetime) -> Done:
    services.reactivate(user=user, by=by, at=at)
    return gettext("This person may sign in again, with the roles they held.")


def _reset_second_factor(request: HttpRequest, user: User, by: User, at: datetime) -> Done:
    services.reset_second_factor(user=user, by=by, at=at)
    return gettext("The second factor is taken away. They set up a new one when they sign in.")


def _sign_out(request: HttpRequest, user: User, by: User, at: datetime) -> Done:
    ended = sittings.end_all_sittings(user=user, by=by, at=at)
    return ngettext("Signed out of %(n)d place.", "Signed out of %(n)d places.", ended) % {
        "n": ended
    }


def _rename(request: HttpRequest, user: User, by: User, at: datetime) -> Done:
    form = Name(request.POST)
    if form.is_valid():
        services.rename(user=user, name=form.cleaned_data["name"], by=by, at=at)
        return gettext("The name is corrected.")
    raise services.NothingToChange


ACTS: Mapping[str, Act] = {
    "give": _give,
    "end": _end,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "reset-second-factor": _reset_second_factor,
    "sign-out": _sign_out,
    "rename": _rename,
}


@needs(Permission.MANAGE_ACCOUNTS)
@step_up
@require_POST
def act(request: HttpRequest, user_id: UUID, act: str) -> HttpResponse:
    """Do one thing about a person, after a fresh sign-in."""
    at, by = clock.now(), signed_in_user(request)
    user = _person(user_id, at)
    if act == "way-back":
        token = services.lend_way_back(user=user, by=by, at=at)
        page = _person_page(request, user_id, link=way_back_link(user, token))
        return render(request, "accounts/people/person.html", page=page)
    if act not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[act](request, user, by, at))
    except (ValueError, LookupError) as refusal:
        messages.error(request, _why(refusal))
    return redirect("accounts:person", user.pk)


def _why(refusal: Exception) -> str:
    """A refusal in words. Anything else is a fault, and raised again."""
    words = {
        services.LastKeeper: gettext(
            "Nobody else could look after accounts then. Give somebody else that role first."
        ),
        services.NotToOneself: gettext("Somebody else must give you that role."),
        services.NothingToChange: gettext("It is already so."),
        roles.NoSuchRole: gettext("There is no such role."),
        NotHouseWide: gettext("That role belongs to a partner: give it on the partner’s page."),
    }
    if type(refusal) not in words:
        raise refusal
    return words[type(refusal)]

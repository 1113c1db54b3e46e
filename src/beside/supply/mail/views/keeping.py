"""The packing keys of a program, and the desk where requests are picked up."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house, ids, word_codes
from beside.partners.models import Membership
from beside.supply import listed
from beside.supply.access import NotYours, program_for
from beside.supply.core import sealed
from beside.supply.core.request import NotAllowed, State
from beside.supply.mail import access, queries
from beside.supply.mail.forms import Words
from beside.supply.mail.moving import Overtaken
from beside.supply.mail.services import keys, packing
from beside.supply.mail.staff_pages import KeyRow, KeysPage, Mine, PickUpsPage, Row, Site
from beside.supply.models import PackingKey, Program, Request

PACK, HAND = Permission.PACK_PARCELS, Permission.LOG_ENCOUNTERS
REFUSALS = (keys.NotWrapped, keys.LastCopy, keys.NoSuchCopy, sealed.NotSealed, IntegrityError,
            ValueError, KeyError, TypeError)  # fmt: skip


@needs(PACK)
def packing_keys(request: HttpRequest) -> HttpResponse:
    """Who can open what; making, copying, changing and retiring keys."""
    user = signed_in_user(request)
    programs = queries.programs_with_mail(user)
    wanted = request.GET.get("program")
    program = next((one for one in programs if str(one.pk) == wanted), None)
    program = program or (programs[0] if programs else None)
    rows = [_key_row(key, user) for key in _keys_of(program)] if program else []
    words = list(word_codes.listed(get_language() or "en"))
    manages = user.has_permission(Permission.MANAGE_PROGRAM)
    page = KeysPage(programs, program, rows, words, str(ids.uuid7()), manages)
    return render(request, "supply/mail/keys.html", page=page)


def _keys_of(program: Program) -> list[PackingKey]:
    found = PackingKey.objects.filter(program=program).order_by("-made_at")
    return [key for key in found if key.retired_at is None or key.copies.exists()]


def _key_row(key: PackingKey, user: User) -> KeyRow:
    copies = list(key.copies.select_related("user").order_by("made_at"))
    held = {copy.user_id for copy in copies}
    return KeyRow(
        key, copies, Request.objects.filter(key=key, address_id__isnull=False).count(),
        next((Mine(copy) for copy in copies if copy.user_id == user.pk), None),
        [one for one in _packers(key.program) if one.pk not in held],
    )  # fmt: skip


def _packers(program: Program) -> list[User]:
    """Who belongs to the program's partner and may pack."""
    belong = Membership.objects.current(house.today(clock.now())).filter(partner=program.partner)
    people = User.objects.filter(pk__in=belong.values("user"), is_active=True).order_by("name")
    return [one for one in people if one.has_permission(PACK)]


@needs(PACK)
@require_POST
def make_key(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """A key that this packer's browser made. Only its public half can be read here."""
    user = signed_in_user(request)
    program = program_for(user, program_id)
    if _keys_of(program):  # the one there is now is retired by it
        _must_manage(user)
    _try(request, lambda: keys.make_key(
        program=program, public=_json(request, "public"), wrapped=_json(request, "wrapped"),
        key_id=UUID(request.POST.get("key_id", "")), by=user, at=clock.now(),
    ), gettext("A new key stands. What was sealed before is opened with the old one."))  # fmt: skip
    return _back(program)


def _must_manage(user: User) -> None:
    """Who packs opens addresses; who may open none any more is for who runs the program."""
    if not user.has_permission(Permission.MANAGE_PROGRAM):
        raise PermissionDenied


@needs(PACK)
@require_POST
def key(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Copy it for somebody, take over a copy, change its words, withdraw one, retire it."""
    user, at = signed_in_user(request), clock.now()
    found = access.key_for(user, key_id)
    acts: dict[str, Callable[[], object]] = {
        "copy": lambda: keys.copy_key(key=found, to=_somebody(request, found), by=user, at=at,
                                      wrapped=_json(request, "wrapped")),
        "rewrap": lambda: keys.rewrap(key=found, wrapped=_json(request, "wrapped"), by=user, at=at),
        "withdraw": lambda: keys.withdraw_copy(key=found, of=_holder(request, found), by=user,
                                               at=at),
        "retire": lambda: keys.retire(key=found, by=user, at=at),
    }  # fmt: skip
    act = acts.get(request.POST.get("do", ""))
    if request.POST.get("do") in ("withdraw", "retire"):
        _must_manage(user)
    if act:
        _try(request, act, gettext("Done."))
    return _back(found.program)


def _somebody(request: HttpRequest, found: PackingKey) -> User:
    wanted = request.POST.get("to", "")
    for one in _packers(found.program):
        if str(one.pk) == wanted:
            return one
    raise NotYours("packer")


def _holder(request: HttpRequest, found: PackingKey) -> User:
    wanted = request.POST.get("of", "")
    for copy in found.copies.select_related("user"):
        if str(copy.user_id) == wanted:
            return copy.user
    raise keys.NoSuchCopy


def _json(request: HttpRequest, name: str) -> dict[str, Any]:
    found = json.loads(request.POST.get(name, "")[:4000] or "null")
    if not isinstance(found, dict):
        raise keys.NotWrapped
    return found


def _try(request: HttpRequest, act: Callable[[], object], done: str = "") -> None:
    try:
        act()
    except keys.LastCopy:
        say(request, gettext("This is the last copy, and addresses are sealed to this key. Give "
                             "somebody else a copy first."), kind="warn")  # fmt: skip
    except REFUSALS:
        say(request, gettext("The key was not taken. Load the page again and try once more."),
            kind="warn")  # fmt: skip
    else:
        if done:
            say(request, done)


def _back(program: Program) -> HttpResponse:
    return redirect(f"{reverse('supply:keys')}?program={program.pk}")


@needs(HAND)
@require_http_methods(["GET", "POST"])
def pick_ups(request: HttpRequest) -> HttpResponse:
    """Three words, and it is handed over; what waits at which site, and until when."""
    user, at = signed_in_user(request), clock.now()
    form = Words(request.POST if "words" in request.POST else None)
    found, fault = None, ""
    if request.method == "POST" and form.is_bound and form.is_valid():
        found = access.requests_of(user).filter(code=form.cleaned_data["words"]).first()
        if found is None:
            fault = gettext("No request of your program has these words.")
    elif request.method == "POST" and "request" in request.POST:
        return _hand(request, user)
    language = get_language() or "en"
    rows = [Row(one, at, language) for one in queries.at_sites(user)[:300]]
    shown = Row(found, at, language) if found else None
    page = PickUpsPage(rows, form, shown, fault, _sites(user, at))
    return render(request, "supply/mail/pick_ups.html", page=page, status=404 if fault else 200)


def _sites(user: User, at: datetime) -> list[Site]:
    places = list(queries.listed_shelves(user))
    told, gone = listed.of(places, at), listed.gone(places)
    return [Site(one, told.get(one.pk), gone.get(one.pk)) for one in places]


def _hand(request: HttpRequest, user: User) -> HttpResponse:
    at = clock.now()
    try:
        found = access.request_for(user, UUID(request.POST["request"]))
    except ValueError:
        raise NotYours("request") from None
    undo = request.POST.get("do") == "undo"
    try:
        act = packing.undo_hand_over if undo else packing.hand_over
        act(request=found, by=user, at=at)
    except (NotAllowed, Overtaken):
        say(request, gettext("It is not waiting here, or was handed over already."), kind="warn")
    else:
        if found.state == State.COLLECTED:
            url = reverse("supply:hand_back", args=[found.pk])
            say(request, gettext("Handed over."), undo_url=url)
    return redirect("supply:pick_ups")


@needs(HAND)
@require_POST
def hand_back(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """It was not handed over after all."""
    user = signed_in_user(request)
    found = access.request_for(user, request_id)
    try:
        packing.undo_hand_over(request=found, by=user, at=clock.now())
    except (NotAllowed, Overtaken):
        say(request, gettext("That cannot be undone any more."), kind="warn")
    return redirect("supply:pick_ups")

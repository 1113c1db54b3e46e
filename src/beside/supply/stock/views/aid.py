"""Mutual aid: ask, offer, agree, arrive."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.supply import access
from beside.supply.core.aid import Act, Side, State
from beside.supply.models import Aid, Balance, Lot, Place, Program
from beside.supply.posting import NotThere
from beside.supply.services import aiding
from beside.supply.stock import aid_forms, queries, words
from beside.supply.stock.pages import AidPage, AidsPage, OfferPage
from beside.supply.stock.views.drawn import clock, draw, house, may, who


def _theirs(user: User) -> Q:
    """Aid a person's programs give or take, and what is asked of everybody."""
    mine = access.programs_of(user)
    return Q(giver__in=mine) | Q(taker__in=mine) | Q(giver=None, state=State.ASKED)


def _aid(request: HttpRequest, aid_id: UUID) -> Aid:
    rows = Aid.objects.select_related("giver", "taker", "product", "source", "target", "movement")
    return access.only(rows.filter(_theirs(who(request))), aid_id)


def _sides(user: User, aid: Aid) -> list[Side]:
    """On which sides of it this person stands. An open asking has no giver yet."""
    mine = set(access.programs_of(user).values_list("pk", flat=True))
    sides = [Side.TAKER] if aid.taker_id in mine else []
    could_give = bool(mine - {aid.taker_id}) if aid.giver_id is None else aid.giver_id in mine
    return [*sides, Side.GIVER] if could_give else sides


@needs(Permission.VIEW_STOCK)
def aids(request: HttpRequest) -> HttpResponse:
    """What our programs give and take, and who asks everybody."""
    return _aids(request)


def _aids(
    request: HttpRequest, form: aid_forms.AskAid | None = None, status: int = 200
) -> HttpResponse:
    user = who(request)
    mine = access.programs_of(user)
    ids = set(mine.values_list("pk", flat=True))
    rows = Aid.objects.select_related("giver", "taker", "product").order_by("-changed_at")
    can = may(user)
    page = AidsPage(
        mine=[(aid, "giver" if aid.giver_id in ids else "taker")
              for aid in rows.filter(Q(giver__in=mine) | Q(taker__in=mine))[:100]],
        asked=list(rows.filter(giver=None, state=State.ASKED).exclude(taker__in=mine)),
        form=form or (aid_forms.AskAid(mine=mine) if can.keep else None), may=can,
        has_shelves=queries.places_of(mine).exists(),
    )  # fmt: skip
    return draw(request, "aids", page, status=status)


@needs(Permission.KEEP_STOCK)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """A program would be glad of so much."""
    user = who(request)
    form = aid_forms.AskAid(request.POST, mine=access.programs_of(user))
    if not form.is_valid():
        return _aids(request, form, status=422)
    said = form.cleaned_data
    made = aiding.ask_for_aid(
        taker=said["taker"], giver=said["giver"], product=said["product"],
        units=form.units(said["product"]), takes_short_dated=said["takes_short_dated"],
        takes_expired=said["takes_expired"], at=clock.now(), by=user,
    )  # fmt: skip
    say(request, gettext("Asked. Other programs of this house see it."))
    return redirect("supply:stock_aid", made.pk)


@needs(Permission.VIEW_STOCK)
def aid(request: HttpRequest, aid_id: UUID) -> HttpResponse:
    """One asking or offer, and what can be done about it now."""
    return _one(request, _aid(request, aid_id))


def _one(
    request: HttpRequest, found: Aid, *, offer: aid_forms.OfferAid | None = None,
    agree_form: aid_forms.AgreeAid | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    user, can = who(request), may(who(request))
    sides = _sides(user, found) if can.keep else []
    state = State(found.state)
    can_offer = state is State.ASKED and Side.GIVER in sides
    can_agree = state is State.OFFERED and Side.TAKER in sides
    page = AidPage(
        aid=found, lots=list(found.lots.select_related("lot")), sides=sides,
        acts=_acts(state, sides), may=can, on=house.today(clock.now()),
        offer=offer or (_offer_form(user, answers=found) if can_offer else None),
        agree=agree_form or (_agree_form(found) if can_agree else None),
    )  # fmt: skip
    return draw(request, "aid", page, status=status)


def _acts(state: State, sides: list[Side]) -> list[tuple[str, str]]:
    """What can be done by a press alone: the act, and its words."""
    said = {
        (State.AGREED, Side.TAKER, Act.ARRIVE): gettext("It came: put it on our shelf"),
        (State.ASKED, Side.TAKER, Act.WITHDRAW): gettext("No longer needed"),
        (State.OFFERED, Side.TAKER, Act.DECLINE): gettext("No, thank you"),
        (State.OFFERED, Side.GIVER, Act.WITHDRAW): gettext("Take the offer back"),
        (State.AGREED, Side.GIVER, Act.WITHDRAW): gettext("It does not go after all"),
        (State.AGREED, Side.TAKER, Act.DECLINE): gettext("We do not take it after all"),
    }
    return [(f"{act}-{side}", told) for (at, side, act), told in said.items()
            if at is state and side in sides]  # fmt: skip


def _offer_form(
    user: User, said: object = None, *, answers: Aid | None = None
) -> aid_forms.OfferAid:
    places = queries.places_of(access.programs_of(user))
    here = Balance.objects.filter(place__in=places, units__gt=0)
    lots = Lot.objects.filter(pk__in=here.values("lot"), recalled_at=None).select_related("product")
    takers = Program.objects.order_by("public_name")
    if answers is not None:
        lots = lots.filter(product=answers.product)
        takers = takers.filter(pk=answers.taker_id)
    return aid_forms.OfferAid(said, takers=takers, lots=lots.order_by("expires_date"))


def _agree_form(found: Aid, said: object = None) -> aid_forms.AgreeAid:
    start = {"takes_short_dated": found.takes_short_dated, "takes_expired": found.takes_expired}
    return aid_forms.AgreeAid(said, places=queries.places_of([found.taker]), initial=start)


@needs(Permission.KEEP_STOCK)
def offer(request: HttpRequest) -> HttpResponse:
    """Offer a lot to another program, of one's own accord."""
    user = who(request)
    form = _offer_form(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _offered(request, form, None)
        if made is not None:
            return redirect("supply:stock_aid", made.pk)
    status = 422 if request.method == "POST" else 200
    return draw(request, "offer", OfferPage(form, may(user)), status=status)


@needs(Permission.KEEP_STOCK)
@require_POST
def answer(request: HttpRequest, aid_id: UUID) -> HttpResponse:
    """Offer a lot to a program that asked."""
    found = _aid(request, aid_id)
    form = _offer_form(who(request), request.POST, answers=found)
    if not form.is_valid() or _offered(request, form, found) is None:
        return _one(request, found, offer=form, status=422)
    return redirect("supply:stock_aid", found.pk)


def _offered(request: HttpRequest, form: aid_forms.OfferAid, answers: Aid | None) -> Aid | None:
    """Offer it from the shelf of ours that has most of that lot; or say why not, at its field."""
    user, said = who(request), form.cleaned_data
    lot, units = said["lot"], form.units(said["lot"].product)
    source = _shelf_with(user, lot, units, but=said["taker"])
    if source is None:
        form.add_error("number", gettext("No one shelf of ours has so much of that lot."))
        return None
    try:
        return aiding.offer_aid(
            giver=source.program, taker=said["taker"], source=source, lots={lot: units},
            answers=answers, at=clock.now(), by=user,
        )  # fmt: skip
    except aiding.NotAllowed:
        form.add_error(None, gettext("This was answered or withdrawn meanwhile."))
    except aiding.RecalledLot:
        form.add_error("lot", gettext("A recalled lot is let to nobody."))
    return None


def _shelf_with(user: User, lot: Lot, units: int, *, but: Program) -> Place | None:
    places = queries.places_of(access.programs_of(user)).exclude(program=but)
    rows = Balance.objects.filter(place__in=places, lot=lot, units__gte=units)
    row = rows.select_related("place__program").order_by("-units").first()
    return row.place if row else None


@needs(Permission.KEEP_STOCK)
@require_POST
def agree(request: HttpRequest, aid_id: UUID) -> HttpResponse:
    """The taker's yes."""
    found, user = _aid(request, aid_id), who(request)
    form = _agree_form(found, request.POST)
    if Side.TAKER not in _sides(user, found):
        return _one(request, found, status=403)
    if form.is_valid():
        try:
            aiding.agree(aid=found, at=clock.now(), by=user, **form.cleaned_data)
            say(request, gettext("Agreed. It stands aside at the other program until it comes."))
            return redirect("supply:stock_aid", found.pk)
        except aiding.NotConsented as missing:
            field = "takes_expired" if str(missing) == "expired" else "takes_short_dated"
            form.add_error(field, gettext("Some of it is. Say that you know, or decline."))
        except (aiding.NotAllowed, aiding.RecalledLot, NotThere):
            form.add_error(None, gettext("That is no longer to be had. Nothing was moved."))
    return _one(request, found, agree_form=form, status=422)


@needs(Permission.KEEP_STOCK)
@require_POST
def act(request: HttpRequest, aid_id: UUID, act: str) -> HttpResponse:
    """It came; or one side no longer wants to."""
    found, user = _aid(request, aid_id), who(request)
    what, _dash, side = act.partition("-")
    known = {told for told, _words in _acts(State(found.state), _sides(user, found))}
    if act not in known:
        say(request, gettext("That cannot be done now."), kind="warn")
        return redirect("supply:stock_aid", found.pk)
    try:
        if what == Act.ARRIVE:
            aiding.arrive(aid=found, at=clock.now(), by=user)
            told = gettext("On your shelf now: %(what)s.")
            say(request, told % {"what": words.counted(found.units, found.product)})
        else:
            aiding.end_aid(aid=found, act=Act(what), side=Side(side), at=clock.now(), by=user)
            say(request, gettext("Ended. What stood aside is back on its shelf."))
    except (aiding.NotAllowed, aiding.RecalledLot, NotThere):
        say(request, gettext("That cannot be done now."), kind="warn")
    return redirect("supply:stock_aid", found.pk)

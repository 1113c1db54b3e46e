"""Packing: today's list, a batch, its parcels; and what became of what was sent."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.supply import negotiating
from beside.supply.access import NotYours
from beside.supply.core.request import NotAllowed, State
from beside.supply.mail import access, picking, queries
from beside.supply.mail.figures import figures
from beside.supply.mail.forms import More
from beside.supply.mail.moving import Overtaken
from beside.supply.mail.picking import Read
from beside.supply.mail.services import following, packing, raising
from beside.supply.mail.staff_pages import BatchPage, MorePage, PackingPage, Row
from beside.supply.models import Batch, KeyCopy, Lot, Place, Program, Request
from beside.supply.posting import NotThere

CAME_SHOWN = timedelta(days=7)
MOST = 60  # parcels in a batch: what one person packs before the post goes
PACK = Permission.PACK_PARCELS
REFUSALS = (
    picking.WrongProduct, picking.UnknownLot, picking.OnlyTheProduct, picking.AnotherLot,
    picking.AnotherExpiry, picking.NotToBeUsed,
)  # fmt: skip


@needs(PACK)
@require_http_methods(["GET", "POST"])
def today(request: HttpRequest) -> HttpResponse:
    """What waits, sorted by what is due; taking some of it into a batch."""
    user, at = signed_in_user(request), clock.now()
    programs = queries.programs_with_mail(user)
    program = _chosen(programs, request.GET.get("program") or request.POST.get("program"))
    shelves = list(queries.shelves_of(program)) if program else []
    shelf = _chosen(shelves, request.GET.get("shelf") or request.POST.get("shelf"))
    if request.method == "POST" and program and shelf:
        return _take(request, user, program, shelf, at)
    waiting = list(queries.waiting(user, program)[:300]) if program else []
    page = PackingPage(
        programs, program, _rows(waiting, at), queries.wanted(waiting, shelf, at), shelves, shelf,
        list(queries.open_batches(user)), _rows(queries.under_way(user), at),
        queries.late(user, at), queries.destroyed_since(at - timedelta(days=1)),
        bool(program) and KeyCopy.objects.filter(user=user, key__program=program).exists(),
        figures(program, at - timedelta(days=30), at) if program else None,
        _rows(queries.came_lately(user, at - CAME_SHOWN), at),
    )  # fmt: skip
    return render(request, "supply/mail/packing.html", page=page)


def _chosen(among: list[Any], wanted: str | None) -> Any:
    return next((one for one in among if str(one.pk) == wanted), among[0] if among else None)


def _rows(found: Any, at: datetime) -> list[Row]:
    language = get_language() or "en"
    return [Row(one, at, language) for one in found]


def _take(
    request: HttpRequest, user: User, program: Program, shelf: Place, at: datetime
) -> HttpResponse:
    chosen = request.POST.getlist("request")[:MOST]
    found = queries.waiting(user, program)
    wanted = list(found.filter(pk__in=_uuids(chosen)) if chosen else found[: 3 * MOST])
    elsewhere = len(set(chosen)) - len(wanted) if chosen else 0
    made = packing.make_batch(
        program=program, shelf=shelf, requests=wanted, by=user, at=at, most=MOST
    )
    if chosen and (elsewhere := elsewhere + made.elsewhere):
        said = ngettext("%(n)d request was taken by another packer.",
                        "%(n)d requests were taken by another packer.", elsewhere)  # fmt: skip
        say(request, said % {"n": elsewhere}, kind="warn")
    if made.short:
        said = ngettext("For %(n)d request this shelf has not enough that keeps long enough.",
                        "For %(n)d requests this shelf has not enough that keeps long enough.",
                        made.short)  # fmt: skip
        say(request, said % {"n": made.short}, kind="warn")
    if made.batch is None:
        return redirect("supply:packing")
    return redirect("supply:batch", made.batch.pk)


def _uuids(typed: list[str]) -> list[UUID]:
    found = []
    for each in typed:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


@needs(PACK)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The pick list, lot by lot, and the parcels."""
    user, at = signed_in_user(request), clock.now()
    found = access.batch_for(user, batch_id)
    if request.method == "POST":
        told = _do(request, found, user, at)
        if told is None:
            return redirect("supply:batch", found.pk)
        return _batch_page(request, found, at, **told)
    return _batch_page(request, found, at)


def _batch_page(
    request: HttpRequest, found: Batch, at: datetime, status: int = 200, **told: Any
) -> HttpResponse:
    language = get_language() or "en"
    anothers = found.by_id != signed_in_user(request).pk
    rows = _rows_of(found, at, language, from_the_end=anothers)
    page = BatchPage(found, picking.lines(found), rows, language, is_anothers=anothers, **told)
    return render(request, "supply/mail/batch.html", page=page, status=422 if told else status)


def _rows_of(found: Batch, at: datetime, language: str, *, from_the_end: bool) -> list[Row]:
    """Its parcels. Who helps packs from the end: two never reach for the same one but the last."""
    apart = picking.told_apart(found)
    parcels = list(queries.parcels_of(found))
    waiting = [one.pk for one in parcels if one.request.state == State.SET_ASIDE]
    first = (waiting[-1] if from_the_end else waiting[0]) if waiting else None
    return [
        Row(one.request, at, language, one, apart.get(one.pk, ()), is_next=one.pk == first)
        for one in parcels
    ]


def _do(request: HttpRequest, found: Batch, user: User, at: datetime) -> dict[str, Any] | None:
    """What was pressed on the batch; what to say when it could not be done."""
    did = request.POST.get("do", "")
    if did == "pick":
        return _pick(request.POST.get("code", ""), found, user, at)
    if did == "replace":
        return _replace(request, found, user, at)
    if did == "unpick":
        packing.unpick(batch=found, lot_id=_whole(request.POST.get("lot")), by=user, at=at)
    elif did == "pack_all":
        return _each(found, State.SET_ASIDE, packing.wrap, user, at, picking.told_apart(found))
    elif did == "send_all":
        return _each(found, State.PACKED, packing.send, user, at)
    elif did == "close":
        return _close(found, user, at)
    return None


def _close(found: Batch, user: User, at: datetime) -> dict[str, Any] | None:
    try:
        packing.close_batch(batch=found, by=user, at=at)
    except packing.NotSent as why:
        told = ngettext("%(n)d parcel is packed and not sent. Send it, or undo it, then close.",
                        "%(n)d parcels are packed and not sent. Send them, or undo them, "
                        "then close.", why.parcels)  # fmt: skip
        return {"fault": told % {"n": why.parcels}}
    return None


def _whole(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 12 else 0


def _pick(code: str, found: Batch, user: User, at: datetime) -> dict[str, Any] | None:
    try:
        packing.pick(batch=found, read=picking.read_code(code), by=user, at=at)
    except REFUSALS as why:
        told: dict[str, Any] = {"fault": _refusal(why)}
        if isinstance(why, picking.WrongProduct | picking.UnknownLot):
            told["typed"] = code
        if isinstance(why, picking.NotToBeUsed):
            told["offers_replacement"] = why.lot.pk
        return told
    return None


def _refusal(why: Exception) -> str:
    """What is said of a lot that will not do."""
    match why:
        case picking.WrongProduct():
            told = gettext("That is %(product)s. No parcel here needs it.")
            return told % {"product": why.product.name(get_language() or "en")}
        case picking.UnknownLot():
            return gettext("No lot of that number was received. Look at the carton again.")
        case picking.AnotherLot():
            told = gettext(
                "Lot %(lot)s is good, but not the one set aside here: take the one on the list."
            )
            return told % {"lot": why.lot.number}
        case picking.AnotherExpiry():
            told = gettext("The code says lot %(lot)s expires %(told)s; we received it with "
                           "%(known)s. Put it away and look: it may be another lot.")  # fmt: skip
            known = why.lot.printed_date or why.lot.expires_date
            return told % {"lot": why.lot.number, "told": date_format(why.told, "DATE_FORMAT"),
                           "known": date_format(known, "DATE_FORMAT") if known
                           else gettext("no expiry")}  # fmt: skip
        case picking.NotToBeUsed():
            told = {
                "recalled": gettext("Lot %(lot)s is recalled. Put it away."),
                "expired": gettext("Lot %(lot)s has expired. Put it away."),
            }.get(why.why, gettext("Lot %(lot)s is in quarantine. Put it away."))
            return told % {"lot": why.lot.number}
    return gettext("This code names the product and no lot. Type the lot number.")


def _replace(request: HttpRequest, found: Batch, user: User, at: datetime) -> dict[str, Any] | None:
    lot = Lot.objects.filter(pk=_whole(request.POST.get("lot"))).first()
    if lot is None:
        raise NotYours("lot")
    swapped, gone = packing.replace_lot(batch=found, lot=lot, by=user, at=at)
    said = gettext("%(n)d parcels got another lot instead of %(lot)s.")
    say(request, said % {"n": swapped, "lot": lot.number})
    if gone:
        said = gettext("For %(n)d there is no other lot: they wait again.")
        say(request, said % {"n": gone}, kind="warn")
    return None


def _each(
    found: Batch,
    state: State,
    act: Callable[..., None],
    user: User,
    at: datetime,
    but: Collection[int] = (),
) -> dict[str, Any] | None:
    """Do it to every parcel in that state; those that moved meanwhile are left as they are."""
    for one in picking.parcels(found).filter(request__state=state).exclude(pk__in=but):
        try:
            act(parcel=one, by=user, at=at)
        except packing.NotPicked as why:
            told = gettext("First hold these lots in hand, or replace them: %(lots)s.")
            return {"fault": told % {"lots": ", ".join(why.lots)}}
        except (NotAllowed, Overtaken):
            continue
    return None


@needs(PACK)
@require_POST
def parcel(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """One parcel: packed, sent, undone, let go."""
    user, at = signed_in_user(request), clock.now()
    found = access.parcel_for(user, parcel_id)
    acts: dict[str, Callable[[], None]] = {
        "wrap": lambda: packing.wrap(parcel=found, by=user, at=at, read=_scanned(request)),
        "unwrap": lambda: packing.unwrap(parcel=found, by=user, at=at),
        "send": lambda: packing.send(parcel=found, by=user, at=at),
        "take_back": lambda: packing.take_back(parcel=found, by=user, at=at),
        "let_go": lambda: packing.let_go(request=found.request, by=user, at=at),
    }
    _carefully(request, acts.get(request.POST.get("do", "")))
    return redirect("supply:batch", found.batch_id)


def _scanned(request: HttpRequest) -> Read | None:
    code = request.POST.get("code", "").strip()[:120]
    return picking.read_code(code) if code else None


@needs(PACK)
@require_POST
def sent(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Something that was sent: it came back, never came, came; send it again; call it off."""
    user, at = signed_in_user(request), clock.now()
    found = access.request_for(user, request_id)
    acts: dict[str, Callable[[], None]] = {
        "returned": lambda: packing.note_returned(request=found, by=user, at=at),
        "never": lambda: following.say_never_came(request=found, by=user, at=at),
        "came": lambda: following.say_came(request=found, by=user, at=at),
        "again": lambda: following.send_again(request=found, by=user, at=at),
        "stop": lambda: following.call_off(request=found, by=user, at=at),
    }
    did = request.POST.get("do", "")
    if _carefully(request, acts.get(did)) and (told := _told().get(did)):
        say(request, told, undo_url=reverse("supply:request_unsay", args=[found.pk]))
    return redirect("supply:packing")


def _told() -> dict[str, str]:
    """What is said of what was pressed; each can be undone."""
    return {
        "returned": gettext("It came back: its kits stand on the shelf again."),
        "never": gettext("It never came: its kits are written off as lost."),
        "came": gettext("It came."),
    }


@needs(PACK)
@require_POST
def unsay(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A slip: it is on its way, and the ledger says so by entries that undo the others."""
    user, at = signed_in_user(request), clock.now()
    found = access.request_for(user, request_id)
    try:
        if _carefully(request, lambda: packing.unsay(request=found, by=user, at=at)):
            say(request, gettext("It is on its way again."))
    except NotThere:
        told = gettext("Its kits have left the shelf since, so this cannot be undone any more.")
        say(request, told, kind="warn")
    return redirect("supply:packing")


@needs(PACK)
@require_http_methods(["GET", "POST"])
def more(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Somebody agreed with the person on more kits; above the cap a reason is chosen."""
    user, at = signed_in_user(request), clock.now()
    found = access.request_for(user, request_id)
    form = More(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = _raised(form, found, user, at)
        if told is None:
            return redirect("supply:packing")
        form.add_error(*told)
    page = MorePage(
        Row(found, at, get_language() or "en"),
        form,
        negotiating.cap_of(found.program, for_others=True),
    )
    status = 422 if form.errors else 200
    return render(request, "supply/mail/more.html", page=page, status=status)


def _raised(form: More, found: Request, user: User, at: datetime) -> tuple[str | None, str] | None:
    """None once it is done, else the field and what is wrong with it."""
    said = form.cleaned_data
    try:
        raising.give_more(request=found, kits=said["kits"], beyond=said["beyond"], by=user, at=at)
    except raising.SayWhy as why:
        told = gettext("That is more than %(cap)d kits. Choose why, and it is fine.")
        return "beyond", told % {"cap": why.cap}
    except raising.NothingMore:
        return "kits", gettext("That is not more than it holds already.")
    except NotAllowed:
        return None, gettext("Somebody has begun to pack it. Let it go first.")
    return None


def _carefully(request: HttpRequest, act: Callable[[], None] | None) -> bool:
    """Do it, or say why not; whether it was done."""
    if act is None:
        return False
    try:
        act()
    except packing.NotPicked as why:
        told = gettext("First hold these lots in hand, or replace them: %(lots)s.")
        say(request, told % {"lots": ", ".join(why.lots)}, kind="warn")
    except packing.NotRead as why:
        told = gettext("%(number)s holds lot %(lots)s, another parcel another lot. "
                       "Scan or type the lot that lies in it: a recall follows it.")  # fmt: skip
        said = {"number": why.number, "lots": " + ".join(why.lots)}
        say(request, told % said, kind="warn")
    except REFUSALS as why:
        say(request, _refusal(why), kind="warn")
    except following.NowhereToSend:
        say(
            request,
            gettext("Its address is destroyed: the person has to order again."),
            kind="warn",
        )
    except (NotAllowed, Overtaken):
        say(request, gettext("Somebody else was quicker. This is how it stands now."), kind="warn")
    else:
        return True
    return False

"""The desk: a card and a number, and it is done; what became of the kits before, if they like."""

import secrets
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.peers import noting, pool, queries, recognising
from beside.peers.core.cards import Span
from beside.peers.desk.forms import Restock, Words
from beside.peers.desk.pages import DeskPage
from beside.peers.desk.views.card import card
from beside.peers.models import Card
from beside.peers.public import tokens
from beside.peers.public.forms import Tell
from beside.peers.public.tokens import Telling
from beside.peers.services import restocking, telling
from beside.supply.access import NotYours, only, scoped
from beside.supply.hand import asked
from beside.supply.models import Movement, Place, Program
from beside.supply.posting import NotThere
from beside.supply.services.moving import AlreadyUndone

__all__ = ["card", "desk", "told", "undo"]

SERVE = Permission.SERVE_PEERS
UNREADABLE = 422
UNDO, UNDO_LIVES = "beside.peers.undo", 1800


@needs(SERVE)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def desk(request: HttpRequest) -> HttpResponse:
    """Kits for whoever shows a card.

    A scanner ends the words with Enter, and nobody has been asked how many by then: so Enter after
    the words reads the card, and nothing more.
    """
    user = signed_in_user(request)
    place = asked.chosen(user, request.GET.get("place", ""))
    form = _form(request, place)
    is_sent = request.method == "POST" and place and form.is_valid()
    if is_sent and place and "read" in request.POST:
        card_said(form, form.cleaned_data["words"])
    elif is_sent and place and (answer := _restock(request, form, place, user)):
        return answer
    return _drawn(request, form, place, user)


def _form(request: HttpRequest, place: Place | None) -> Restock:
    products = pool.products(place.program) if place else []
    cap = place.program.peer_cap if place else 0
    sent = request.POST if request.method == "POST" else None
    return Restock(sent, products=products, initial={"kits": cap, "nonce": uuid4()})


def _drawn(request: HttpRequest, form: Restock, place: Place | None, user: User) -> HttpResponse:
    token = request.GET.get("t", "")
    page = DeskPage(
        form, place, asked.shelves_of(user), Words(prefix="look"),
        Tell(at=clock.now(), initial={"telling": token}) if token else None,
        queries.to_pack(user), place.program.peer_cap if place else 0,
    )  # fmt: skip
    status = UNREADABLE if form.is_bound and form.errors else 200
    form.ask_next()
    return render(request, "peers/staff/desk.html", page=page, status=status)


def _restock(request: HttpRequest, form: Restock, place: Place, user: User) -> HttpResponse | None:
    """The way on, or nothing: then the form says what to look at again."""
    at, number = clock.now(), form.cleaned_data["words"]
    known = card_said(form, number)
    if known is None:
        return None
    try:
        done = restocking.restock_at_site(
            card=known, number=number, shelf=place, product=form.product_chosen,
            kits=form.cleaned_data["kits"], beyond=form.beyond_chosen,
            nonce=form.cleaned_data["nonce"], by=user, at=at,
        )  # fmt: skip
    except noting.NotThatMany as refused:
        told = gettext("Above %(cap)d kits, choose why.")
        form.add_error("beyond", told % {"cap": refused.cap})
        return None
    except restocking.SentBefore:
        return redirect(_at(place))
    _say(request, done)
    token = tokens.of_telling(
        Telling(done.program.pk, Span.QUARTER in done.new_in, secrets.token_urlsafe(18))
    )
    return redirect(_at(place, t=token))


def card_said(form: Restock | Words, number: int) -> Card | None:
    """The card, or a word at the field."""
    try:
        return recognising.said_at_desk(number, clock.now())
    except recognising.NoSuchCard:
        form.add_error("words", gettext("No card has these words, or it was ended."))
    except recognising.TooManyMisses:
        form.add_error("words", gettext("Too many words that are no card. Wait a minute."))
    return None


def _at(place: Place, **more: str) -> str:
    return f"{reverse('peers:desk')}?{urlencode({'place': str(place.pk), **more})}"


def _say(request: HttpRequest, done: restocking.Restocked) -> None:
    undo = ""
    if done.movement:
        plain = [str(done.movement.pk), str(done.program.pk), done.kits]
        undo = reverse("peers:undo", args=[signing.dumps(plain, salt=UNDO)])
    words = gettext("%(n)d kits are with the peer now.") % {"n": done.kits}
    if done.short:
        words += " " + gettext("The shelf held less than that: please count it.")
    say(request, words, kind="warn" if done.short else "good", undo_url=undo)


@needs(SERVE)
@require_POST
def undo(request: HttpRequest, signed: str) -> HttpResponse:
    """A slip. The kits stand on their shelf again."""
    user = signed_in_user(request)
    try:
        movement_id, program_id, kits = signing.loads(signed, salt=UNDO, max_age=UNDO_LIVES)
        program = only(scoped(Program.objects.all(), user, through="pk"), UUID(program_id))
        movement = Movement.objects.get(pk=movement_id)
    except (signing.BadSignature, ValueError, Movement.DoesNotExist):
        raise NotYours("undo") from None
    try:
        restocking.undo_restock(
            movement=movement, program=program, kits=int(kits), by=user, at=clock.now()
        )
        say(request, gettext("Taken back. The stock stands on its shelf again."))
    except AlreadyUndone:
        say(request, gettext("It was taken back before."), kind="warn")
    except NotThere:
        say(request, gettext("It could not be taken back: the stock has moved on."), kind="warn")
    return redirect("peers:desk")


@needs(SERVE)
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """What became of the kits before, as the peer says it at the desk."""
    user, at = signed_in_user(request), clock.now()
    form = Tell(request.POST, at=at)
    try:
        known = tokens.telling_in(request.POST.get("telling", ""))
    except tokens.Stale:
        return redirect("peers:desk")
    place = asked.chosen(user, request.GET.get("place", ""))
    program = Program.objects.filter(pk=known.program_id).first()
    if program is None or not form.is_valid():
        page = DeskPage(
            _form_empty(place), place, asked.shelves_of(user), Words(prefix="look"), form,
            queries.to_pack(user), place.program.peer_cap if place else 0,
        )  # fmt: skip
        return render(request, "peers/staff/desk.html", page=page, status=UNREADABLE)
    telling.tell(
        program=program, told=form.told, town=form.cleaned_data["town"], is_first=known.is_first,
        nonce=known.nonce, at=at, by=user,
    )  # fmt: skip
    say(request, gettext("Added up. Thank you."))
    return redirect(_at(place) if place else "peers:desk")


def _form_empty(place: Place | None) -> Restock:
    products = pool.products(place.program) if place else []
    cap = place.program.peer_cap if place else 0
    return Restock(products=products, initial={"kits": cap, "nonce": uuid4()})

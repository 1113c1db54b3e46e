"""More, in four taps: the words (or the QR code), how many and where, done."""

import secrets
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from beside.design.pages import render
from beside.kernel import clock, word_codes
from beside.kernel.codes import NotACode
from beside.peers import pool, queries, recognising
from beside.peers.core.cards import Span
from beside.peers.guard import ASKING
from beside.peers.models import Bag, Card
from beside.peers.public import mailing, tokens
from beside.peers.public.doors import BUSY, LOST, UNKNOWN, UNREADABLE, ask_words, page, with_card
from beside.peers.public.forms import More, Notice, Shown, Tell, Words
from beside.peers.public.pages import (
    BagPage,
    DonePage,
    EndPage,
    MorePage,
    NoticePage,
    ShowPage,
    TellPage,
    WordsPage,
)
from beside.peers.services import bags, cards, noticing, telling
from beside.peers.services.bags import AskAtSite, NothingThere, NotWaiting
from beside.privacy import vault
from beside.supply.mail.routing import takes_addresses
from beside.supply.models import Program


@page
def more(request: HttpRequest) -> HttpResponse:
    """The three words; then how many and where. Who comes back from a page of theirs has both."""
    at = clock.now()
    if "card" in request.POST:
        return _again(request)
    form = Words(request.POST if request.method == "POST" else None, at=at)
    if not form.is_bound or not form.is_valid():
        status = UNREADABLE if form.is_bound else 200
        return render(request, "peers/public/words.html", page=WordsPage(form), status=status)
    return _recognised(request, form, form.cleaned_data["words"], at)


@with_card
def _again(request: HttpRequest, card: Card, number: int, at: datetime) -> HttpResponse:
    return _asked(request, card, number, at)


@page
def by_link(request: HttpRequest, words: str) -> HttpResponse:
    """The QR code of a card: the words stand in it."""
    at = clock.now()
    try:
        number = word_codes.parse(words)
    except NotACode:
        fault = gettext("This address holds no three words of ours. Write those on your card.")
        found = WordsPage(Words(at=at), fault)
        return render(request, "peers/public/words.html", page=found, status=UNKNOWN)
    return _recognised(request, Words(at=at), number, at)


def _recognised(request: HttpRequest, form: Words, number: int, at: datetime) -> HttpResponse:
    try:
        card = recognising.said_in_public(number, at)
    except LOST as why:
        return ask_words(request, why, at, form)
    return _asked(request, card, number, at)


def _form(card: Card, number: int, at: datetime, data: Any = None) -> More:
    program = card.program
    start = {"card": tokens.of_card(number), "nonce": secrets.token_urlsafe(18)}
    return More(
        data, at=at, cap=program.peer_cap, before=card.usual_kits, initial=start,
        points=queries.points(program), products=pool.products(program),
        mails=takes_addresses(program),
    )  # fmt: skip


def _asked(
    request: HttpRequest, card: Card, number: int, at: datetime, *, form: More | None = None,
    fault: str = "", status: int = 200, at_site_only: bool = False,
) -> HttpResponse:  # fmt: skip
    page = MorePage(
        form or _form(card, number, at), card.program, tokens.of_card(number),
        queries.owed(card), queries.stipends(card), queries.points(card.program),
        at_site_only, fault,
    )  # fmt: skip
    return render(request, "peers/public/more.html", page=page, status=status)


@page
@with_card
def ask(request: HttpRequest, card: Card, number: int, at: datetime) -> HttpResponse:
    """It stands aside and waits. Sent twice, it is one bag."""
    form = _form(card, number, at, request.POST)
    if not form.is_valid():
        return _asked(request, card, number, at, form=form, status=UNREADABLE)
    if form.by_mail:
        return mailing.first(request, card, number, form, at)
    if not ASKING.takes(at):
        fault = gettext("Many people write at this moment. Send it again in a minute.")
        return _asked(request, card, number, at, form=form, fault=fault, status=BUSY)
    return _ask(request, card, number, form, at)


def _ask(request: HttpRequest, card: Card, number: int, form: More, at: datetime) -> HttpResponse:
    told, nonce = form.cleaned_data, form.cleaned_data["nonce"]
    try:
        asked = bags.ask_for_more(
            card=card, number=number, point=form.point, product=form.product_chosen,
            kits=told["kits"], nonce=nonce, at=at,
        )  # fmt: skip
    except AskAtSite:
        return _asked(request, card, number, at, form=form, at_site_only=True, status=UNREADABLE)
    except (NothingThere, pool.OutOfStock):
        fault = gettext("There is none at that place just now. Choose another.")
        return _asked(request, card, number, at, form=form, fault=fault, status=UNREADABLE)
    except vault.KeyStoreDown:
        fault = gettext("We could not store it just now. Send it again.")
        return _asked(request, card, number, at, form=form, fault=fault, status=UNREADABLE)
    token = tokens.of_telling(tokens.Telling(card.program_id, Span.QUARTER in asked.new_in, nonce))
    return redirect(f"{reverse('peers:bag', args=[nonce])}?t={token}")


@page
def bag(request: HttpRequest, nonce: str) -> HttpResponse:
    """What waits, for who asked for it; and what became of the kits before, if they like."""
    at = clock.now()
    found, number = _bag(nonce)
    if request.method == "POST":
        try:
            bags.call_bag_off(bag=found, at=at)
        except NotWaiting:
            return redirect("peers:bag", nonce)
        return render(request, "peers/public/done.html", page=DonePage("called_off"))
    tell = None
    if token := request.GET.get("t", ""):
        tell = Tell(at=at, initial={"telling": token})
    return render(request, "peers/public/bag.html", page=BagPage(found, number, nonce, tell))


def _bag(nonce: str) -> tuple[Bag, int]:
    found = recognising.bag_of_nonce(nonce)
    if found is None:
        raise Http404
    return found


@page
def tell(request: HttpRequest) -> HttpResponse:
    """What became of the kits before. Added up, and thrown away."""
    at = clock.now()
    if request.method == "GET":
        return redirect("peers:more")
    form = Tell(request.POST, at=at)
    try:
        known = tokens.telling_in(request.POST.get("telling", ""))
    except tokens.Stale as why:
        return ask_words(request, why, at)
    if not form.is_valid():
        return render(request, "peers/public/tell.html", page=TellPage(form), status=UNREADABLE)
    program = Program.objects.filter(pk=known.program_id).first()
    if program is None:
        raise Http404
    telling.tell(
        program=program, told=form.told, town=form.cleaned_data["town"], is_first=known.is_first,
        nonce=known.nonce, at=at,
    )  # fmt: skip
    return render(request, "peers/public/done.html", page=DonePage("told"))


@page
@with_card
def notice(request: HttpRequest, card: Card, number: int, at: datetime) -> HttpResponse:
    """A batch, no kits, police at a place: those on duty hear of it, not of who said it."""
    start = {"card": tokens.of_card(number), "nonce": secrets.token_urlsafe(18)}
    sent = request.POST if "what" in request.POST or "sent" in request.POST else None
    places, points = queries.sites(card.program), queries.spots(card.program)
    form = Notice(sent, at=at, places=places, points=points, initial=start)
    if sent is None:
        return render(request, "peers/public/notice.html", page=NoticePage(form))
    if not form.is_valid():
        return render(request, "peers/public/notice.html", page=NoticePage(form), status=UNREADABLE)
    noticing.notice(
        program=card.program, told=form.noticed(), nonce=form.cleaned_data["nonce"], at=at
    )
    return render(request, "peers/public/done.html", page=DonePage("noticed", start["card"]))


@page
def show(request: HttpRequest) -> HttpResponse:
    """What to hand on when one shows others how; and, with a card, how many it were."""
    if request.method == "GET":
        return render(request, "peers/public/show.html", page=ShowPage())
    return _shown(request)


@with_card
def _shown(request: HttpRequest, card: Card, number: int, at: datetime) -> HttpResponse:
    start = {"card": tokens.of_card(number), "nonce": secrets.token_urlsafe(18)}
    form = Shown(request.POST if "people" in request.POST else None, at=at, initial=start)
    if not form.is_bound:
        return render(request, "peers/public/show.html", page=ShowPage(form))
    if not form.is_valid():
        return render(request, "peers/public/show.html", page=ShowPage(form), status=UNREADABLE)
    telling.tell_shown(
        program=card.program, people=form.cleaned_data["people"],
        nonce=form.cleaned_data["nonce"], at=at,
    )  # fmt: skip
    return render(request, "peers/public/done.html", page=DonePage("shown", start["card"]))


@page
@with_card
def end(request: HttpRequest, card: Card, number: int, at: datetime) -> HttpResponse:
    """The card and all that is kept of it, deleted at once."""
    if request.POST.get("sure") != "yes":
        page = EndPage(tokens.of_card(number), queries.owed(card))
        return render(request, "peers/public/end.html", page=page)
    cards.end_card(card=card, at=at)
    return render(request, "peers/public/done.html", page=DonePage("ended"))

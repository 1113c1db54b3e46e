"""A card that is shown: what its holder should hear; other words for it; its end; stipends."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.peers import queries, recognising
from beside.peers.desk import printing
from beside.peers.desk.forms import Amount, FromFund, Words
from beside.peers.desk.pages import CardPage, EndCardPage
from beside.peers.models import Card, Fund
from beside.peers.public import tokens
from beside.peers.services import cards, paying
from beside.supply.access import programs_of

SERVE = Permission.SERVE_PEERS
UNREADABLE = 422


class Unread(ValueError):
    """What was typed is no three words."""


LOST = (Unread, tokens.Stale, recognising.NoSuchCard, recognising.TooManyMisses)


@needs(SERVE)
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def card(request: HttpRequest) -> HttpResponse:
    """Found by its words, or by the token of the page that was drawn for them."""
    user, at = signed_in_user(request), clock.now()
    try:
        number = _number(request)
        found = recognising.said_at_desk(number, at)
    except LOST as why:
        say(request, _lost(why), kind="warn")
        return redirect("peers:desk")
    act = _ACTS.get(request.POST.get("do", ""), _shown)
    return act(request, found, number, user)


def _number(request: HttpRequest) -> int:
    """Of the words, or of the page before. Raises Unread, Stale."""
    if "look-words" not in request.POST:
        return tokens.card_in(request.POST.get("card", ""))
    form = Words(request.POST, prefix="look")
    if not form.is_valid():
        raise Unread
    return int(form.cleaned_data["words"])


def _lost(why: Exception) -> str:
    if isinstance(why, Unread):
        return gettext("These are not three of our words. Look them over.")
    if isinstance(why, tokens.Stale):
        return gettext("The page lay open for too long: nothing was done. Read the card again.")
    if isinstance(why, recognising.TooManyMisses):
        return gettext("Too many words that are no card. Wait a minute.")
    return gettext("No card has these words, or it was ended.")


def _shown(
    request: HttpRequest, found: Card, number: int, user: User, fault: str = "", status: int = 200
) -> HttpResponse:
    funds = Fund.objects.filter(program=found.program, closed_at=None).order_by("name")
    ours = programs_of(user).filter(pk=found.program_id)
    pays = user.has_permission(Permission.PAY_PEERS) and ours
    purses = queries.purses(found)
    page = CardPage(
        found, tokens.of_card(number), purses,
        [(one, _amount(one.cents_owed)) for one in purses] if pays else [],
        FromFund(funds=funds, initial={"nonce": uuid4()}) if pays and funds.exists() else None,
        bool(pays), fault,
    )  # fmt: skip
    return render(request, "peers/staff/card.html", page=page, status=status)


def _amount(cents: int) -> Amount:
    return Amount(initial={"dollars": f"{cents / 100:.2f}", "nonce": uuid4()})


def _replace(request: HttpRequest, found: Card, number: int, user: User) -> HttpResponse:
    given = cards.replace_card(card=found, at=clock.now())
    return printing.page(request, found.program, [given.number])


def _end(request: HttpRequest, found: Card, number: int, user: User) -> HttpResponse:
    """Asked once more, with what goes with it: nothing brings a card back."""
    if request.POST.get("sure") != "yes":
        page = EndCardPage(tokens.of_card(number), queries.owed(found))
        return render(request, "peers/staff/end_card.html", page=page)
    cards.end_card(card=found, by=user, at=clock.now())
    say(request, gettext("The card is ended, and all that was kept of it is deleted."))
    return redirect("peers:desk")


def _earn(request: HttpRequest, found: Card, number: int, user: User) -> HttpResponse:
    funds = Fund.objects.filter(program=found.program, closed_at=None)
    form = FromFund(request.POST, funds=funds)
    if not _pays(user, found) or not form.is_valid():
        return _shown(request, found, number, user, gettext("Write an amount."), UNREADABLE)
    try:
        paying.earn(
            card=found, fund=form.cleaned_data["fund"], cents=form.cents, by=user, at=clock.now(),
            nonce=str(form.cleaned_data["nonce"]),
        )  # fmt: skip
    except paying.NotEnough:
        fault = gettext("The fund has not so much left.")
    except paying.YearFull as full:
        fault = gettext("In this year this card can still be owed $%(most).2f.")
        fault %= {"most": full.cents / 100}
    except (paying.Closed, paying.SentBefore):
        fault = ""
    else:
        fault = ""
    return _shown(request, found, number, user, fault, UNREADABLE if fault else 200)


def _pay(request: HttpRequest, found: Card, number: int, user: User) -> HttpResponse:
    form = Amount(request.POST)
    fund = Fund.objects.filter(program=found.program, pk=request.POST.get("fund") or uuid4())
    if not _pays(user, found) or not form.is_valid() or not fund.exists():
        return _shown(request, found, number, user, gettext("Write an amount."), UNREADABLE)
    try:
        paying.pay(
            card=found, fund=fund.get(), cents=form.cents, by=user, at=clock.now(),
            nonce=str(form.cleaned_data["nonce"]),
        )  # fmt: skip
    except paying.NotEnough:
        fault = gettext("So much is not owed to this card.")
        return _shown(request, found, number, user, fault, UNREADABLE)
    except paying.SentBefore:
        return _shown(request, found, number, user)
    say(request, gettext("Paid. The fund and the card both say so."))
    return _shown(request, found, number, user)


def _pays(user: User, found: Card) -> bool:
    mine = programs_of(user).filter(pk=found.program_id).exists()
    return mine and user.has_permission(Permission.PAY_PEERS)


_ACTS: Mapping[str, Callable[[HttpRequest, Card, int, User], HttpResponse]] = {
    "replace": _replace, "end": _end, "earn": _earn, "pay": _pay,
}  # fmt: skip

"""Funds for stipends: what is left, owed and paid. Nobody who is paid stands here."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.peers import queries
from beside.peers.core.notes import looks_like
from beside.peers.desk import access
from beside.peers.desk.forms import Amount, NewFund
from beside.peers.desk.pages import FundRow, MoneyPage
from beside.peers.services import paying
from beside.supply.access import programs_of

PAY = Permission.PAY_PEERS
UNREADABLE = 422


@needs(PAY)
@require_http_methods(["GET", "POST"])
def money(request: HttpRequest) -> HttpResponse:
    """All funds, and a new one."""
    user, at = signed_in_user(request), clock.now()
    sent = request.POST if request.method == "POST" else None
    form = NewFund(sent, programs=programs_of(user))
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["name"]
        if looks_like(name):
            form.add_error("name", gettext("This may be somebody’s name, number or address. Call "
                                           "the fund by who gives the money."))  # fmt: skip
            return _drawn(request, form, user)
        try:
            paying.open_fund(program=form.cleaned_data["program"], name=name, by=user, at=at)
        except paying.NamedTwice:
            form.add_error("name", gettext("There is a fund of that name."))
        else:
            return redirect("peers:money")
    return _drawn(request, form, user)


def _drawn(request: HttpRequest, form: NewFund, user: User) -> HttpResponse:
    rows = [
        FundRow(fund, Amount(initial={"nonce": uuid4()}, auto_id=f"id_{number}_%s"))
        for number, fund in enumerate(queries.funds(user))
    ]
    page = MoneyPage(rows, form)
    status = UNREADABLE if form.is_bound and form.errors else 200
    return render(request, "peers/staff/money.html", page=page, status=status)


@needs(PAY)
@require_POST
def act(request: HttpRequest, fund_id: UUID, act: str) -> HttpResponse:
    """Money came, goes back; the fund is closed, or opened again."""
    user, at = signed_in_user(request), clock.now()
    fund = access.fund_for(user, fund_id)
    if act == "close":
        paying.close_fund(fund=fund, by=user, at=at)
        undo = reverse("peers:fund_act", args=[fund.pk, "open"])
        say(request, gettext("Closed. What is owed is still paid."), undo_url=undo)
        return redirect("peers:money")
    if act == "open":
        paying.reopen_fund(fund=fund, by=user, at=at)
        say(request, gettext("It is open again."))
        return redirect("peers:money")
    acts = {"fill": paying.put_in, "draw": paying.take_out}
    if act not in acts:
        raise Http404
    form = Amount(request.POST)
    if not form.is_valid():
        say(request, gettext("Nothing was noted: write an amount in dollars."), kind="warn")
        return redirect("peers:money")
    try:
        nonce = str(form.cleaned_data["nonce"])
        acts[act](fund=fund, cents=form.cents, by=user, at=at, nonce=nonce)
    except paying.NotEnough:
        say(request, gettext("Nothing was noted: the fund has not so much left."), kind="warn")
    except paying.SentBefore:
        say(request, gettext("That was noted before: the button was pressed twice."), kind="warn")
    except paying.Closed:
        say(request, gettext("Nothing was noted: the fund is closed."), kind="warn")
    else:
        say(request, gettext("Noted."))
    return redirect("peers:money")

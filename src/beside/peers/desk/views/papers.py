"""What is printed: cards, and the page that is handed on with kits."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.doors import public
from beside.peers.desk import printing
from beside.peers.desk.forms import HowMany
from beside.peers.desk.pages import CardsPage
from beside.peers.services import cards
from beside.supply.access import programs_of

UNREADABLE = 422


@needs(Permission.SERVE_PEERS)
@require_http_methods(["GET", "POST"])
def new_cards(request: HttpRequest) -> HttpResponse:
    """Cards to hand out. The page with the words is the answer, and there is no other."""
    user, at = signed_in_user(request), clock.now()
    sent = request.POST if request.method == "POST" else None
    form = HowMany(sent, programs=programs_of(user).filter(is_open=True))
    if not form.is_bound or not form.is_valid():
        status = UNREADABLE if form.is_bound else 200
        return render(request, "peers/staff/cards.html", page=CardsPage(form), status=status)
    program = form.cleaned_data["program"]
    given = [cards.give_card(program=program, at=at) for _ in range(form.cleaned_data["count"])]
    return printing.page(request, program, [one.number for one in given])


@public
def sheet(request: HttpRequest) -> HttpResponse:
    """One page to print and hand on: what to do, in pictures and few words."""
    return render(request, "peers/print/sheet.html")

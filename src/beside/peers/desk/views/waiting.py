"""What waits where: to pack, to put into a locker, to hand over for three words."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.peers import queries, recognising
from beside.peers.core.points import BagState
from beside.peers.desk import access
from beside.peers.desk.forms import Words
from beside.peers.desk.pages import WaitingPage
from beside.peers.services import bags
from beside.supply.posting import NotThere
from beside.supply.services.moving import AlreadyUndone

SERVE = Permission.SERVE_PEERS
UNKNOWN = 404


@needs(SERVE)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Three words, and it is handed over."""
    user, at = signed_in_user(request), clock.now()
    form = Words(request.POST if request.method == "POST" else None)
    found, fault = None, ""
    if form.is_bound and form.is_valid():
        known = recognising.bag_of(form.cleaned_data["words"], at)
        found = queries.bags(user).filter(pk=known.pk).first() if known else None
        fault = "" if found else gettext("Nothing of your program waits under these words.")
    rows = list(queries.bags(user).exclude(state=BagState.HANDED)[:300])
    page = WaitingPage(rows, form, found, fault)
    status = UNKNOWN if fault else 200
    return render(request, "peers/staff/waiting.html", page=page, status=status)


@needs(SERVE)
@require_POST
def act(request: HttpRequest, bag_id: UUID, act: str) -> HttpResponse:
    """Ready, handed over, back again, not wanted any more."""
    user, at = signed_in_user(request), clock.now()
    bag = access.bag_for(user, bag_id)
    undo = reverse("peers:bag_act", args=[bag.pk, "undo"])
    acts: dict[str, tuple[Callable[[], object], str, str]] = {
        "ready": (lambda: bags.make_ready(bag=bag, hatch=request.POST.get("hatch", ""), by=user,
                                          at=at), gettext("It is ready there."), ""),
        "hand": (lambda: bags.hand_bag_over(bag=bag, by=user, at=at), gettext("Handed over."),
                 undo),
        "undo": (lambda: bags.take_bag_back(bag=bag, by=user, at=at),
                 gettext("It waits there again."), ""),
        "back": (lambda: bags.call_bag_off(bag=bag, by=user, at=at),
                 gettext("Its kits stand on their shelf again."), ""),
    }  # fmt: skip
    if act not in acts:
        raise Http404
    do, done, back = acts[act]
    try:
        do()
    except bags.NoHatch:
        say(request, gettext("Write what opens the locker."), kind="warn")
    except (bags.NotWaiting, NotThere, AlreadyUndone):
        say(request, gettext("It does not wait there any more."), kind="warn")
    else:
        say(request, done, undo_url=back)
    return redirect("peers:waiting")

"""What peers noticed: what, where, in which hour. Never who."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock
from beside.peers import queries, words
from beside.peers.core.noticed import Answer, What
from beside.peers.desk import access
from beside.peers.desk.forms import Answered
from beside.peers.desk.pages import NoticedPage, Row
from beside.peers.models import Notice
from beside.peers.services import noticing

HEAR = Permission.HEAR_PEERS


@needs(HEAR)
def noticed(request: HttpRequest) -> HttpResponse:
    """Unseen first. Whoever opens the page has seen what stands on it once they say so."""
    rows = list(queries.notices(signed_in_user(request))[:200])
    ordered = sorted(rows, key=lambda one: one.seen_at is not None)
    page = NoticedPage([_row(one) for one in ordered], Answered())
    return render(request, "peers/staff/noticed.html", page=page)


def _row(notice: Notice) -> Row:
    spot = notice.point or notice.place
    where = ", ".join(filter(None, (spot.name if spot else "", notice.town)))
    answer = words.ANSWERS[Answer(notice.answer)] if notice.answer else ""
    return Row(notice, words.NOTICED[What(notice.what)], where, answer)


@needs(HEAR)
@require_POST
def one(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Seen; and what came of it, if they say."""
    user, at = signed_in_user(request), clock.now()
    notice = access.notice_for(user, notice_id)
    form = Answered(request.POST)
    if "answer" in request.POST and form.is_valid():
        answer = Answer(form.cleaned_data["answer"])
        noticing.answer(notice=notice, answer=answer, by=user, at=at)
        say(request, gettext("Noted."))
    elif not noticing.see(notice=notice, by=user, at=at):
        say(request, gettext("Somebody has looked at it before."))
    return redirect("peers:noticed")

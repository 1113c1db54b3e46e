"""The door of every page here, and the card that goes from page to page inside the form."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.doors import public
from beside.peers import recognising
from beside.peers.models import Card
from beside.peers.public import tokens
from beside.peers.public.forms import Words
from beside.peers.public.pages import WordsPage
from beside.peers.recognising import NoSuchCard, TooManyMisses

UNREADABLE, BUSY, UNKNOWN = 422, 429, 404
LOST = (tokens.Stale, NoSuchCard, TooManyMisses)
View = Callable[..., HttpResponse]
OfCard = Callable[[HttpRequest, Card, int, datetime], HttpResponse]


def page(view: View) -> View:
    """Open to anyone, kept by no browser, and nothing of what was sent stands in an error."""

    @wraps(view)
    @sensitive_variables()
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        add_never_cache_headers(answer)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    guarded = sensitive_post_parameters()(require_http_methods(["GET", "POST"])(shown))
    return public(public_form(guarded))


def with_card(view: OfCard) -> View:
    """Give the view the card of the form it came with, its number and the moment.

    Without one, or when it means nothing any more, the words are asked for and why is said.
    """

    @wraps(view)
    @sensitive_variables()
    def known(request: HttpRequest) -> HttpResponse:
        at = clock.now()
        if "card" not in request.POST:
            return redirect("peers:more")
        try:
            number = tokens.card_in(request.POST["card"])
            card = recognising.said_in_public(number, at)
        except LOST as why:
            return ask_words(request, why, at)
        return view(request, card, number, at)

    return known


def ask_words(
    request: HttpRequest, why: Exception, at: datetime, form: Words | None = None
) -> HttpResponse:
    """The page of the three words, and what went wrong before it."""
    fault, status = _said(why)
    found = WordsPage(form or Words(at=at), fault)
    return render(request, "peers/public/words.html", page=found, status=status)


def _said(why: Exception) -> tuple[str, int]:
    if isinstance(why, tokens.Stale):
        words = gettext("The page lay open for too long, so nothing was sent. Write your words "
                        "again, or scan your card.")  # fmt: skip
        return words, UNREADABLE
    if isinstance(why, NoSuchCard):
        return gettext("We do not know these words. Any site gives out a new card."), UNKNOWN
    return gettext("Many people write at this moment. Send it again in a minute."), BUSY

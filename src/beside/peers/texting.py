"""More by text: one message, one answer. No row holds a number beside a card, not for a moment.

What is missing (the place, when there are several) is asked for in the answer, and comes with
the words again. The answer tells a bystander nothing: a number, a place, three words.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from beside.kernel import outbox, word_codes
from beside.kernel.transports import sending
from beside.kernel.transports.messages import BadAddress, NotConfigured, OptedOut, Refused, Sms
from beside.peers import pool, queries, recognising
from beside.peers.core import texts
from beside.peers.core.points import BagState, PointKind
from beside.peers.core.texts import Texted, Verb
from beside.peers.guard import ASKING
from beside.peers.models import Bag, Card, Point
from beside.peers.services import answering, bags, cards
from beside.peers.services.answering import EFFECT, KEPT, KIND
from beside.privacy import vault

__all__ = ["EFFECT", "KEPT", "KIND", "PURPOSE", "hear", "write"]

log = logging.getLogger(__name__)
PURPOSE = "peers.answer_text"
SAME = timedelta(minutes=10)  # the same text again so soon is the same text
WORKER = vault.Worker("peers.texts")
WORDS: Mapping[str, Promise] = {
    "waits": _("%(n)s. %(where)s. Say: %(words)s"),
    "locker": _("%(n)s. %(where)s. Text these words to learn what opens it: %(words)s"),
    "where": _("Where? Text your words, how many, and a number: %(places)s"),
    "none": _("None there just now. Text your words, how many, and a number: %(places)s"),
    "nowhere": _("Not by text just now. At any site, with your card."),
    "at_site": _("Enough by text this month. At any site you get more today."),
    "ready": _("It is there: %(where)s, until %(until)s."),
    "hatch": _("%(where)s, bag %(bag)s: %(hatch)s"),
    "not_yet": _("Not there yet: %(where)s."),
    "unknown": _("We do not know these words. Any site gives out new ones."),
    "unread": _("Nothing is deleted: we could not read three words. Text FORGET and the words."),
    "ended": _("Deleted. Nothing is left."),
    "busy": _("Please text it again in a minute."),
}  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """Which of our words, and what stands in them."""

    slug: str
    facts: Mapping[str, object] = field(default_factory=dict)


@sensitive_variables()
def hear(number: str, text: str, at: datetime) -> bool:
    """An SMS that is not STOP or START; whether it was ours. One that is not is let be."""
    said = texts.read(text)
    if said is None:
        return _unread(number, text, at)
    with transaction.atomic(), translation.override(said.language):
        reply = _reply(said, _nonce(number, text, at), at)
        if reply is None:
            return False
        words = str(WORDS[reply.slug]) % reply.facts
        answering.answer_text(number=number, words=words, at=at)
    return True


def _unread(number: str, text: str, at: datetime) -> bool:
    """Nobody may believe that their card is deleted when it is not."""
    language = texts.language_of_end(text)
    if not language:
        return False
    with transaction.atomic(), translation.override(language):
        answering.answer_text(number=number, words=str(WORDS["unread"]), at=at)
    return True


def _reply(said: Texted, nonce: str, at: datetime) -> Reply | None:
    if known := recognising.bag_of_nonce(nonce):  # the carrier brought it twice
        return _of_bag(*known)
    try:
        card = recognising.said_in_public(said.number, at)
    except recognising.TooManyMisses:
        return Reply("busy") if said.has_keyword else None
    except recognising.NoSuchCard:
        return _of_words(said, at)
    if said.verb is Verb.END:
        cards.end_card(card=card, at=at)
        return Reply("ended")
    return _more(card, said, nonce, at) if ASKING.takes(at) else Reply("busy")


def _of_words(said: Texted, at: datetime) -> Reply | None:
    """They are no card: perhaps those of a bag. Without our keyword, perhaps another room's."""
    bag = recognising.bag_of(said.number, at)
    if bag is None or bag.state == BagState.HANDED:
        return Reply("unknown") if said.has_keyword else None
    where = _where(bag.point, said.language)
    if bag.state == BagState.ASKED:
        return Reply("not_yet", {"where": where})
    if bag.point.kind == PointKind.LOCKER:
        return Reply("hatch", {"where": where, "bag": bag.number, "hatch": bag.hatch})
    return Reply(
        "ready", {"where": where, "until": date_format(bag.until_date, "MONTH_DAY_FORMAT")}
    )


def _more(card: Card, said: Texted, nonce: str, at: datetime) -> Reply:
    points, products = queries.points(card.program), pool.products(card.program)
    if not points or not products:
        return Reply("nowhere")
    places = {"places": _listed(points, said.language)}
    if said.place is None and len(points) > 1:
        return Reply("where", places)
    nth = said.place or 1
    if nth > len(points):
        return Reply("where", places)
    kits = said.kits or card.usual_kits or card.program.peer_cap
    try:
        asked = bags.ask_for_more(
            card=card, number=said.number, point=points[nth - 1], product=products[0], kits=kits,
            nonce=nonce, at=at,
        )  # fmt: skip
    except bags.AskAtSite:
        return Reply("at_site")
    except (bags.NothingThere, pool.OutOfStock):
        return Reply("none", places)
    return _of_bag(asked.bag, asked.number)


def _of_bag(bag: Bag, number: int) -> Reply:
    language = translation.get_language() or "en"
    words = word_codes.say(number, language)
    slug = "locker" if bag.point.kind == PointKind.LOCKER else "waits"
    where = _where(bag.point, language)
    return Reply(slug, {"n": bag.kits, "where": where, "words": words})


def _where(point: Point, language: str) -> str:
    when = point.when(language)
    return f"{point.name}, {when}" if when else point.name


def _listed(points: list[Point], language: str) -> str:
    return "; ".join(f"{n} {_where(point, language)}" for n, point in enumerate(points, 1))


def _nonce(number: str, text: str, at: datetime) -> str:
    """The same words from the same phone within minutes are one text. Nobody else can make it."""
    span = int(at.timestamp() // SAME.total_seconds())
    told = json.dumps([number, " ".join(text.lower().split()), span]).encode()
    key = hmac.digest(settings.SECRET_KEY.encode(), b"beside.peers.texts", hashlib.sha256)
    return hmac.digest(key, told, hashlib.sha256).hex()


@outbox.handles(EFFECT)
@sensitive_variables()
def write(delivery: outbox.Delivery) -> str:
    """Send the one answer, then destroy it with the number."""
    sealed = UUID(delivery.payload["sealed"])
    try:
        opened = vault.open(
            sealed, by=WORKER, purpose=PURPOSE, at=delivery.at
        )  # fmt: skip
    except vault.Destroyed:
        return "nobody"
    number, words = json.loads(opened)
    try:
        sending.sms(Sms(number, words), key=delivery.key, at=delivery.at)
    except NotConfigured:
        return "no sms carrier"
    except (OptedOut, BadAddress, Refused) as error:
        log.info("a text is not answered", extra={"why": type(error).__name__})
    vault.destroy(sealed, at=delivery.at)
    return "sent"

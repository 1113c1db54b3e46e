"""The SMS door: a keyword, a ZIP, a number, a place; then three words. STOP ends it.

An address by SMS has gone through a phone company before it reaches us, and the text says so.
It is sealed the moment it is here and stands in no table; a pick-up place needs none.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from beside.kernel import house, outbox, word_codes
from beside.kernel.codes import NotACode
from beside.kernel.transports import sending
from beside.kernel.transports.messages import BadAddress, NotConfigured, OptedOut, Refused, Sms
from beside.privacy import vault
from beside.supply import negotiating
from beside.supply.core import asking_by_sms as said
from beside.supply.core import sealed, used_by_sms
from beside.supply.core.asking import Asked
from beside.supply.core.asking_by_sms import Again, Step
from beside.supply.core.request import OPEN, Way
from beside.supply.mail import helping, routing, throttle
from beside.supply.mail.digests import digest_of_number, nonce_of_text
from beside.supply.mail.services import talking
from beside.supply.models import Place, Product, Program, Request, TextTalk
from beside.supply.reversals import refills
from beside.supply.services import requesting

log = logging.getLogger(__name__)
WORDS: Mapping[str, Promise] = {
    "zip": _("Free naloxone. What is your ZIP code? Text STOP to end."),
    "nowhere": _("Nobody mails kits there from here yet. Pharmacies sell naloxone without a "
                 "prescription. Nothing was kept."),
    "kits": _("How many kits, for you and others? Text a number from 1 to %(most)s."),
    "where": _("Where to? Text %(places)s"),
    "address": _("Text name, street, town and ZIP in one message, with commas. Your phone company "
                 "can read texts; we seal it at once."),
    "again": _("We could not read that. Please text it once more, or KITS to start again."),
    "placed": _("We have it: %(words)s. Text these three words to ask how it stands. If you use "
                "it, call 911 and stay."),
    "refused": _("That cannot be sent there. Text KITS to start again."),
    "busy": _("Many people ask now. Nothing is lost: text it again in a minute."),
    "asked": _("We have your request. It is being packed."),
    "posted": _("It is on its way."),
    "ready": _("It is ready. Say your three words there."),
    "over": _("It is not waiting any more. For the same again text AGAIN and the three words; "
              "for something else KITS."),
}  # fmt: skip
FOR_ONESELF = 2  # kits; by text nobody is asked more than a number
STANDING = {"asked": "asked", "set_aside": "asked", "packed": "asked", "posted": "posted",
            "ready": "ready"}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What we answer, and whether the talk is over with it."""

    slug: str
    ends: bool = False
    request: Request | None = None


def _answer(talk: TextTalk, told: Told, at: datetime) -> None:
    talking.answer(talk=talk, slug=told.slug, at=at, request=told.request, ends=told.ends)


@sensitive_variables()
def hear(number: str, text: str, at: datetime) -> bool:
    """An SMS that is not STOP or START; whether it concerned kits."""
    if used_by_sms.read(text):
        return False
    if opened := said.opening(text):
        with transaction.atomic():
            talk = talking.begin(number=number, language=opened.language, at=at)
            _answer(talk, _zip(talk, opened.zip, at) if opened.zip else Told("zip"), at)
        return True
    if again := said.again(text):
        return _same_again(number, again, at)
    talk_now = TextTalk.objects.filter(number_digest=digest_of_number(number)).first()
    if talk_now is not None and at - talk_now.heard_at < talking.KEPT:
        with transaction.atomic():
            take = _TAKES[Step(talk_now.step)]
            helps = said.is_help(text)
            _answer(talk_now, Told(helping.SLUG) if helps else take(talk_now, text, at), at)
    elif known := _request_of(text, at):
        with transaction.atomic():
            talk = talking.begin(number=number, language=known.language, at=at)
            _answer(talk, Told(STANDING.get(known.state, "over"), ends=True), at)
    else:
        return False
    return True


@sensitive_variables()
def _same_again(number: str, again: Again, at: datetime) -> bool:
    """The same as an order, to the same place; whether the words are those of one."""
    known = _order_of(again.code, at)
    if known is None:  # a room upstairs may know these words
        return False
    with transaction.atomic():
        talk = talking.begin(number=number, language=again.language, at=at)
        _answer(talk, _told_again(number, known, at), at)
    return True


@sensitive_variables()
def _told_again(number: str, known: Request, at: datetime) -> Told:
    """Ask for it once, however often it is texted."""
    under_way = known.refills.filter(state__in=[state.value for state in OPEN]).first()
    if under_way is not None:
        return Told("placed", ends=True, request=under_way)
    if not refills.may_be_again(known):
        return Told(STANDING.get(known.state, "over"), ends=True)
    if not throttle.ASKING.takes(at):
        return Told("busy", ends=True)
    try:
        nonce = nonce_of_text(number, str(known.pk), at)
        placed = requesting.refill(of=known, at=at, nonce=nonce)
    except refills.NOT_NOW:
        return Told("refused", ends=True)
    return Told("placed", ends=True, request=placed.request)


def hear_stop(number: str, at: datetime) -> None:
    """They want no more texts: the talk is over."""
    talking.end(number=number, at=at)


def _request_of(text: str, at: datetime) -> Request | None:
    try:
        return _order_of(word_codes.parse(text), at)
    except NotACode:
        return None


def _order_of(code: int, at: datetime) -> Request | None:
    return Request.objects.filter(code=code).first() if throttle.WORDS.takes(at) else None


@sensitive_variables()
def _zip(talk: TextTalk, text: str, at: datetime) -> Told:
    try:
        where = routing.where_is(said.zip_in(text))
    except routing.UnknownZip:
        return Told("again")
    program = next(iter(routing.programs_for(where, house.today(at))), None)
    if program is None:
        return Told("nowhere", ends=True)
    talking.turn(talk=talk, step=Step.KITS, at=at, program=str(program.pk), state=where.state,
                 county=where.county_fips)  # fmt: skip
    return Told("kits")


def _kits(talk: TextTalk, text: str, at: datetime) -> Told:
    program = _program(talk)
    number = said.number_in(text, _most(program))
    if number is None:
        return Told("again")
    talking.turn(talk=talk, step=Step.WHERE, at=at, kits=number)
    return Told("where")


def _where(talk: TextTalk, text: str, at: datetime) -> Told:
    program = _program(talk)
    sites = _sites(program)
    if said.plain(text) in said.MAIL and routing.takes_addresses(program):
        talking.turn(talk=talk, step=Step.ADDRESS, at=at)
        return Told("address")
    nth = said.number_in(text, len(sites))
    if nth is None:
        return Told("again")
    return _place(talk, at, site=sites[nth - 1])


@sensitive_variables()
def _address(talk: TextTalk, text: str, at: datetime) -> Told:
    lines, key = said.lines_in(text), routing.current_key(_program(talk))
    if not lines or key is None:
        return Told("again")
    return _place(talk, at, blob=sealed.seal(lines, key_id=key.pk, public=key.public))


def _place(
    talk: TextTalk, at: datetime, *, site: Place | None = None, blob: bytes | None = None
) -> Told:
    program, state, kits = _program(talk), talk.said["state"], talk.said["kits"]
    product = _product(program, state, at)
    if not throttle.ASKING.takes(at):
        return Told("busy")
    try:
        if product is None:
            raise requesting.ProgramClosed
        placed = requesting.place_request(
            program=program, lines={product: kits * product.per_kit}, sealed=blob, site=site,
            way=Way.PICK_UP if site else Way.ADDRESS, language=talk.language, at=at,
            for_others=kits > FOR_ONESELF, nonce=talk.nonce, county_fips=talk.said["county"],
            us_state=state, came_by=Request.CameBy.TEXT,
            answers=Asked(kits, True if kits > FOR_ONESELF else None),
            is_sealed_at_door=blob is not None,
        )  # fmt: skip
    except (requesting.NotOffered, requesting.TooMany, requesting.NotThatWay, requesting.NoKey,
            requesting.NotThere, requesting.ProgramClosed):  # fmt: skip
        return Told("refused", ends=True)
    return Told("placed", ends=True, request=placed.request)


def _product(program: Program, state: str, at: datetime) -> Product | None:
    """The program's first naloxone that may go out now."""
    offered = routing.choices(program, routing.Where(state, state), house.today(at))
    good = [one.product for one in offered if one.blocked is None]
    return next((one for one in good if one.kind == Product.Kind.NALOXONE), None)


def _program(talk: TextTalk) -> Program:
    return Program.objects.get(pk=talk.said["program"])


def _most(program: Program) -> int:
    """For them and others."""
    return negotiating.cap_of(program, for_others=True)


def _sites(program: Program) -> list[Place]:
    return list(routing.pick_ups(program)[:6])


_TAKES: Mapping[Step, Callable[[TextTalk, str, datetime], Told]] = {
    Step.ZIP: _zip, Step.KITS: _kits, Step.WHERE: _where, Step.ADDRESS: _address,
}  # fmt: skip


@outbox.handles(talking.EFFECT)
@sensitive_variables()
def write(delivery: outbox.Delivery) -> str:
    """Send our words; after the last of a talk the number is destroyed."""
    told = delivery.payload
    number_id = UUID(told["number"])
    try:
        number = vault.open(
            number_id, by=requesting.WORKER, purpose=talking.ANSWER, at=delivery.at
        ).decode()
    except vault.Destroyed:
        return "nobody"
    try:
        sending.sms(Sms(number, words(told)), key=delivery.key, at=delivery.at)
    except NotConfigured:
        return "no sms carrier"
    except (OptedOut, BadAddress, Refused) as error:
        log.info("a talk about kits is not answered", extra={"why": type(error).__name__})
    if told["ends"]:
        vault.destroy(number_id, at=delivery.at)
    return "sent"


def words(told: Mapping[str, str]) -> str:
    """Our words, in the language of the talk."""
    program = Program.objects.filter(pk=told["program"]).first() if told["program"] else None
    facts = {"most": _most(program) if program else 0, "places": "", "words": ""}
    if told["slug"] == helping.SLUG:
        return helping.words(told["language"])
    with translation.override(told["language"]):
        if program:
            facts["places"] = _places_of(program)
        if told["request"]:
            code = Request.objects.get(pk=told["request"]).code or 0
            facts["words"] = word_codes.say(code, told["language"])
        return str(WORDS[told["slug"]]) % facts


def _places_of(program: Program) -> str:
    listed = [f"{n}: {one.name}" for n, one in enumerate(_sites(program), 1)]
    if routing.takes_addresses(program):
        listed.append(str(_("MAIL: by post")))
    return "; ".join(listed)

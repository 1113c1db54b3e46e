"""Somebody asks for kits. Once this has returned and committed, there is a receipt for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from beside.accounts.models import User
from beside.kernel import deadlines, facts, house, record, word_codes
from beside.places import queries as places
from beside.privacy import vault
from beside.supply import negotiating
from beside.supply.core import asking, promises, sealed
from beside.supply.core.asking import Asked, Beyond
from beside.supply.core.request import Terms, Way
from beside.supply.facts import RequestPlaced
from beside.supply.mail import routing
from beside.supply.mail.digests import BadNonce, digest_of_token, token_of
from beside.supply.models import PackingKey, Place, Product, Program, Request, RequestLine

__all__ = ["BadNonce", "Placed", "place_request", "refill"]

ADDRESS = "supply.address"
REFILL = "supply.refill"
LONGEST = timedelta(days=120)
TRIES = 8
WORKER = vault.Worker("supply.mail")


class ProgramClosed(Exception):
    """The program takes no requests now."""


class NotOffered(Exception):
    """The program does not give that out by mail there: the law, a paper, or its own choice."""

    def __init__(self, product: Product) -> None:
        super().__init__(product.slug)
        self.product = product


class TooMany(Exception):
    """More kits than the program sends at once. `most` is how many it does."""

    def __init__(self, product: Product, most: int) -> None:
        super().__init__(f"{product.slug}: {most}")
        self.product, self.most = product, most


class NotThatWay(Exception):
    """That product may not go there: no prescription product to a box, no syringe by post."""

    def __init__(self, product: Product) -> None:
        super().__init__(product.slug)
        self.product = product


class NoKey(Exception):
    """There is no key to which an address could be sealed, or it is another program's."""


class NotThere(Exception):
    """Nothing can be picked up at that place."""


class AddressGone(Exception):
    """The address of the earlier request is destroyed. It has to be written again."""


@dataclass(frozen=True)
class Placed:
    """A request that is stored. The token is its private link; the server keeps only a digest."""

    request: Request
    code: int
    token: str
    is_new: bool = True


@dataclass(frozen=True)
class _Asked:
    """What is asked for, from one call to the next."""

    program: Program
    lines: Mapping[Product, int]
    way: Way
    sealed: bytes | None
    site: Place | None
    us_state: str
    at: datetime
    for_others: bool = False
    beyond: Beyond | None = None
    by: User | None = None


@transaction.atomic
def place_request(
    *,
    program: Program,
    lines: Mapping[Product, int],
    way: Way | str,
    sealed: bytes | None,
    language: str,
    for_others: bool,
    at: datetime,
    nonce: str,
    county_fips: str,
    about: tuple[str, object] = ("", ""),
    us_state: str = "",
    site: Place | None = None,
    came_by: str = Request.CameBy.PAGE,
    is_sealed_at_door: bool = False,
    refill_of: Request | None = None,
    answers: Asked | None = None,
    beyond: Beyond | None = None,
    by: User | None = None,
) -> Placed:
    """Store it, whole, or raise. Sent twice with one nonce, it is stored once.

    `lines` are units; `sealed` an address sealed to the program's key (`core/sealed.py`),
    nothing for a pick-up, which names a `site`. `answers` are those to the two questions, where
    they say more than lines and `for_others`; with `beyond` staff (`by`) go beyond the cap.
    Raises BadNonce, ProgramClosed, NotOffered, TooMany, NotThatWay, NoKey, NotThere,
    sealed.NotSealed.
    """
    token = token_of(nonce)
    if known := _known(token):
        return Placed(known, known.code or 0, token, is_new=False)
    asked = _Asked(program, dict(lines), Way(way), sealed, site,
                   us_state or _state_of(county_fips, program), at, for_others, beyond,
                   by)  # fmt: skip
    key = _judge(asked)
    address_id = None
    if asked.sealed is not None:
        address_id = vault.seal(
            asked.sealed, kind=ADDRESS, retain_until=_kept_until(program, at), at=at
        )
    row = {
        "program": program, "way": asked.way.value, "language": language, "site": site,
        "for_others": for_others, "county_fips": county_fips, "us_state": asked.us_state,
        "key": key, "address_id": address_id, "sealed_at_door": is_sealed_at_door,
        "token_digest": digest_of_token(token), "came_by": came_by, "refill_of": refill_of,
        "about_kind": about[0], "about_id": str(about[1]), "asked_at": at, "moved_at": at,
        "promised_at": promises.posted_by(at, program.answer_days, house.zone()),
        "deadline_at": at + timedelta(days=Terms().open_days), **_negotiated(asked, answers),
    }  # fmt: skip
    return _stored(row, asked, token)


@transaction.atomic
def refill(
    *,
    of: Request,
    at: datetime,
    nonce: str,
    lines: Mapping[Product, int] | None = None,
    about: tuple[str, object] = ("", ""),
    answers: Asked | None = None,
) -> Placed:
    """The same again, to the same place; `lines` when it is to be something else.

    Raises AddressGone when it was sealed and is destroyed by now, else as place_request.
    """
    if known := _known(token_of(nonce)):
        return Placed(known, known.code or 0, nonce, is_new=False)
    wanted = lines or {line.product: line.units for line in of.lines.select_related("product")}
    address = _address_again(of, at) if of.is_posted else None
    return place_request(
        program=of.program, lines=wanted, way=of.way, sealed=address, language=of.language,
        for_others=of.for_others or bool(answers and answers.knows_others), at=at, nonce=nonce,
        county_fips=of.county_fips, about=about,
        us_state=of.us_state, site=of.site, came_by=Request.CameBy.REFILL,
        is_sealed_at_door=of.sealed_at_door, refill_of=of, answers=answers,
    )  # fmt: skip


def _address_again(of: Request, at: datetime) -> bytes:
    """The ciphertext of the earlier request, as it is: nobody opens it here."""
    if of.address_id is None:
        raise AddressGone(str(of.pk))
    try:
        return vault.open(of.address_id, by=WORKER, purpose=REFILL, at=at)
    except vault.Destroyed:
        raise AddressGone(str(of.pk)) from None


def _known(token: str) -> Request | None:
    found = Request.objects.filter(token_digest=digest_of_token(token))
    return found.select_related("program", "site").first()


def _state_of(county_fips: str, program: Program) -> str:
    if county_fips:
        return places.county(county_fips).state
    return program.states[0] if program.states else ""


def _kept_until(program: Program, at: datetime) -> datetime:
    """Longer than any request needs it; it is destroyed when it is due, which is sooner."""
    terms = Terms()
    days = terms.open_days + terms.taken_as_come_days + program.days_kept
    return at + min(timedelta(days=days), LONGEST)


def _judge(asked: _Asked) -> PackingKey | None:
    """Whether it can be done at all; the key it is sealed to. Raises what cannot."""
    if not asked.program.is_open or not asked.lines:
        raise ProgramClosed(str(asked.program.pk))
    where = routing.Where(asked.us_state, asked.us_state)
    offered = {
        choice.product.pk: choice
        for choice in routing.choices(asked.program, where, house.today(asked.at))
        if choice.blocked is None
    }
    for product, units in asked.lines.items():
        choice = offered.get(product.pk)
        if choice is None:
            raise NotOffered(product)
        most = _most(asked, choice)
        if units > most * product.per_kit:
            raise TooMany(product, most)
        if asked.way is not Way.PICK_UP and not choice.by_post:
            raise NotThatWay(product)
        if product.is_prescription and asked.way in (Way.BOX, Way.GENERAL_DELIVERY):
            raise NotThatWay(product)
    return _judge_place(asked)


def _most(asked: _Asked, choice: routing.Choice) -> int:
    """Kits of it in this request: more for who knows others, and as many as staff say."""
    if choice.product.kind != Product.Kind.NALOXONE:
        return choice.most_kits
    if asked.beyond and asked.by:
        return asking.MOST
    return max(choice.most_kits, asked.program.peer_cap) if asked.for_others else choice.most_kits


def _negotiated(asked: _Asked, answers: Asked | None) -> negotiating.Kept:
    """A request is never offered less than it asks for: it waits for what comes."""
    kits = negotiating.kits_of(asked.lines)
    if not kits:
        return {}
    said = answers or Asked(kits, asked.for_others)
    there = kits
    if said.knows_others:
        there = negotiating.kits_of_program(asked.program, house.today(asked.at))
    cap = negotiating.cap_of(asked.program, for_others=asked.for_others)
    if asked.by is None:  # what the program lets anybody ask for needs no reason
        cap = max(kits, cap)
    return negotiating.kept(
        said, agreed=kits, in_stock=max(there, kits), cap=cap, beyond=asked.beyond, by=asked.by
    )


def _judge_place(asked: _Asked) -> PackingKey | None:
    if asked.way is Way.PICK_UP:
        there = asked.site and routing.pick_ups(asked.program).filter(pk=asked.site.pk).exists()
        if not there or asked.sealed is not None:
            raise NotThere
        return None
    if not asked.program.mails:
        raise ProgramClosed(str(asked.program.pk))
    if asked.site is not None or asked.sealed is None:
        raise sealed.NotSealed
    # A form may lie open while the key is changed: the old one still opens it.
    key = PackingKey.objects.filter(program=asked.program, pk=sealed.key_of(asked.sealed)).first()
    if key is None or not key.copies.exists():
        raise NoKey
    return key


def _stored(row: Mapping[str, object], asked: _Asked, token: str) -> Placed:
    """The row, with words nobody else has now. Somebody who sent it twice gets the first."""
    for _ in range(TRIES):
        code = word_codes.make()
        try:
            with transaction.atomic():
                request = Request.objects.create(code=code, **row)
                RequestLine.objects.bulk_create(
                    RequestLine(request=request, product=product, units=units)
                    for product, units in asked.lines.items()
                )
        except IntegrityError:
            if known := _known(token):
                if asked.sealed is not None:
                    vault.destroy(row["address_id"], at=asked.at)  # type: ignore[arg-type]
                return Placed(known, known.code or 0, token, is_new=False)
            continue
        _tell(request, asked)
        return Placed(request, code, token)
    raise RuntimeError("no three words are free")


def _tell(request: Request, asked: _Asked) -> None:
    kits = sum(units // product.per_kit for product, units in asked.lines.items())
    record.act("request_placed", on=request, at=asked.at,
               detail={"way": request.way, "kits": kits, "by": request.came_by})  # fmt: skip
    fact = RequestPlaced(
        request.pk, request.program_id, request.county_fips, request.way, request.for_others,
        request.came_by,
    )  # fmt: skip
    facts.publish(fact, about=request, at=asked.at)
    if request.deadline_at:
        deadlines.armed(request.deadline_at)

"""Which program serves a place, and what it may send there. Nothing here remembers a question."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from beside.places import queries as places
from beside.supply import listed
from beside.supply.core.law import Topic
from beside.supply.core.supplying import Blocked, Held, Paper, blocked
from beside.supply.law import queries as law
from beside.supply.models import Offered, PackingKey, Place, Product, Program


class UnknownZip(LookupError):
    """No ZIP code of the United States, or none that people live at."""


class AnotherState(ValueError):
    """The ZIP lies in one state, and another was named. Which is right?"""

    def __init__(self, where: "Where", said: str) -> None:
        super().__init__(said)
        self.where, self.said = where, said


@dataclass(frozen=True)
class Where:
    """Where somebody asks from: enough to find a program."""

    state: str
    state_name: str
    zip: str = ""
    town: str = ""
    county_fips: str = ""
    counties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A product that may be asked for, or the paper that stands in the way."""

    product: Product
    most_kits: int
    by_post: bool
    blocked: Blocked | None = None


def where_is(zip_code: str, state: str = "") -> Where:
    """From a ZIP, a state, or both. Raises UnknownZip, AnotherState."""
    said = state.strip().upper()
    names = {one.state: one.name for one in places.states()}
    if said and said not in names:
        raise UnknownZip
    if not zip_code.strip():
        if not said:
            raise UnknownZip
        return Where(said, names[said])
    try:
        found = places.locate(zip_code)[0]
    except places.UnknownPlace as error:  # a military ZIP is one too
        raise UnknownZip from error
    if found.kind is not places.Kind.ZIP:
        raise UnknownZip
    shares = [share.county_fips for share in _shares(found.zip)]
    here = Where(
        found.state, names.get(found.state, found.state), found.zip, found.name,
        found.county_fips, tuple(shares) or (found.county_fips,),
    )  # fmt: skip
    if said and said != here.state:
        raise AnotherState(here, said)
    return here


def _shares(zip_code: str) -> list[places.CountyShare]:
    try:
        return places.counties_of_zip(zip_code)
    except places.UnknownPlace:
        return []


def programs_for(where: Where, on: date) -> list[Program]:
    """The programs that serve a place, the one that names it most closely first."""
    here = Q(states__contains=[where.state])
    here |= Q(counties__overlap=list(where.counties)) if where.counties else Q()
    here |= Q(zips__contains=[where.zip]) if where.zip else Q()
    found = Program.objects.filter(here, is_open=True).select_related("partner").order_by("pk")
    serving = [one for one in found if _reaches(one) and choices(one, where, on)]
    return sorted(serving, key=lambda one: _closeness(one, where))


def _reaches(program: Program) -> bool:
    return takes_addresses(program) or pick_ups(program).exists()


def _closeness(program: Program, where: Where) -> int:
    if where.zip and where.zip in program.zips:
        return 0
    return 1 if set(where.counties) & set(program.counties) else 2


def takes_addresses(program: Program) -> bool:
    """Whether it posts, and has a key to which addresses can be sealed."""
    return program.mails and current_key(program) is not None


def current_key(program: Program) -> PackingKey | None:
    """The key to which addresses are sealed now."""
    return PackingKey.objects.filter(program=program, retired_at=None).first()


def pick_ups(program: Program) -> QuerySet[Place]:
    """Sites and machines where requests may be picked up: those the public directory lists."""
    wanted = Place.objects.filter(program=program, kind__in=listed.KINDS, closed_at=None)
    wanted = wanted.exclude(location_id=None)
    known = [one for one in wanted.values_list("location_id", flat=True) if one]
    there = list(listed.nameable(known).values_list("pk", flat=True)) if known else []
    return wanted.filter(location_id__in=there).order_by("name")


def choices(program: Program, where: Where, on: date) -> list[Choice]:
    """What it offers by mail there: only what the law allows; papers named that ended."""
    rows = Offered.objects.filter(program=program, by_mail=True, product__is_current=True)
    found = []
    for row in rows.select_related("product").order_by("position", "pk"):
        if may_have(row.product, where.state, on):
            found.append(
                Choice(
                    row.product, row.most_kits or program.most_kits,
                    may_be_posted(row.product, where.state, on), hindered(program, row.product, on),
                )
            )  # fmt: skip
    return found


def may_have(product: Product, state: str, on: date) -> bool:
    """Whether the law there says a plain yes, for what has to ask it."""
    return not product.law_topic or law.allows(state, Topic(product.law_topic), on)


def may_be_posted(product: Product, state: str, on: date) -> bool:
    """Syringes are posted only where the law allows that too."""
    if not may_have(product, state, on):
        return False
    is_syringe = product.kind == Product.Kind.SYRINGES
    return not is_syringe or law.allows(state, Topic.SYRINGE_MAIL, on)


def hindered(program: Program, product: Product, on: date) -> Blocked | None:
    """The paper that has ended. Only what needs a prescription rests on one."""
    papers = (
        Held(Paper.STANDING_ORDER, program.standing_order_until_date, is_needed=True),
        Held(Paper.REGISTRATION, program.registration_until_date),
    )
    return blocked(product.is_prescription, papers, on)

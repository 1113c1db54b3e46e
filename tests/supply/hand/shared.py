"""A site that hands out, and an encounter there."""

from datetime import date, datetime
from uuid import uuid4

from beside.kernel import clock, house
from beside.partners.models import Membership
from beside.supply.core.encounters import Way
from beside.supply.core.places import PlaceKind
from beside.supply.hand.told import Told
from beside.supply.models import Place
from beside.supply.services import handing
from tests import people
from tests.supply import shared


def today() -> date:
    return house.today(clock.now())


def strips():
    return shared.product(
        "fentanyl_strips", kind="test_strips", names={"en": "Fentanyl test strips"},
        naloxone="", per_kit=1, per_box=100, per_case=100,
    )  # fmt: skip


def site(name: str = "Front desk", *, slug: str = "kyhrc") -> Place:
    """A site of a program that gives out nasal naloxone, vials and strips by hand."""
    program = shared.program(slug)
    for what in (shared.product(), shared.vials(), strips()):
        shared.offer(program, what, by_hand=True)
    return Place.objects.get_or_create(program=program, kind=PlaceKind.SITE, name=name)[0]


def worker(*roles: str, slug: str = "kyhrc"):
    """Somebody who works for the program."""
    user = people.person(*(roles or ("packer",)))
    Membership.objects.create(
        user=user, partner=shared.program(slug).partner, role="partner_member",
        since_date=date(2026, 1, 1),
    )  # fmt: skip
    return user


def told(**said) -> Told:
    said.setdefault("units", {shared.product(): 2})
    return Told(**{"on_date": today(), "nonce": uuid4(), "way": Way.PAGE} | said)


def keep(place: Place | None = None, *, by=None, at: datetime | None = None, **said):
    return handing.keep_encounter(
        told=told(**said), place=place or site(), by=by or worker(), at=at or clock.now()
    )

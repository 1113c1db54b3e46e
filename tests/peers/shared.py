"""A program with a site, points, stock, and cards whose words a test knows."""

from datetime import UTC, datetime
from uuid import uuid4

from beside.peers.core.points import PointKind
from beside.peers.models import Point
from beside.peers.services import cards, restocking
from beside.supply.core.places import PlaceKind
from beside.supply.models import Offered, Place
from tests.supply import shared
from tests.supply.hand.shared import worker

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def desk(units: int = 400, *, slug: str = "kyhrc", at: datetime = AT) -> Place:
    """The site of a program that gives out nasal spray, with so many doses of it."""
    program = shared.program(slug)
    shared.offer(program, shared.product(), by_hand=True)
    place, is_new = Place.objects.get_or_create(
        program=program, kind=PlaceKind.SITE, name="Front desk", defaults={"county_fips": "21151"}
    )
    if is_new and units:
        shared.stocked(units, at_place=place, lot=f"P{len(slug)}", at=at)
    return place


def offered(slug: str, product) -> Offered:
    return shared.offer(shared.program(slug), product)


def given(slug: str = "kyhrc", *, at: datetime = AT):
    """A card, with the number of its words."""
    return cards.give_card(program=shared.program(slug), at=at)


def point(kind: PointKind = PointKind.SITE, name: str = "Front desk", **facts) -> Point:
    facts.setdefault("shelf", desk())
    return Point.objects.get_or_create(
        program=facts["shelf"].program, kind=kind, name=name,
        defaults={"when_en": "Friday 6 pm", "when_es": "viernes 6 pm"} | facts,
    )[0]  # fmt: skip


def restock(one, *, kits: int = 12, at: datetime = AT, by=None, place: Place | None = None, **how):
    """Somebody shows a card at a desk."""
    return restocking.restock_at_site(
        card=one.card, number=one.number, shelf=place or desk(), product=shared.product(),
        kits=kits, beyond=how.get("beyond"), nonce=how.get("nonce") or uuid4(),
        by=by or worker(), at=at,
    )  # fmt: skip

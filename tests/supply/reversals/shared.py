"""A program with a pick-up place, and reports."""

from uuid import uuid4

from beside.directory.models import Location
from beside.kernel import clock
from beside.supply.core.places import PlaceKind
from beside.supply.core.used import Naloxone, Said, Used, Way, When
from beside.supply.models import Place
from beside.supply.services import reporting
from tests.supply import shared


def pick_up(slug: str = "kyhrc") -> Place:
    """A site of the program that the directory lists."""
    program = shared.program(slug)
    shared.offer(program, shared.product())
    place, _ = Place.objects.get_or_create(
        program=program, kind=PlaceKind.SITE, name="Library desk",
        defaults={"county_fips": "21151"},
    )  # fmt: skip
    if place.location_id is None:
        place.location_id = Location.objects.create(name="Library desk").pk
        place.save(update_fields=["location_id"])
    return place


def used(**said) -> Used:
    said = {
        "when": When.YESTERDAY, "product": Naloxone.NASAL_4MG, "doses": 2, "survived": Said.YES,
        "called_911": Said.NO, "county_fips": "21151",
    } | said  # fmt: skip
    return Used(**said)


def report(*, program=None, way=Way.WEB, nonce=None, at=None, wish=None, by=None, **said):
    return reporting.report_reversal(
        told=used(**said), way=way, nonce=nonce or uuid4(), program=program or shared.program(),
        at=at or clock.now(), wish=wish, by=by,
    )  # fmt: skip

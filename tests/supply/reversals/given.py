"""A program that has given out as many doses as the fixtures say."""

from datetime import UTC, datetime

from beside.kernel import house
from beside.supply.models import Program
from beside.supply.services import moving
from tests.supply import shared
from tests.supply.reversals import fixtures


def program_with_doses() -> Program:
    at = datetime(2026, 10, 2, 12, tzinfo=UTC)
    shared.stocked(400, at=at)
    moving.give(
        shelf=shared.shelf(), wanted={shared.product(): fixtures.GIVEN["doses_given"]},
        about=("supply.test", "fixtures"), at=at, on_date=house.today(at),
    )  # fmt: skip
    return shared.program()

"""An evening in Kentucky is tomorrow in Greenwich: supply goes by the day on the house's walls."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import beside.supply
from beside.kernel import house
from beside.supply.models import Movement
from beside.supply.services import aside, handing
from tests.supply.hand.shared import keep, site, told, worker
from tests.supply.shared import product, shelf, stocked

EVENING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # half past eight, on the 22nd
SUNDAY = date(2026, 11, 22)
HERE = Path(beside.supply.__file__).parent


def test_the_evening_belongs_to_the_day_that_ends():
    assert house.today(EVENING) == SUNDAY


@pytest.mark.django_db
def test_what_is_set_aside_in_the_evening_stands_in_the_ledger_of_that_day():
    stocked(10)
    about = ("supply.request", "1")
    aside.set_aside(shelf=shelf(), wanted={product(): 2}, about=about, at=EVENING)
    assert Movement.objects.get(about_kind="supply.request").on_date == SUNDAY


@pytest.mark.django_db
def test_nobody_hands_over_on_a_day_that_is_only_greenwichs():
    place = site()
    stocked(10, at_place=place)
    kept = keep(place, at=EVENING, on_date=SUNDAY)
    assert kept.handed.get().movement.on_date == SUNDAY
    with pytest.raises(handing.StillToCome):
        handing.keep_encounter(
            told=told(on_date=date(2026, 11, 23)), place=place, by=worker(), at=EVENING
        )


def test_no_service_asks_greenwich_what_day_it_is():
    greenwich = re.compile(r"\b(at|now\(\)|_at)\.date\(\)")
    asking = [
        f"{path.relative_to(HERE)}:{number}"
        for path in sorted(HERE.rglob("*.py"))
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if greenwich.search(line)
    ]
    assert asking == []

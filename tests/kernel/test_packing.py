"""Facts survive the journey through JSON, and a deploy in the middle of it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest

from beside.kernel import packing


class Route(StrEnum):
    NASAL = "nasal"


@dataclass(frozen=True)
class Dose:
    mg: Decimal
    route: Route


@dataclass(frozen=True)
class KitWasUsed:
    kit_id: UUID
    at: datetime
    day: date
    after: timedelta
    doses: tuple[Dose, ...]
    by_county: dict[str, int]
    lots: frozenset[str] = frozenset()
    note: str | None = None
    first: Dose | None = None
    tags: list[int] = field(default_factory=list)


FACT = KitWasUsed(
    kit_id=UUID(int=7),
    at=datetime(2026, 11, 21, 3, 0, 0, 123456, tzinfo=UTC),
    day=date(2026, 11, 21),
    after=timedelta(seconds=90.5),
    doses=(Dose(Decimal("4.00"), Route.NASAL), Dose(Decimal("0.1"), Route.NASAL)),
    by_county={"21151": 2},
    lots=frozenset({"a", "b"}),
    first=Dose(Decimal(4), Route.NASAL),
    tags=[1, 2],
)


def through_json(fact: KitWasUsed) -> dict[str, object]:
    packed: dict[str, object] = json.loads(json.dumps(packing.pack(fact)))
    return packed


def test_every_kind_of_field_comes_back_as_it_went():
    assert packing.unpack(KitWasUsed, through_json(FACT)) == FACT


def test_a_fact_written_before_a_field_was_added_is_still_read():
    packed = through_json(FACT)
    del packed["note"], packed["lots"]

    assert packing.unpack(KitWasUsed, packed).lots == frozenset()


def test_a_fact_written_before_a_field_was_dropped_is_still_read():
    assert packing.unpack(KitWasUsed, through_json(FACT) | {"gone": 1}) == FACT


def test_what_does_not_survive_is_refused_when_it_is_packed():
    @dataclass(frozen=True)
    class Odd:
        what: bytes

    with pytest.raises(packing.CannotPack):
        packing.pack(Odd(b"x"))

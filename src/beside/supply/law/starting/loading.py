"""The shipped facts brought into the table. What a person stated is never put aside."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from django.db import transaction

from beside.kernel import record
from beside.supply.core.law import Topic, Value
from beside.supply.core.law_statement import MOST, Statement, began
from beside.supply.law import versions
from beside.supply.models import LawFact


@cache
def shipped() -> tuple[Statement, ...]:
    """Every fact of the file."""
    return tuple(_read())


def _read() -> Iterator[Statement]:
    source = resources.files("beside.supply.law.starting") / "facts.csv"
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        effective_date, precision = began(row["effective"])
        texts: dict[str, Any] = {name: row[name] for name in ("state", *MOST)}
        yield Statement(
            **texts,
            topic=Topic(row["topic"]),
            value=Value(row["value"]),
            effective_date=effective_date,
            effective_precision=precision,
            as_of_date=date.fromisoformat(row["as_of"]),
        )


@transaction.atomic
def fill(at: datetime) -> int:
    """Write what is not there so; how many versions it wrote."""
    standing = versions.standing()
    new = [
        versions.following(said, standing.get((said.state, said.topic)), LawFact.Deed.SHIPPED, at)
        for said in shipped()
        if _may_ship(said, standing.get((said.state, said.topic)))
    ]
    LawFact.objects.bulk_create(new)
    if new:
        record.act("law_shipped", on=("supply.law", "starting"), at=at, detail={"facts": len(new)})
    return len(new)


def _may_ship(said: Statement, stands: LawFact | None) -> bool:
    """Nothing stands, or what stands came with the software and reads otherwise."""
    if stands is None:
        return True
    return stands.deed == LawFact.Deed.SHIPPED and versions.statement_of(stands) != said

"""A table with the shipped facts, and what somebody states."""

from datetime import UTC, date, datetime, timedelta

from beside.supply.core.law import Topic, Value
from beside.supply.core.law_statement import Statement
from beside.supply.law import queries
from beside.supply.law.starting import loading
from beside.supply.services import stating_law
from tests import people

AT = datetime(2026, 11, 22, 15, tzinfo=UTC)
TODAY = AT.date()
SF_74 = Statement(
    state="WY",
    topic=Topic.GOOD_SAMARITAN,
    value=Value.YES,
    scope="For who asks for help and stays.",
    scope_es="Para quien pide ayuda y se queda.",
    citation="Wyoming 2025 Senate File 74",
    source_url="https://wyoleg.gov/Legislation/2025/SF0074",
    effective_date=date(2025, 7, 1),
    as_of_date=TODAY,
    next_review_date=TODAY + timedelta(days=180),
)


def shipped() -> int:
    """Bring the shipped facts in."""
    return loading.fill(AT)


def seen(state: str, topic: Topic) -> int:
    """The number of the version that stands."""
    stands = queries.standing(state, topic)
    return stands.number if stands else 0


def state(said: Statement, *, by=None, at: datetime = AT):
    """Somebody states it."""
    by = by or people.person("coordinator")
    return stating_law.state_fact(said=said, seen=seen(said.state, said.topic), by=by, at=at)

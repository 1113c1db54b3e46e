"""What the lesson about the law asks of the table."""

from django.utils import translation

from beside.kernel import clock, house
from beside.supply.core.law import STATES, TERRITORIES, Topic
from beside.supply.law import here
from beside.training import laws

WHO_HELPS = (
    Topic.GOOD_SAMARITAN, Topic.ARREST_PROTECTION, Topic.LAY_IMMUNITY, Topic.NALOXONE_ACCESS,
    Topic.STANDING_ORDER,
)  # fmt: skip


def register() -> None:
    """Answer the lesson."""
    laws.register("supply", told)


def told(state: str, language: str) -> list[laws.Law]:
    """What somebody who may have to help should know; nothing for what is no state."""
    if state not in STATES + TERRITORIES:
        return []
    with translation.override(language):
        found = here.lines(state, house.today(clock.now()), WHO_HELPS)
    return [_law(each) for each in found]


def _law(line: here.Line) -> laws.Law:
    said = line.said
    return laws.Law(
        topic=said.topic.value,
        value=said.value.value,
        words=line.in_one,
        citation=said.citation if line.is_known else "",
        as_of=said.as_of_date if line.is_known else None,
        stale=line.is_known and line.to_check,
        source_url=said.source_url if line.is_known else "",
    )

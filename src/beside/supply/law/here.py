"""The law of one state as short sentences, for other pages: of supply, and of rooms downstairs.

    {% include "supply/law/here.html" with law=page.law %}     page.law = here.included("KY", on)

The `training` room downstairs asks through its own registry (`for_training.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from beside.supply.core.law import Answer, Topic, Value
from beside.supply.law import asked, queries, words


@dataclass(frozen=True)
class Line:
    """One answer as a page shows it, every word in the language of the page."""

    said: Answer
    title: str
    sentence: str
    scope: str
    exclusions: str
    since: str
    as_of: str
    to_check: bool

    @property
    def is_known(self) -> bool:
        return self.said.value is not Value.UNKNOWN

    @property
    def in_one(self) -> str:
        """The sentence, for whom, and for whom not."""
        return " ".join(part for part in (self.sentence, self.scope, self.exclusions) if part)


@dataclass(frozen=True)
class Included:
    """What `supply/law/here.html` shows on somebody else's page."""

    state: str
    name: str
    lines: Sequence[Line]


def included(state: str, on: date, topics: Collection[Topic] = tuple(Topic)) -> Included:
    """The answers of a state for the include."""
    return Included(state, asked.state_name(state), lines(state, on, topics))


def lines(state: str, on: date, topics: Collection[Topic] = tuple(Topic)) -> list[Line]:
    """The answers of a state in the order of Topic, in the language of the page."""
    said = queries.answers(state, on)
    return [line(said[topic], on) for topic in Topic if topic in topics]


def line(said: Answer, on: date) -> Line:
    """One answer."""
    language = (translation.get_language() or "en")[:2]
    return Line(
        said=said,
        title=str(words.TOPICS[said.topic]),
        sentence=words.sentence(said),
        scope=said.scope_in(language),
        exclusions=said.exclusions_in(language),
        since=words.since(said),
        as_of=words.day(said.as_of_date),
        to_check=said.is_to_check(on),
    )

"""What the law table answers, for pages and for whoever offers something."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from beside.supply.core.law import Answer, Precision, Topic, Value, in_force
from beside.supply.models import LawFact


def answer(state: str, topic: Topic, on: date) -> Answer:
    """What holds in a state on that day; UNKNOWN while nothing is stated."""
    versions = LawFact.objects.filter(state=state, topic=topic).order_by("-number")
    return _said(state, topic, list(versions), on)


def allows(state: str, topic: Topic, on: date) -> bool:
    """Whether something that asks for it may be offered there: only on a plain yes."""
    return answer(state, topic, on).allows


def answers(state: str, on: date) -> dict[Topic, Answer]:
    """Every topic of one state, in the order of Topic."""
    return by_state([state], on)[state]


def by_state(states: Iterable[str], on: date) -> dict[str, dict[Topic, Answer]]:
    """Every topic of several states, in one question to the database."""
    asked = list(states)
    known: Mapping[tuple[str, str], list[LawFact]] = defaultdict(list)
    for version in LawFact.objects.filter(state__in=asked).order_by("-number"):
        known[version.state, version.topic].append(version)
    return {
        state: {topic: _said(state, topic, known.get((state, topic), []), on) for topic in Topic}
        for state in asked
    }


def _said(state: str, topic: Topic, versions: Sequence[LawFact], on: date) -> Answer:
    found = in_force(versions, on)
    return Answer(state, topic) if found is None else answer_of(found)


def answer_of(fact: LawFact) -> Answer:
    """A version as an answer."""
    return Answer(
        state=fact.state,
        topic=Topic(fact.topic),
        value=Value(fact.value),
        scope=fact.scope,
        scope_es=fact.scope_es,
        exclusions=fact.exclusions,
        exclusions_es=fact.exclusions_es,
        citation=fact.citation,
        source_url=fact.source_url,
        effective_date=fact.effective_date,
        effective_precision=Precision(fact.effective_precision),
        as_of_date=fact.as_of_date,
        next_review_date=fact.next_review_date,
        verified_by=_who(fact),
    )


def _who(fact: LawFact) -> str:
    """Nobody here stands for a restored fact that came with the software: it did."""
    if fact.verified_by_id:
        return "staff"
    return "shipped" if fact.citation else ""


def standing(state: str, topic: Topic) -> LawFact | None:
    """The newest version, in force already or not."""
    return next(iter(history(state, topic)), None)


def history(state: str, topic: Topic) -> list[LawFact]:
    """Every version, the newest first."""
    versions = LawFact.objects.filter(state=state, topic=topic)
    return list(versions.select_related("by", "verified_by").order_by("-number"))


def promised_reviews(today: date) -> int:
    """How many answers somebody promised to look at again by now."""
    standing = LawFact.objects.filter(superseded_by=None, next_review_date__lte=today)
    return standing.exclude(value=Value.UNKNOWN).count()

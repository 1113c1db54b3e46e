"""Versions of a fact: which one stands, and the next one, not yet kept."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from beside.accounts.models import User
from beside.supply.core.law import Precision, Topic, Value
from beside.supply.core.law_statement import Statement
from beside.supply.models import LawFact

Key = tuple[str, str]


def standing(states: Iterable[str] | None = None) -> dict[Key, LawFact]:
    """The newest version of every state and topic."""
    known = LawFact.objects.filter(superseded_by=None).select_related("verified_by", "by")
    if states is not None:
        known = known.filter(state__in=list(states))
    return {(fact.state, fact.topic): fact for fact in known}


def statement_of(fact: LawFact) -> Statement:
    """What a version says, as it could be stated again."""
    said = {field.name: getattr(fact, field.name) for field in fields(Statement)}
    said["topic"], said["value"] = Topic(fact.topic), Value(fact.value)
    said["effective_precision"] = Precision(fact.effective_precision)
    return Statement(**said)


def following(
    said: Statement,
    stands: LawFact | None,
    deed: LawFact.Deed,
    at: datetime,
    *,
    by: User | None = None,
    verified_by: User | None = None,
    batch: UUID | None = None,
) -> LawFact:
    """The version after the one that stands; not yet kept."""
    return LawFact(
        **{field.name: getattr(said, field.name) for field in fields(said)},
        number=1 if stands is None else stands.number + 1,
        supersedes=stands,
        deed=deed,
        by=by,
        verified_by=verified_by,
        batch=batch,
        at=at,
    )

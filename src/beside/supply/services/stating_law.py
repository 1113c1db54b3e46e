"""Stating what the law says, looking at it again, taking it back. Every act is a new version."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from beside.accounts.models import User
from beside.kernel import house, ids, record
from beside.supply.core.law import Topic, Value
from beside.supply.core.law_statement import Fault, Statement, faults
from beside.supply.law import versions
from beside.supply.models import LawFact

Deed = LawFact.Deed


class Overtaken(Exception):
    """Somebody stated something about this since it was looked at."""


class NotAStatement(ValueError):
    """What was said cannot be kept; the faults say why."""

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__(", ".join(fault.field for fault in found))
        self.faults = found


class NothingStands(LookupError):
    """There is nothing to verify, withdraw or take back."""


@transaction.atomic
def state_fact(*, said: Statement, seen: int, by: User, at: datetime) -> LawFact:
    """A new version. `seen` is the number that stood when it was written, 0 for none.

    Raises Overtaken when another stands by now, NotAStatement.
    """
    if found := faults(said, house.today(at)):
        raise NotAStatement(found)
    stands = _seen(said.state, said.topic, seen)
    fact = _kept(versions.following(said, stands, Deed.STATED, at, by=by, verified_by=by))
    record.act("law_stated", on=fact, by=by, at=at, detail=_detail(fact))
    return fact


@transaction.atomic
def verify_fact(
    *, state: str, topic: Topic, seen: int, next_review: date, by: User, at: datetime
) -> LawFact:
    """Somebody looked at the source today, and it still says so.

    Raises NothingStands when there is no answer to verify, Overtaken, NotAStatement.
    """
    stands = _seen(state, topic, seen)
    if stands is None or stands.value == Value.UNKNOWN:
        raise NothingStands(f"{state} {topic}")
    said = replace(
        versions.statement_of(stands), as_of_date=house.today(at), next_review_date=next_review
    )
    if found := [
        fault for fault in faults(said, house.today(at)) if fault.field == "next_review_date"
    ]:
        raise NotAStatement(found)
    fact = _kept(versions.following(said, stands, Deed.VERIFIED, at, by=by, verified_by=by))
    record.act("law_verified", on=fact, by=by, at=at, detail=_detail(fact))
    return fact


@transaction.atomic
def withdraw_fact(*, state: str, topic: Topic, seen: int, by: User, at: datetime) -> LawFact:
    """It is not known after all: from now on the answer is unknown.

    Raises NothingStands when nothing was stated, Overtaken.
    """
    stands = _seen(state, topic, seen)
    if stands is None:
        raise NothingStands(f"{state} {topic}")
    said = Statement(state, topic, Value.UNKNOWN)
    fact = _kept(versions.following(said, stands, Deed.WITHDRAWN, at, by=by))
    record.act("law_withdrawn", on=fact, by=by, at=at, detail=_detail(fact))
    return fact


@transaction.atomic
def undo_fact(*, state: str, topic: Topic, seen: int, by: User, at: datetime) -> LawFact:
    """Take the newest version back: what stood before stands again, as a version of its own.

    Raises NothingStands, Overtaken.
    """
    stands = _seen(state, topic, seen)
    if stands is None:
        raise NothingStands(f"{state} {topic}")
    fact = _kept(_restored(stands, by, at))
    record.act("law_restored", on=fact, by=by, at=at, detail=_detail(fact))
    return fact


@transaction.atomic
def bring_in_facts(
    *, rows: Sequence[tuple[Statement, int]], by: User, at: datetime
) -> tuple[UUID, int]:
    """Many statements, each with the number that stood when it was judged: all or none.

    Gives the batch, by which they are taken back together, and how many versions it wrote:
    what stands so already is left as it is. Raises Overtaken, NotAStatement.
    """
    batch, written = ids.uuid7(), 0
    for said, seen in rows:
        if found := faults(said, house.today(at)):
            raise NotAStatement(found)
        stands = _seen(said.state, said.topic, seen)
        if stands is None or versions.statement_of(stands) != said:
            _kept(
                versions.following(
                    said, stands, Deed.STATED, at, by=by, verified_by=by, batch=batch
                )
            )
            written += 1
    on = ("supply.law_batch", str(batch))
    record.act("law_brought_in", on=on, by=by, at=at, detail={"facts": written})
    return batch, written


@transaction.atomic
def undo_batch(*, batch: UUID, by: User, at: datetime) -> int:
    """Take a whole list back, if nothing of it was stated anew since; how many facts.

    Raises NothingStands for no such list, Overtaken.
    """
    brought = list(LawFact.objects.filter(batch=batch).select_related("superseded_by"))
    if not brought:
        raise NothingStands(str(batch))
    if any(hasattr(fact, "superseded_by") for fact in brought):
        raise Overtaken(str(batch))
    for fact in brought:
        _kept(_restored(fact, by, at))
    on = ("supply.law_batch", str(batch))
    record.act("law_list_taken_back", on=on, by=by, at=at, detail={"facts": len(brought)})
    return len(brought)


@transaction.atomic
def note_table_taken(*, facts: int, kind: str, by: User, at: datetime) -> None:
    """Somebody took the table away as a file."""
    on = ("supply.law", "table")
    record.act("law_taken", on=on, by=by, at=at, detail={"facts": facts, "kind": kind})


def _restored(stands: LawFact, by: User, at: datetime) -> LawFact:
    before = stands.supersedes
    if before is None:
        unknown = Statement(stands.state, Topic(stands.topic), Value.UNKNOWN)
        return versions.following(unknown, stands, Deed.RESTORED, at, by=by)
    said = versions.statement_of(before)
    return versions.following(
        said, stands, Deed.RESTORED, at, by=by, verified_by=before.verified_by
    )


def _seen(state: str, topic: Topic, seen: int) -> LawFact | None:
    """The version that stands, if it is the one that was seen. Raises Overtaken."""
    newest = LawFact.objects.filter(state=state, topic=topic).order_by("-number").first()
    if (0 if newest is None else newest.number) != seen:
        raise Overtaken(f"{state} {topic}")
    return newest


def _kept(fact: LawFact) -> LawFact:
    """Saved; of two at the same moment the second finds its number taken. Raises Overtaken."""
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise Overtaken(str(fact)) from error
        raise
    return fact


def _detail(fact: LawFact) -> dict[str, object]:
    return {"topic": fact.topic, "number": fact.number, "value": fact.value}

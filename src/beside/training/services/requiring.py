"""Requirements: stated with their source, ended, taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.partners.models import Partner
from beside.training.core.products import Product
from beside.training.models import Course, Requirement


class NothingToChange(ValueError):
    """It is already so."""


class NotInThatOrder(ValueError):
    """The next review must come after the day the source was read."""


@dataclass(frozen=True)
class Stated:
    """What is required, of whom, and where it says so. Either `state` or `partner`."""

    course: Course
    state: str
    partner: Partner | None
    product: Product | None
    lasts_days: int | None
    least_version: int
    citation: str
    source_url: str
    as_of_date: date
    next_review_date: date
    since_date: date


@transaction.atomic
def require(*, stated: Stated, by: User | None, at: datetime) -> Requirement:
    """From a day on, a course is required. Raises NotInThatOrder."""
    if stated.next_review_date <= stated.as_of_date:
        raise NotInThatOrder(stated.next_review_date)
    made = Requirement.objects.create(
        course=stated.course, state=stated.state, partner=stated.partner,
        product=stated.product or "", lasts_days=stated.lasts_days,
        least_version=stated.least_version, citation=stated.citation,
        source_url=stated.source_url, as_of_date=stated.as_of_date,
        next_review_date=stated.next_review_date, since_date=stated.since_date,
    )  # fmt: skip
    detail = {"course": stated.course.pk, "since": stated.since_date}
    record.act("training_required", on=made, by=by, at=at, detail=detail)
    return made


@transaction.atomic
def verify(
    *, requirement: Requirement, as_of: date, next_review: date, by: User | None, at: datetime
) -> None:
    """The source was read again, and still says so. Raises NotInThatOrder."""
    if next_review <= as_of:
        raise NotInThatOrder(next_review)
    requirement.as_of_date, requirement.next_review_date = as_of, next_review
    requirement.save(update_fields=["as_of_date", "next_review_date"])
    detail = {"as_of": as_of, "next": next_review}
    record.act("requirement_verified", on=requirement, by=by, at=at, detail=detail)


@transaction.atomic
def end(*, requirement: Requirement, on: date, by: User | None, at: datetime) -> None:
    """It is required no more from that day. Raises NothingToChange."""
    last = max(on, requirement.since_date)
    unended = Requirement.objects.filter(pk=requirement.pk, until_date=None)
    if not unended.update(until_date=last):
        raise NothingToChange(requirement.pk)
    record.act("requirement_ended", on=requirement, by=by, at=at, detail={"until": last})


@transaction.atomic
def resume(*, requirement: Requirement, by: User | None, at: datetime) -> None:
    """Undo an ending. Raises NothingToChange."""
    ended = Requirement.objects.filter(pk=requirement.pk, until_date__isnull=False)
    if not ended.update(until_date=None):
        raise NothingToChange(requirement.pk)
    record.act("requirement_resumed", on=requirement, by=by, at=at)

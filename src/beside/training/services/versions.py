"""Publishing versions of a course, returning to an earlier one, and looking them over."""

from datetime import date, datetime, timedelta

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import facts, house, record
from beside.training import pictures
from beside.training.core.content import Content, digest, from_json, to_json
from beside.training.core.missing import Gap, gaps
from beside.training.facts import VersionPublished
from beside.training.models import Course, Draft, Review, Version

LONGEST_REVIEW = timedelta(days=3 * 365)


class NotWhole(ValueError):
    """The draft lacks something; `gaps` says what."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(f"{len(gaps)} missing")
        self.gaps = gaps


class Overtaken(ValueError):
    """Somebody else was faster: look again."""


class NothingNew(ValueError):
    """It is already so, or says exactly what an earlier version says."""


class NotInThatOrder(ValueError):
    """The next review must come after this one, within three years."""


@transaction.atomic
def bring_in_shipped(*, slug: str, order: int, content: Content, at: datetime) -> int:
    """Publish a course that came with the software, if it is new; 1 if it was.

    Where staff have published their own text, theirs stays and ours waits beside it.
    """
    if found := gaps(content, pictures.names()):
        raise NotWhole(found)
    course, _ = Course.objects.get_or_create(slug=slug, defaults={"order": order})
    course = _held(slug)
    if course.versions.filter(digest=digest(content)).exists():
        return 0
    version = _write(course, content, "house", at)
    if course.current is None or course.current.source == "house":
        _show(course, version, at)
    record.act("version_brought_in", on=version, at=at, detail={"number": version.number})
    return 1


@transaction.atomic
def publish(*, course: Course, turn: int, by: User, at: datetime) -> Version:
    """Publish the draft as the next version, and let people see it.

    `turn` is the draft's as it was looked at. Raises Overtaken, NotWhole, NothingNew.
    """
    course = _held(course.pk)
    draft = Draft.objects.select_for_update().filter(course=course, turn=turn).first()
    if draft is None:
        raise Overtaken(course.pk)
    content = from_json(draft.content)
    if found := gaps(content, pictures.names()):
        raise NotWhole(found)
    if course.versions.filter(digest=digest(content)).exists():
        raise NothingNew(course.pk)
    version = _write(course, content, "staff", at)
    _show(course, version, at)
    draft.delete()
    record.act("version_published", on=version, by=by, at=at, detail={"number": version.number})
    return version


@transaction.atomic
def show(*, version: Version, by: User, at: datetime) -> Version | None:
    """Let people see this version from now on; the one they saw before. Raises NothingNew."""
    course = _held(version.course_id)
    if course.current_id == version.pk:
        raise NothingNew(version.pk)
    before = course.current
    _show(course, version, at)
    record.act("version_shown", on=version, by=by, at=at, detail={"number": version.number})
    return before


@transaction.atomic
def withdraw(*, course: Course, by: User, at: datetime) -> Version:
    """Offer the course to nobody for now; the version people saw. Raises NothingNew."""
    course = _held(course.pk)
    before = course.current
    if before is None:
        raise NothingNew(course.pk)
    Course.objects.filter(pk=course.pk).update(current=None)
    record.act("course_withdrawn", on=course, by=by, at=at, detail={"number": before.number})
    return before


@transaction.atomic
def review(
    *, version: Version, on_date: date, next_date: date, by: User, at: datetime
) -> Review:  # fmt: skip
    """Somebody looked the version over and found it still right. Raises NotInThatOrder."""
    if not on_date < next_date <= on_date + LONGEST_REVIEW or on_date > house.today(at):
        raise NotInThatOrder(next_date)
    made = Review.objects.create(version=version, on_date=on_date, next_date=next_date)
    detail = {"on": on_date, "next": next_date}
    record.act("version_reviewed", on=version, by=by, at=at, detail=detail)
    return made


@transaction.atomic
def take_back_review(*, review: Review, by: User, at: datetime) -> None:
    """Undo a review."""
    record.act("review_taken_back", on=review.version, by=by, at=at)
    review.delete()


def _held(slug: str) -> Course:
    """The course, with nobody else changing it until we are done."""
    return Course.objects.select_for_update().get(pk=slug)


def _write(course: Course, content: Content, source: str, at: datetime) -> Version:
    last = course.versions.order_by("-number").first()
    return Version.objects.create(
        course=course, number=last.number + 1 if last else 1, content=to_json(content),
        digest=digest(content), source=source, published_on=house.today(at),
    )  # fmt: skip


def _show(course: Course, version: Version, at: datetime) -> None:
    Course.objects.filter(pk=course.pk).update(current=version)
    facts.publish(VersionPublished(course.pk, version.number), about=version, at=at)

"""Reads about courses, sessions and requirements, for pages, commands and rooms upstairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from beside.training.core.content import Content, from_json
from beside.training.models import Course, GroupSession, Requirement, Version


@dataclass(frozen=True)
class Offered:
    """A course as people see it now. `next_review` counts the last review made here."""

    slug: str
    version: Version
    content: Content
    reviewed_on: date | None
    next_review: date | None

    def overdue(self, on: date) -> bool:
        """Whether somebody should have looked at it by now."""
        return self.next_review is not None and self.next_review < on


def offered() -> list[Offered]:
    """Every course people may take, in order."""
    courses = Course.objects.filter(current__isnull=False).select_related("current")
    return [
        offered_version(course.current)
        for course in courses.prefetch_related("current__reviews").order_by("order", "slug")
        if course.current is not None
    ]


def offered_course(slug: str) -> Offered | None:
    """One course as people see it now; None where there is none."""
    course = Course.objects.filter(pk=slug).select_related("current").first()
    if course is None or course.current is None:
        return None
    return offered_version(course.current)


def offered_version(version: Version) -> Offered:
    """A version with its content read, and its last review."""
    content = content_of(version)
    last = max(version.reviews.all(), key=lambda review: (review.on_date, review.pk), default=None)
    return Offered(
        version.course_id,
        version,
        content,
        last.on_date if last else content.reviewed_on,
        last.next_date if last else content.next_review,
    )


_read: dict[str, Content] = {}
MOST_KEPT = 64


def content_of(version: Version) -> Content:
    """What a version says. Kept by its digest once read, for a version never changes."""
    known = _read.get(version.digest)
    if known is None:
        known = from_json(version.content)
        if len(_read) >= MOST_KEPT:
            _read.clear()
        _read[version.digest] = known
    return known


def due_for_review(on: date) -> list[Offered]:
    """Courses people see whose review day has passed."""
    return [course for course in offered() if course.overdue(on)]


def requirements_due(on: date) -> QuerySet[Requirement]:
    """Requirements in force whose source should have been read again."""
    return in_force(on).filter(next_review_date__lt=on)


def in_force(on: date) -> QuerySet[Requirement]:
    """Requirements that hold on that day."""
    unended = Q(until_date=None) | Q(until_date__gt=on)
    return Requirement.objects.filter(unended, since_date__lte=on)


def requirements() -> QuerySet[Requirement]:
    """All of them, those in force first."""
    return Requirement.objects.select_related("partner", "course__current").order_by(
        "-until_date", "state", "partner__name", "pk"
    )


@dataclass(frozen=True)
class SessionsAsked:
    """What the list of sessions is narrowed by; empty asks nothing."""

    state: str = ""
    partner: str = ""
    since: date | None = None
    until: date | None = None


def sessions(asked: SessionsAsked) -> QuerySet[GroupSession]:
    """Sessions, the latest first."""
    found = GroupSession.objects.select_related("partner", "version", "batch")
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.partner:
        found = found.filter(partner__name__icontains=asked.partner)
    if asked.since:
        found = found.filter(on_date__gte=asked.since)
    if asked.until:
        found = found.filter(on_date__lte=asked.until)
    return found.order_by("-on_date", "-created_at")


def held_between(since: date, until: date) -> Sequence[GroupSession]:
    """Sessions held from `since` to `until`, both days included."""
    found = GroupSession.objects.filter(state="held", on_date__range=(since, until))
    return list(found.select_related("partner", "version").order_by("on_date", "created_at"))

"""The only way a view gets a row of the room: what people may see, and what staff keep."""

from uuid import UUID

from django.http import Http404

from beside.training import queries
from beside.training.core.content import Content, Track, from_json
from beside.training.models import Batch, Course, Draft, GroupSession, Requirement, Review, Version
from beside.training.queries import Offered


class NotHere(Http404):
    """There is no such course, lesson or session, or nobody may see it now."""


def offered_course(slug: str) -> Offered:
    """A course people may take. Raises NotHere."""
    course = queries.offered_course(slug)
    if course is None:
        raise NotHere
    return course


def track_of(content: Content, audience: str) -> Track:
    """What an audience goes through. Raises NotHere."""
    track = content.tracks.get(audience)
    if track is None:
        raise NotHere
    return track


def course(slug: str) -> Course:
    """Any course, for staff. Raises NotHere."""
    found = Course.objects.select_related("current").filter(pk=slug).first()
    if found is None:
        raise NotHere
    return found


def version(slug: str, number: int) -> Version:
    """Any version, for staff. Raises NotHere."""
    found = Version.objects.select_related("course").filter(course=slug, number=number).first()
    if found is None:
        raise NotHere
    return found


def version_of_quiz(pk: int, slug: str) -> Version:
    """The version a quiz was begun with: it goes on though a newer one came. Raises NotHere."""
    found = Version.objects.filter(pk=pk, course=slug).first()
    if found is None:
        raise NotHere
    return found


def draft(slug: str) -> tuple[Draft, Content]:
    """The draft of a course, read. Raises NotHere."""
    found = Draft.objects.select_related("course").filter(pk=slug).first()
    if found is None:
        raise NotHere
    return found, from_json(found.content)


def session(pk: UUID) -> GroupSession:
    """One group session, for staff. Raises NotHere."""
    found = GroupSession.objects.select_related("partner", "version", "batch").filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found


def batch(pk: UUID) -> Batch:
    """One list that was brought in, for staff. Raises NotHere."""
    found = Batch.objects.filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found


def requirement(pk: int) -> Requirement:
    """One requirement, for staff. Raises NotHere."""
    found = Requirement.objects.select_related("partner", "course").filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found


def review(pk: int) -> Review:
    """One review, for staff. Raises NotHere."""
    found = Review.objects.select_related("version").filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found

"""Writing the next version: one draft for each course, changed part by part, published whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.training.core.content import (
    Content,
    Lesson,
    Question,
    Said,
    Track,
    from_json,
    to_json,
)
from beside.training.models import Course, Draft, Version
from beside.training.services.versions import Overtaken

Part = TypeVar("Part")
Change = Callable[[Content], Content]


class InUse(ValueError):
    """An audience goes through it; take it out of the order first."""


@transaction.atomic
def begin_course(*, slug: str, title: Said, by: User, at: datetime) -> Draft:
    """A course of one's own, with nothing in it yet. Raises Overtaken if the name is taken."""
    course, new = Course.objects.get_or_create(slug=slug)
    if not new:
        raise Overtaken(slug)
    draft = Draft.objects.create(
        course=course, content=to_json(Content(title=title)), changed_at=at
    )
    record.act("course_begun", on=course, by=by, at=at)
    return draft


@transaction.atomic
def begin(*, version: Version, by: User, at: datetime) -> Draft:
    """A draft that begins as `version` is. Raises Overtaken when one is being written already."""
    draft, new = Draft.objects.get_or_create(
        course=version.course, defaults={"content": version.content, "changed_at": at}
    )
    if not new:
        raise Overtaken(version.course_id)
    record.act("draft_begun", on=version, by=by, at=at, detail={"from": version.number})
    return draft


@transaction.atomic
def discard(*, course: Course, by: User, at: datetime) -> None:
    """Throw the draft away. A course that was never published goes with it."""
    Draft.objects.filter(course=course).delete()
    record.act("draft_discarded", on=course, by=by, at=at)
    if not course.versions.exists():
        course.delete()


@transaction.atomic
def say_course(
    *, draft: Draft, title: Said, summary: Said, minutes: int, by: User, at: datetime
) -> Draft:
    """What the course is called, and what it says of itself. Raises Overtaken."""
    return _change(
        draft, "course",
        lambda now: replace(now, title=title, summary=summary, minutes=minutes), by, at,
    )  # fmt: skip


@transaction.atomic
def say_lesson(*, draft: Draft, slug: str, lesson: Lesson, by: User, at: datetime) -> Draft:
    """Write a lesson, or write it anew. Raises Overtaken."""
    return _change(
        draft, f"lesson:{slug}",
        lambda now: replace(now, lessons={**now.lessons, slug: lesson}), by, at,
    )  # fmt: skip


@transaction.atomic
def say_question(*, draft: Draft, slug: str, question: Question, by: User, at: datetime) -> Draft:
    """Write a question, or write it anew. Raises Overtaken."""
    return _change(
        draft, f"question:{slug}",
        lambda now: replace(now, questions={**now.questions, slug: question}), by, at,
    )  # fmt: skip


@transaction.atomic
def drop_lesson(*, draft: Draft, slug: str, by: User, at: datetime) -> Draft:
    """Take a lesson out. Raises InUse, Overtaken."""
    content = from_json(draft.content)
    if any(slug in track.lessons for track in content.tracks.values()):
        raise InUse(slug)
    return _change(
        draft, f"lesson:{slug}", lambda now: replace(now, lessons=_without(now.lessons, slug)),
        by, at,
    )  # fmt: skip


@transaction.atomic
def drop_question(*, draft: Draft, slug: str, by: User, at: datetime) -> Draft:
    """Take a question out. Raises InUse, Overtaken."""
    content = from_json(draft.content)
    if any(slug in track.questions for track in content.tracks.values()):
        raise InUse(slug)
    return _change(
        draft, f"question:{slug}",
        lambda now: replace(now, questions=_without(now.questions, slug)), by, at,
    )  # fmt: skip


@transaction.atomic
def order_track(
    *, draft: Draft, audience: str, track: Track | None, by: User, at: datetime
) -> Draft:
    """What an audience goes through; None when the course is not for them. Raises Overtaken."""

    def ordered(now: Content) -> Content:
        rest = _without(now.tracks, audience)
        return replace(now, tracks={**rest, audience: track} if track else rest)

    return _change(draft, f"track:{audience}", ordered, by, at)


def _without(parts: dict[str, Part], slug: str) -> dict[str, Part]:
    return {name: part for name, part in parts.items() if name != slug}


def _change(draft: Draft, where: str, change: Change, by: User, at: datetime) -> Draft:
    """Change the draft only as it was read: two people do not write over one another."""
    content = to_json(change(from_json(draft.content)))
    unmoved = Draft.objects.filter(pk=draft.pk, turn=draft.turn)
    if not unmoved.update(content=content, turn=draft.turn + 1, changed_at=at):
        raise Overtaken(draft.pk)
    draft.content, draft.turn, draft.changed_at = content, draft.turn + 1, at
    record.act("draft_changed", on=draft, by=by, at=at, detail={"part": _slug(where)})
    return draft


def _slug(where: str) -> str:
    """What was changed, as the record may say it: the kind of part."""
    return where.partition(":")[0]

"""A house with its courses, for the room's tests."""

from datetime import UTC, date, datetime
from functools import cache

from beside.kernel import clock
from beside.training import starting
from beside.training.core.content import (
    Answer,
    Content,
    Lesson,
    Question,
    Said,
    Source,
    Track,
)
from beside.training.models import Course, GroupSession, Requirement, Version
from beside.training.services import requiring, sessions, versions
from beside.training.services.requiring import Stated
from beside.training.services.sessions import Plan
from tests.partners.samples import partner

AT = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
TODAY = AT.date()


def with_courses() -> None:
    """The courses that come with the software."""
    starting.fill(AT)


def said(text: str) -> Said:
    return Said(text, f"{text} (es)")


@cache
def small(title: str = "Small") -> Content:
    """A whole course, as small as one can be."""
    lesson = Lesson(
        said("Wake them"), Said("Shake a shoulder.\n\n![A hand](rub)", "Sacuda.\n\n![Mano](rub)"),
        (Source("Us"),), date(2026, 1, 1), date(2027, 1, 1),
    )  # fmt: skip
    right, wrong = (
        Answer(said("Yes"), said("Right"), right=True),
        Answer(said("No"), said("Wrong, because")),
    )
    question = Question(said("Does it help?"), (wrong, right))
    return Content(
        said(title), said("In a line"), 3, {"wake": lesson}, {"helps": question},
        {"community": Track(("wake",), ("helps", ))},
    )  # fmt: skip


def small_course(slug: str = "small") -> Version:
    """A published course of one lesson and one question."""
    versions.bring_in_shipped(slug=slug, order=1, content=small(), at=AT)
    return Course.objects.get(pk=slug).versions.get()


def session(on: date = TODAY, **more: object) -> GroupSession:
    """A group session at a library."""
    version = more.pop("version", None) or small_course()
    facts = {"language": "en", "audience": "community", **more}
    planned = Plan(on_date=on, partner=partner(), version=version, **facts)
    return sessions.plan(plan=planned, by=None, at=clock.now())


def required(**more: object) -> Requirement:
    """A state requires the small course."""
    stated = Stated(
        **{
            "course": small_course().course, "state": "RI", "partner": None, "product": None,
            "lasts_days": None, "least_version": 1, "citation": "Example rule 1", "source_url": "",
            "as_of_date": TODAY, "next_review_date": date(2027, 5, 1), "since_date": TODAY, **more,
        }
    )  # fmt: skip
    return requiring.require(stated=stated, by=None, at=AT)

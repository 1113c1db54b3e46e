"""Pages of the room for the matrix: a course with a draft, a quiz half way, codes, sessions."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from beside.kernel import house
from beside.training import starting
from beside.training.core.quiz import Standing
from beside.training.models import Completion, Course, Draft, GroupSession
from beside.training.services import completing, requiring, sessions
from beside.training.services.requiring import Stated
from beside.training.services.sessions import Plan
from beside.training.views.quiz import pack
from tests.pages.registry import Page
from tests.partners.samples import partner


def pages() -> list[Page]:
    """Those that need nothing."""
    return [
        Page("no such code", "/en/learn/code/?code=2222-2222", status=404),
        Page("not a code", "/en/learn/code/?code=hello", status=404),
    ]


def furnished(at: datetime) -> Iterator[Page]:
    """One of everything, and the pages that show it."""
    starting.fill(at)
    yield from _public(at)
    yield from _desk(at)
    yield from _sessions(at)


def _public(at: datetime) -> Iterator[Page]:
    here = "/en/learn/overdose/community/"
    yield Page("a course", "/en/learn/overdose/")
    yield Page("what is in it", here)
    for number, name in ((1, "recognise"), (4, "vial"), (7, "after"), (9, "law")):
        yield Page(f"lesson {name}", f"{here}{number}/")
    yield Page("law of a state", f"{here}9/?state=KY")
    yield Page("a whole course", f"{here}all/", budget=40_000)
    version = Course.objects.get(pk="overdose").current
    assert version is not None
    token = pack(Standing(version.pk, "community", "example"))
    for name, tail in (("asked", ""), ("wrong", "&a=1"), ("right", "&a=2"), ("none", "&send")):
        yield Page(f"question {name}", f"{here}quiz/1/?p={token}{tail}")
    done = completing.complete(
        standing=Standing(version.pk, "community", "example", 6), language="en", at=at
    )
    last = pack(Standing(version.pk, "community", "example", 5))
    yield Page("last question", f"{here}quiz/6/?p={last}&a=2")
    yield Page("a code", f"/en/learn/code/{done.code}/")


def _staff(name: str, tail: str) -> Page:
    return Page(name, f"/en/staff/training/{tail}", True, budget=120_000, requests=12)


def _desk(at: datetime) -> Iterator[Page]:
    course = Course.objects.get(pk="spray")
    assert course.current is not None
    content = dict(course.current.content)
    content["lessons"] = {**content["lessons"], "extra": {}}
    Draft.objects.update_or_create(course=course, defaults={"content": content, "changed_at": at})
    on = house.today(at)
    stated = Stated(
        course, "RI", None, None, 730, 1, "Example rule 216-20-20, read for this picture", "",
        on - timedelta(days=300), on - timedelta(days=10), on - timedelta(days=300),
    )  # fmt: skip
    requiring.require(stated=stated, by=None, at=at)
    yield _staff("one course", "courses/overdose/")
    yield _staff("one version", "courses/overdose/versions/1/")
    yield _staff("a draft", "courses/spray/draft/")
    yield _staff("writing a lesson", "courses/spray/draft/lessons/nasal/")
    yield _staff("writing a question", "courses/spray/draft/questions/signs/")
    yield _staff("an order", "courses/spray/draft/order/community/")
    yield _staff("about a course", "courses/spray/draft/about/")


def _sessions(at: datetime) -> Iterator[Page]:
    version = Course.objects.get(pk="overdose").current
    assert version is not None
    place, on = partner(), house.today(at)
    first: GroupSession | None = None
    for days, people in ((-3, None), (0, None), (20, 14), (50, 31), (80, 9)):
        plan = Plan(on - timedelta(days=days), place, version, "workplace", "en")  # type: ignore[arg-type]
        session = sessions.plan(plan=plan, by=None, at=at)
        first = first or session
        if people:
            sessions.count(session=session, people=people, kits=2 * people, by=None, at=at)
        yield _staff(f"session {days} days ago", f"sessions/{session.pk}/")
    for n in range(40):
        Completion.objects.create(
            version=version, audience="peer" if n % 3 else "community", code=None,
            language="es" if n % 4 else "en", on_date=on - timedelta(days=3 * n),
        )  # fmt: skip
    assert first is not None
    yield _staff("a sheet", f"sessions/{first.pk}/sheet/")
    yield _staff("figures by audience", "people/?by=audience")

"""Courses and lessons, for anyone. Nothing remembers what was read."""

from django.http import Http404, HttpRequest, HttpResponse

from beside.design.pages import render
from beside.kernel import clock, house
from beside.kernel.doors import public
from beside.training import access, queries, words
from beside.training.core.audiences import Audience
from beside.training.views.pages import (
    CoursePage,
    CoursesPage,
    LessonLine,
    LessonPage,
    TrackPage,
    WholePage,
    card_of,
    law_here,
    told,
)


@public
def courses(request: HttpRequest) -> HttpResponse:
    """All there is to learn."""
    page = CoursesPage([card_of(course) for course in queries.offered()])
    return render(request, "training/public/courses.html", page=page)


@public
def course(request: HttpRequest, course: str) -> HttpResponse:
    """One course: for whom?"""
    offered = access.offered_course(course)
    audiences = [each.value for each in Audience if each in offered.content.tracks]
    if not audiences:
        raise access.NotHere
    page = CoursePage(card_of(offered), audiences[0], audiences[1:])
    return render(request, "training/public/course.html", page=page)


@public
def track(request: HttpRequest, course: str, audience: str) -> HttpResponse:
    """What one audience goes through, and where to begin."""
    offered = access.offered_course(course)
    found = access.track_of(offered.content, audience)
    titles = (offered.content.lessons[slug].title for slug in found.lessons)
    language = words.language()
    lessons = [LessonLine(n, title.within(language)) for n, title in enumerate(titles, 1)]
    page = TrackPage(card_of(offered), audience, lessons, len(found.questions))
    return render(request, "training/public/track.html", page=page)


@public
def lesson(request: HttpRequest, course: str, audience: str, number: int) -> HttpResponse:
    """One lesson."""
    offered = access.offered_course(course)
    slugs = access.track_of(offered.content, audience).lessons
    if not 1 <= number <= len(slugs):
        raise Http404
    read = told(offered.content.lessons[slugs[number - 1]], offered, house.today(clock.now()))
    law = law_here(request.GET.get("state", "")) if read.asks_law else None
    page = LessonPage(card_of(offered), audience, number, len(slugs), read, law)
    return render(request, "training/public/lesson.html", page=page)


@public
def whole(request: HttpRequest, course: str, audience: str) -> HttpResponse:
    """Every lesson on one page, for paper or a phone without signal."""
    offered, on = access.offered_course(course), house.today(clock.now())
    slugs = access.track_of(offered.content, audience).lessons
    lessons = [told(offered.content.lessons[slug], offered, on) for slug in slugs]
    page = WholePage(card_of(offered), audience, lessons)
    return render(request, "training/public/whole.html", page=page)

"""Writing one lesson, one question, or the order of an audience: both languages side by side."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock
from beside.training import access, pictures
from beside.training.core.audiences import Audience
from beside.training.core.content import Content, Lesson
from beside.training.core.missing import Gap, gaps
from beside.training.core.prose import Block, read
from beside.training.forms import Order, WriteLesson, WriteQuestion
from beside.training.models import Draft
from beside.training.services import drafts, versions
from beside.training.services.drafts import InUse

EDIT = Permission.EDIT_TRAINING


@dataclass(frozen=True)
class Preview:
    """A lesson's text as it will be read."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class LessonPage:
    """A lesson being written, and how it will be read."""

    course: str
    part: str
    form: WriteLesson
    en: Preview
    es: Preview
    missing: list[Gap]
    pictures: list[str]


@dataclass(frozen=True)
class QuestionPage:
    """A question being written."""

    course: str
    part: str
    form: WriteQuestion
    missing: list[Gap]


@dataclass(frozen=True)
class OrderPage:
    """What an audience goes through, and what there is to choose from."""

    course: str
    audience: str
    form: Order
    content: Content


@needs(EDIT)
def lesson(request: HttpRequest, course: str, part: str) -> HttpResponse:
    """Write a lesson."""
    found, content = access.draft(course)
    if part not in content.lessons:
        raise access.NotHere
    form = WriteLesson(
        request.POST or None,
        initial={**WriteLesson.first_values(content.lessons[part]), "turn": found.turn},
    )
    by, at = signed_in_user(request), clock.now()
    if "drop" in request.POST:
        return _drop(request, found, lambda: drafts.drop_lesson(
            draft=found, slug=part, by=by, at=at))  # fmt: skip
    kept = form.is_valid() and _kept(request, found, form, lambda: drafts.say_lesson(
        draft=found, slug=part, lesson=form.lesson(), by=by, at=at))  # fmt: skip
    if kept:
        return redirect("training:edit_lesson", course, part)
    shown = form.lesson() if form.is_bound and form.is_valid() else content.lessons[part]
    page = LessonPage(
        course, part, form, _preview(shown, "en"), _preview(shown, "es"),
        _missing(content, "lesson", part), sorted(pictures.names()),
    )  # fmt: skip
    return render(request, "training/staff/lesson.html", page=page)


def _preview(lesson: Lesson, language: str) -> Preview:
    return Preview(lesson.title.within(language), read(lesson.body.within(language)))


@needs(EDIT)
def question(request: HttpRequest, course: str, part: str) -> HttpResponse:
    """Write a question."""
    found, content = access.draft(course)
    if part not in content.questions:
        raise access.NotHere
    form = WriteQuestion(
        request.POST or None,
        initial={**WriteQuestion.first_values(content.questions[part]), "turn": found.turn},
    )
    by, at = signed_in_user(request), clock.now()
    if "drop" in request.POST:
        return _drop(request, found, lambda: drafts.drop_question(
            draft=found, slug=part, by=by, at=at))  # fmt: skip
    kept = form.is_valid() and _kept(request, found, form, lambda: drafts.say_question(
        draft=found, slug=part, question=form.question(), by=by, at=at))  # fmt: skip
    if kept:
        return redirect("training:edit_question", course, part)
    page = QuestionPage(course, part, form, _missing(content, "question", part))
    return render(request, "training/staff/question.html", page=page)


@needs(EDIT)
def order(request: HttpRequest, course: str, audience: str) -> HttpResponse:
    """What an audience goes through."""
    found, content = access.draft(course)
    if audience not in set(Audience):
        raise access.NotHere
    first = {**Order.first_values(content.tracks.get(audience)), "turn": found.turn}
    form = Order(content, request.POST or None, initial=first)
    by, at = signed_in_user(request), clock.now()
    kept = form.is_valid() and _kept(request, found, form, lambda: drafts.order_track(
        draft=found, audience=audience, track=form.track(), by=by, at=at))  # fmt: skip
    if kept:
        return redirect("training:draft", course)
    page = OrderPage(course, audience, form, content)
    return render(request, "training/staff/order.html", page=page)


def _missing(content: Content, kind: str, part: str) -> list[Gap]:
    """What this part lacks, in words."""
    return [
        replace(gap, what=gettext(gap.what))
        for gap in gaps(content, pictures.names())
        if gap.where.split(":")[:2] == [kind, part]
    ]


def _kept(request: HttpRequest, found: Draft, form: Form, keep: Callable[[], object]) -> bool:
    """Whether it was kept; not when the draft has changed since the form was opened."""
    found.turn = form.cleaned_data["turn"]
    try:
        keep()
    except versions.Overtaken:
        said = gettext("Somebody changed the draft meanwhile. Nothing was kept; what you wrote is "
                       "below. Open the page once more beside this one.")  # fmt: skip
        form.add_error(None, said)
        return False
    messages.success(request, gettext("Kept."))
    return True


def _drop(request: HttpRequest, found: Draft, drop: Callable[[], object]) -> HttpResponse:
    try:
        drop()
    except InUse:
        messages.error(request, gettext("An audience goes through it. Take it out there first."))
    except versions.Overtaken:
        messages.error(request, gettext("Somebody changed it meanwhile. Look again."))
    else:
        messages.success(request, gettext("Taken out."))
    return redirect("training:draft", found.pk)

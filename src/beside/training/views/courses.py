"""The desk: courses, their versions, what people see, and what must be looked over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design import flash
from beside.design.pages import render
from beside.kernel import clock, house
from beside.training import access, queries, words
from beside.training.core.content import Content, from_json
from beside.training.forms import Reviewed
from beside.training.models import Course, Requirement, Version
from beside.training.queries import Offered
from beside.training.services import drafts, versions
from beside.training.views.pages import Told, told

EDIT = Permission.EDIT_TRAINING


@dataclass(frozen=True)
class CourseRow:
    """One course on the desk; `offered` is None while nobody can take it."""

    course: Course
    title: str
    offered: Offered | None
    overdue: bool
    has_draft: bool
    waiting: Version | None  # a newer text that came with the software


@dataclass(frozen=True)
class DeskPage:
    """Every course, and requirements whose source must be read again."""

    rows: Sequence[CourseRow]
    due: Sequence[Requirement]


@dataclass(frozen=True)
class KeptPage:
    """One course: what people see, and every version of it."""

    row: CourseRow
    versions: Sequence[Version]
    form: Reviewed


@dataclass(frozen=True)
class BothWays:
    """A lesson or question as it is read in each language."""

    name: str
    en: Told
    es: Told


@dataclass(frozen=True)
class Asking:
    """A question in both languages, its answers and their whys."""

    name: str
    ask: Sequence[str]
    answers: Sequence[tuple[bool, str, str, str, str]]


@dataclass(frozen=True)
class VersionPage:
    """One version, as people read it, side by side."""

    row: CourseRow
    version: Version
    offered: Offered
    shown: bool
    lessons: Sequence[BothWays]
    questions: Sequence[Asking]


def row_of(course: Course, on: date) -> CourseRow:
    """A course as the desk shows it."""
    offered = queries.offered_version(course.current) if course.current else None
    newest = course.versions.order_by("-number").first()
    draft = getattr(course, "draft", None)
    content = offered.content if offered else _any_content(draft, newest)
    house = course.versions.filter(source="house").order_by("-number").first()
    newer = bool(house and course.current and house.number > course.current.number)
    return CourseRow(
        course, content.title.within(words.language()) or course.pk, offered,
        bool(offered and offered.overdue(on)), draft is not None, house if newer else None,
    )  # fmt: skip


def _any_content(draft: object, newest: Version | None) -> Content:
    packed = getattr(draft, "content", None) or (newest.content if newest else {})
    return from_json(packed)


@needs(EDIT)
def desk(request: HttpRequest) -> HttpResponse:
    """Every course."""
    on = house.today(clock.now())
    courses = Course.objects.select_related("current", "draft").order_by("order", "slug")
    due = list(queries.requirements_due(on).select_related("partner"))
    page = DeskPage([row_of(course, on) for course in courses], due)
    return render(request, "training/staff/desk.html", page=page)


@needs(EDIT)
def one(request: HttpRequest, course: str) -> HttpResponse:
    """One course and its versions."""
    found, on = access.course(course), house.today(clock.now())
    page = KeptPage(
        row_of(found, on), list(found.versions.order_by("-number")),
        Reviewed(initial=Reviewed.first_values(on)),
    )  # fmt: skip
    return render(request, "training/staff/course.html", page=page)


@needs(EDIT)
@require_POST
def act(request: HttpRequest, course: str) -> HttpResponse:
    """Withdraw the course, or say that the version people see was looked over."""
    found, by, at = access.course(course), signed_in_user(request), clock.now()
    if request.POST.get("act") == "withdraw":
        try:
            before = versions.withdraw(course=found, by=by, at=at)
        except versions.NothingNew:
            messages.info(request, gettext("It is already so."))
        else:
            back = reverse("training:act_version", args=[course, before.number])
            said = gettext("The course is offered to nobody now.")
            flash.say(request, said, undo_url=f"{back}?act=show")
        return redirect("training:keep_course", course)
    return _reviewed(request, found)


def _reviewed(request: HttpRequest, course: Course) -> HttpResponse:
    form, by, at = Reviewed(request.POST), signed_in_user(request), clock.now()
    if course.current is None:
        raise access.NotHere
    try:
        if not form.is_valid():
            raise versions.NotInThatOrder
        made = versions.review(
            version=course.current, on_date=form.cleaned_data["on"],
            next_date=form.cleaned_data["next"], by=by, at=at,
        )  # fmt: skip
    except versions.NotInThatOrder:
        said = gettext("The next time must come after this one, within three years, and this one "
                       "cannot be still to come.")  # fmt: skip
        messages.error(request, said)
    else:
        undo = reverse("training:take_back_review", args=[made.pk])
        flash.say(request, gettext("Noted: it was looked over."), undo_url=undo)
    return redirect("training:keep_course", course.pk)


@needs(EDIT)
@require_POST
def take_back_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a review."""
    review = access.review(pk)
    versions.take_back_review(review=review, by=signed_in_user(request), at=clock.now())
    messages.success(request, gettext("Taken back."))
    return redirect("training:keep_course", review.version.course_id)


@needs(EDIT)
def version(request: HttpRequest, course: str, number: int) -> HttpResponse:
    """One version, side by side in both languages."""
    found, on = access.version(course, number), house.today(clock.now())
    page = version_page(found, on)
    return render(request, "training/staff/version.html", page=page)


def version_page(found: Version, on: date) -> VersionPage:
    offered = queries.offered_version(found)
    lessons = [
        both_ways(slug, offered, on) for slug in offered.content.lessons
    ]  # fmt: skip
    return VersionPage(
        row_of(found.course, on), found, offered, found.course.current_id == found.pk, lessons,
        askings(offered.content),
    )  # fmt: skip


def both_ways(slug: str, offered: Offered, on: date) -> BothWays:
    """A lesson read in English and in Spanish."""
    read = {}
    for language in ("en", "es"):
        with translation.override(language):
            read[language] = told(offered.content.lessons[slug], offered, on)
    return BothWays(slug, read["en"], read["es"])


def askings(content: Content) -> list[Asking]:
    """Every question, both languages at once."""
    return [
        Asking(slug, (question.ask.en, question.ask.es), [
            (answer.right, answer.text.en, answer.text.es, answer.why.en, answer.why.es)
            for answer in question.answers
        ])
        for slug, question in content.questions.items()
    ]  # fmt: skip


@needs(EDIT)
@require_POST
def act_version(request: HttpRequest, course: str, number: int) -> HttpResponse:
    """Let people see this version, or begin a draft from it."""
    found, by, at = access.version(course, number), signed_in_user(request), clock.now()
    if (request.POST.get("act") or request.GET.get("act")) == "draft":
        try:
            drafts.begin(version=found, by=by, at=at)
        except versions.Overtaken:
            messages.info(request, gettext("A draft is being written already: here it is."))
        return redirect("training:draft", course)
    try:
        before = versions.show(version=found, by=by, at=at)
    except versions.NothingNew:
        messages.info(request, gettext("It is already so."))
    else:
        told_so = gettext("People see version %(number)d now.") % {"number": found.number}
        flash.say(request, told_so, undo_url=_back_to(course, before))
    return redirect("training:keep_course", course)


def _back_to(course: str, before: Version | None) -> str:
    """Where a POST puts back what people saw before; nothing was offered: nothing to put back."""
    if before is None:
        return ""
    return reverse("training:act_version", args=[course, before.number]) + "?act=show"

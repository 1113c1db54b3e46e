"""The next version of a course: what it holds, what is missing, publishing it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design import flash
from beside.design.pages import render
from beside.kernel import clock
from beside.training import access, pictures, words
from beside.training.core.audiences import Audience
from beside.training.core.content import Content, Lesson, Question, Track
from beside.training.core.missing import Gap, gaps
from beside.training.forms import About, NewCourse, NewPart
from beside.training.models import Draft
from beside.training.services import drafts, versions

EDIT = Permission.EDIT_TRAINING


@dataclass(frozen=True)
class Missing:
    """One thing missing, in words, and where it is mended."""

    what: str
    language: str
    url: str
    place: str


@dataclass(frozen=True)
class DraftPage:
    """A draft at a glance."""

    draft: Draft
    content: Content
    title: str
    missing: Sequence[Missing]
    lessons: Sequence[tuple[str, str, int]]
    questions: Sequence[tuple[str, str, int]]
    tracks: Sequence[tuple[str, Track | None]]
    new_part: NewPart


@dataclass(frozen=True)
class AboutPage:
    """A form about the course itself; `slug` is "" for a new one."""

    form: About | NewCourse
    slug: str


@needs(EDIT)
def draft(request: HttpRequest, course: str) -> HttpResponse:
    """The draft at a glance."""
    found, content = access.draft(course)
    missing = gaps(content, pictures.names())
    language = words.language()
    page = DraftPage(
        found, content, content.title.within(language) or course,
        [_in_words(course, gap) for gap in missing],
        [(slug, one.title.within(language), _count(missing, "lesson", slug))
         for slug, one in content.lessons.items()],
        [(slug, one.ask.within(language), _count(missing, "question", slug))
         for slug, one in content.questions.items()],
        [(audience.value, content.tracks.get(audience)) for audience in Audience],
        NewPart(),
    )  # fmt: skip
    return render(request, "training/staff/draft.html", page=page)


def _count(missing: Sequence[Gap], kind: str, slug: str) -> int:
    return sum(gap.where.split(":")[:2] == [kind, slug] for gap in missing)


def _in_words(course: str, gap: Gap) -> Missing:
    kind, name, *_rest = [*gap.where.split(":"), ""]
    pages = {"lesson": "edit_lesson", "question": "edit_question", "track": "order"}
    if kind in pages and name:
        url = reverse(f"training:{pages[kind]}", args=[course, name])
    else:
        url = reverse("training:about_course", args=[course]) if kind == "course" else "#order"
    return Missing(gettext(gap.what), words.LANGUAGES.get(gap.language, ""), url, name or kind)


@needs(EDIT)
@require_POST
def act(request: HttpRequest, course: str) -> HttpResponse:
    """Publish the draft, throw it away, or begin a new part."""
    found, content = access.draft(course)
    match request.POST.get("act"):
        case "publish":
            return _publish(request, found)
        case "discard":
            drafts.discard(course=found.course, by=signed_in_user(request), at=clock.now())
            messages.success(request, gettext("The draft is gone."))
            return redirect("training:desk")
        case kind if kind in {"lesson", "question"}:
            return _new_part(request, found, content, str(kind))
    raise access.NotHere


def _publish(request: HttpRequest, found: Draft) -> HttpResponse:
    before, by = found.course.current, signed_in_user(request)
    written = request.POST.get("turn", "")
    turn = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
    try:
        made = versions.publish(course=found.course, turn=turn, by=by, at=clock.now())
    except versions.Overtaken:
        messages.error(request, gettext("Somebody changed it meanwhile. Look again."))
    except versions.NotWhole:
        messages.error(request, gettext("Something is missing still; it stands below."))
    except versions.NothingNew:
        messages.error(request, gettext("It says exactly what an earlier version says."))
    else:
        said = gettext("Version %(number)d is what people see now.") % {"number": made.number}
        undo = ""
        if before is not None:
            undo = reverse("training:act_version", args=[found.pk, before.number]) + "?act=show"
        flash.say(request, said, undo_url=undo)
        return redirect("training:keep_course", found.pk)
    return redirect("training:draft", found.pk)


def _new_part(request: HttpRequest, found: Draft, content: Content, kind: str) -> HttpResponse:
    form, by, at = NewPart(request.POST), signed_in_user(request), clock.now()
    part = form.cleaned_data["part"] if form.is_valid() else ""
    if not part or part in content.lessons or part in content.questions:
        said = gettext("A short name has small letters, and no other lesson or question has it.")
        messages.error(request, said)
        return redirect("training:draft", found.pk)
    try:
        if kind == "lesson":
            drafts.say_lesson(draft=found, slug=part, lesson=Lesson(), by=by, at=at)
        else:
            drafts.say_question(draft=found, slug=part, question=Question(), by=by, at=at)
    except versions.Overtaken:
        messages.error(request, gettext("Somebody changed it meanwhile. Look again."))
        return redirect("training:draft", found.pk)
    return redirect(f"training:edit_{kind}", found.pk, part)


@needs(EDIT)
def about(request: HttpRequest, course: str) -> HttpResponse:
    """What the course is called."""
    found, content = access.draft(course)
    form = About(request.POST or None, initial=About.first_values(content))
    if form.is_valid():
        try:
            drafts.say_course(
                draft=found, title=form.title(), summary=form.summary(),
                minutes=form.cleaned_data["minutes"], by=signed_in_user(request), at=clock.now(),
            )  # fmt: skip
        except versions.Overtaken:
            form.add_error(None, gettext("Somebody changed it meanwhile. Look again."))
        else:
            messages.success(request, gettext("Kept."))
            return redirect("training:draft", course)
    return render(request, "training/staff/about.html", page=AboutPage(form, course))


@needs(EDIT)
def begin_course(request: HttpRequest) -> HttpResponse:
    """A course of one's own."""
    form = NewCourse(request.POST or None)
    if form.is_valid():
        slug, by = form.cleaned_data["slug"], signed_in_user(request)
        try:
            drafts.begin_course(slug=slug, title=form.title(), by=by, at=clock.now())
        except versions.Overtaken:
            form.add_error("slug", gettext("A course stands there already."))
        else:
            return redirect("training:draft", slug)
    return render(request, "training/staff/about.html", page=AboutPage(form, ""))

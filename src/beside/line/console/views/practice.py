"""Practice before a first shift, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core import roles
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.pages import render
from beside.kernel import clock
from beside.line.console import access, checking, readiness
from beside.line.console.checking import Checked
from beside.line.console.readiness import Ready
from beside.line.core.practice import STORIES, Story
from beside.line.models import Practice
from beside.line.services import practising, presence, readying


@dataclass(frozen=True)
class Someone:
    """An operator who could be let in."""

    user: User
    ready: Ready


@dataclass(frozen=True)
class PracticePage:
    """What is ready, the stories, and those who are not ready yet."""

    ready: Ready
    stories: Sequence[Story]
    running: Practice | None
    unready: Sequence[Someone]


@needs(Permission.ANSWER_LINE)
def practice(request: HttpRequest) -> HttpResponse:
    """Choose a story, or begin one."""
    user, at = signed_in_user(request), clock.now()
    if request.method == "POST":
        if (slug := request.POST.get("story", "")) not in STORIES:
            raise Http404
        presence.come(by=user, at=at)
        if not _running(user):
            practising.begin_practice(story=slug, by=user, at=at)
        return redirect("line:console")
    page = PracticePage(
        readiness.of(user), list(STORIES.values()), _running(user),
        _unready(user) if access.supervises(user) else [],
    )  # fmt: skip
    return render(request, "line/console/practice.html", page=page)


def _running(user: User) -> Practice | None:
    return Practice.objects.filter(user=user, session__ended_at=None).first()


def _unready(but: User) -> list[Someone]:
    holders = [role.slug for role in roles.roles_with(Permission.ANSWER_LINE)]
    users = User.objects.filter(
        is_active=True, roles_held__role__in=holders, roles_held__until_at=None
    )
    found = [Someone(user, readiness.of(user)) for user in users.distinct().order_by("name")]
    return [each for each in found if not each.ready.may_answer]


@dataclass(frozen=True)
class ChecklistPage:
    """How it went."""

    practice: Practice
    story: Story
    lines: Sequence[Checked]
    is_passed: bool


@needs(Permission.ANSWER_LINE)
def checklist(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The checklist of a practice call, and whether it counts for a first shift."""
    user, at = signed_in_user(request), clock.now()
    session = access.session_to_read(user, session_id)
    found = Practice.objects.filter(pk=session.pk).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        practising.stop_practice(session_id=session.pk, by=user, at=at)
        return redirect("line:checklist", session.pk)
    passed = session.ended_at is not None and checking.is_passed(found)
    page = ChecklistPage(found, STORIES[found.scenario], checking.checklist(found), passed)
    return render(request, "line/console/checklist.html", page=page)


@needs(Permission.ANSWER_LINE)
@require_POST
def practised(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """They looked at the checklist: the practice counts."""
    user = signed_in_user(request)
    session = access.session_to_read(user, session_id)
    found = Practice.objects.filter(pk=session.pk, user=user).first()
    if found is None or session.ended_at is None or not checking.is_passed(found):
        raise Http404
    readying.note_practised(operator=user, at=clock.now())
    messages.success(request, gettext("You are ready to answer."))
    return redirect("line:console")


@needs(Permission.SUPERVISE_LINE)
@require_POST
def let_in(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Let somebody answer without practice."""
    someone = User.objects.filter(pk=user_id, is_active=True).first()
    if someone is None or not someone.has_permission(Permission.ANSWER_LINE):
        raise Http404
    readying.let_in(operator=someone, by=signed_in_user(request), at=clock.now())
    messages.success(request, gettext("%s may answer now.") % someone.name)
    return redirect("line:practice")

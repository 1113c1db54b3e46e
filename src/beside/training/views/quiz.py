"""The questions. Where somebody stands travels, signed, in the address; nothing is kept.

Answers are asked for by GET: a page can be looked at again, gone back from, and sent on
without a script. Only the end writes, and writes no more than a code and a day.
"""

import secrets
from dataclasses import replace
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.kernel import clock
from beside.kernel.doors import public
from beside.training import access, queries, words
from beside.training.core import quiz
from beside.training.core.content import Content
from beside.training.core.quiz import Standing
from beside.training.services import completing
from beside.training.views.pages import QuestionPage, asked, card_of, why

SALT = "training.quiz"


def pack(standing: Standing) -> str:
    """Where somebody stands, signed."""
    parts = [standing.version, standing.audience, standing.seed, standing.passed]
    return signing.dumps(parts, salt=SALT)


def unpack(token: str) -> Standing | None:
    """From a token of ours; None from anything else."""
    try:
        version, audience, seed, passed = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Standing(version, audience, seed, passed)


@public
def begin(request: HttpRequest, course: str, audience: str) -> HttpResponse:
    """To the first question, with a new seed."""
    offered = access.offered_course(course)
    access.track_of(offered.content, audience)
    standing = Standing(offered.version.pk, audience, secrets.token_hex(8))
    return redirect(_address(course, audience, 1, pack(standing)))


@public
def question(request: HttpRequest, course: str, audience: str, number: int) -> HttpResponse:
    """One question; with an answer in the address, what comes of it."""
    standing = unpack(request.GET.get("p", ""))
    if standing is None or standing.audience != audience:
        return redirect("training:quiz", course, audience)
    version = access.version_of_quiz(standing.version, course)
    offered = queries.offered_version(version)
    several = quiz.questions(offered.content, audience)
    if not 1 <= number <= len(several):
        raise access.NotHere
    if number > standing.passed + 1:
        return redirect(_address(course, audience, standing.passed + 1, pack(standing)))
    page = _page(request, offered.content, standing, number, QuestionPage(
        card_of(offered), audience, number, len(several), *asked(several[number - 1]),
        token=pack(standing),
    ))  # fmt: skip
    return render(request, "training/public/question.html", page=page)


def _page(
    request: HttpRequest, content: Content, standing: Standing, number: int, page: QuestionPage
) -> QuestionPage:
    """The page, with what came of an answer if there is one."""
    written = request.GET.get("a", "")
    if not written:
        return replace(page, none_chosen="send" in request.GET)
    try:
        chosen = int(written) if written.isascii() and written.isdigit() else 0
        marked = quiz.mark(content, standing, number, chosen)
    except quiz.NoSuchAnswer:
        return replace(page, none_chosen=True)
    return replace(
        page, chosen=chosen, right=marked.answer.right, why=why(marked.answer),
        token=pack(marked.standing),
    )  # fmt: skip


def _address(course: str, audience: str, number: int, token: str) -> str:
    here = reverse("training:question", args=[course, audience, number])
    return f"{here}?{urlencode({'p': token})}"


@public
@public_form
@require_POST
def finish(request: HttpRequest, course: str, audience: str) -> HttpResponse:
    """Every question was passed: give the code. Sent twice, it is the same one."""
    standing = unpack(request.POST.get("p", ""))
    if standing is None or standing.audience != audience:
        return redirect("training:quiz", course, audience)
    access.version_of_quiz(standing.version, course)
    try:
        made = completing.complete(standing=standing, language=words.language(), at=clock.now())
    except quiz.NotYet:
        return redirect(_address(course, audience, standing.passed + 1, pack(standing)))
    return redirect("training:done", made.code)

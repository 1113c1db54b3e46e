"""Codes: asked for, checked, and printed as a certificate with a name that is never kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from beside.design.forms_public import public_form
from beside.design.pages import render
from beside.kernel import clock, house
from beside.kernel.doors import public
from beside.training import access, checking, queries, words
from beside.training.checking import Proof
from beside.training.views.pages import CertificatePage, CodePage, DonePage, lesson_titles

LONGEST_NAME = 80


@public
def ask(request: HttpRequest) -> HttpResponse:
    """Is this code good? Asked by GET, and not written down."""
    said = request.GET.get("code", "").strip()[:40]
    if not said:
        return render(request, "training/public/code.html", page=CodePage())
    try:
        proof = checking.check(said, on=house.today(clock.now()))
    except checking.NotACode:
        refused = gettext("That is not one of our codes. It looks like K7MX-39RC. Look again.")
    except checking.NotKnown:
        refused = gettext("We do not know this code. It may be too old, or not good yet.")
    else:
        return redirect("training:done", proof.code)
    return render(request, "training/public/code.html", page=CodePage(said, refused), status=404)


@public
def done(request: HttpRequest, said: str) -> HttpResponse:
    """What a code proves."""
    proof, title = _proof(said)
    return render(request, "training/public/done.html", page=DonePage(proof, title))


@public
@public_form
def certificate(request: HttpRequest, said: str) -> HttpResponse:
    """A page to print, with the name just typed. It goes from the form to the page, no further."""
    proof, title = _proof(said)
    name = " ".join(request.POST.get("name", "").split())
    if request.method != "POST":
        return redirect("training:done", proof.code)
    if not 1 <= len(name) <= LONGEST_NAME:
        fault = gettext("Write the name as it should stand on the paper, in at most 80 letters.")
        page = DonePage(proof, title, fault)
        return render(request, "training/public/done.html", page=page, status=422)
    lessons = lesson_titles(queries.content_of(proof.version), proof.audience)
    answer = render(
        request, "training/public/certificate.html",
        page=CertificatePage(proof, title, name, lessons),
    )  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


def _proof(said: str) -> tuple[Proof, str]:
    """What a code in an address proves, and the course's title. Raises NotHere."""
    try:
        proof = checking.check(said, on=house.today(clock.now()))
    except (checking.NotACode, checking.NotKnown):
        raise access.NotHere from None
    content = queries.content_of(proof.version)
    return proof, content.title.within(words.language())

"""Pages: what is kept, who opened what, what is held about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from beside.accounts import export
from beside.accounts.access import needs, signed_in_user, step_up
from beside.accounts.core.roles import Permission
from beside.design.navigation import Words
from beside.design.pages import render
from beside.design.paging import Paging
from beside.kernel import clock, house
from beside.kernel.doors import public
from beside.privacy import kinds, queries
from beside.privacy.disclosure import CMS, Cell, release_count
from beside.privacy.forms import OpeningsFilter, Question
from beside.privacy.models import Opening
from beside.privacy.queries import KeptByRule, KeptSealed, Keys
from beside.privacy.services.asking import Answer, ask_about


@dataclass(frozen=True)
class KeptPage:
    """What is kept, for staff."""

    sealed: Sequence[KeptSealed]
    rules: Sequence[KeptByRule]
    keys: Keys
    late: Sequence[str]


@dataclass(frozen=True)
class OpeningRow:
    """One opening, in words."""

    at: datetime
    who: str
    worker: bool
    what: Words
    purpose: Words
    record: str


@dataclass(frozen=True)
class OpeningsPage:
    filter: OpeningsFilter
    rows: Sequence[OpeningRow]
    paging: Paging
    query: str


@dataclass(frozen=True)
class AskPage:
    form: Question


@dataclass(frozen=True)
class AnswerPage:
    """The lawyer's page. It does not repeat whom it is about: that is written in by hand."""

    answer: Answer
    asked_by: str


@dataclass(frozen=True)
class PublicKind:
    """A kind of sealed record, for everyone: counts are released, and rounded up to tens."""

    kind: kinds.Kind
    held: Cell
    destroyed: Cell


@dataclass(frozen=True)
class WhatWeKeepPage:
    sealed: Sequence[PublicKind]
    rules: Sequence[KeptByRule]


@needs(Permission.VIEW_PRIVACY)
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """What is kept, why, until when, how much, and what was destroyed last."""
    at = clock.now()
    page = KeptPage(
        queries.kept_sealed(), queries.kept_by_rule(at), queries.key_state(at),
        queries.late_rules(at),
    )  # fmt: skip
    return render(request, "privacy/kept.html", page=page)


@needs(Permission.VIEW_PRIVACY)
@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    """Who opened what kind of record, for what purpose, when."""
    chosen = OpeningsFilter(request.GET)
    found = queries.openings(chosen.asked())
    paging = Paging.read(request.GET, total=found.count())
    rows = [_row(opening) for opening in found[paging.start : paging.stop]]
    page = OpeningsPage(chosen, rows, paging, request.GET.urlencode())
    return render(request, "privacy/openings.html", page=page)


@needs(Permission.VIEW_PRIVACY)
@require_GET
def export_openings(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list, whole, to take away."""
    rows = [_row(opening) for opening in queries.openings(OpeningsFilter(request.GET).asked())]
    header = ("at", "who", "worker", "what", "purpose", "record")
    cells = [
        (row.at.isoformat(), row.who, "yes" if row.worker else "no", str(row.what),
         str(row.purpose), row.record)
        for row in rows
    ]  # fmt: skip
    return export.table(kind, f"openings-{house.today(clock.now())}", header, cells)


def _row(opening: Opening) -> OpeningRow:
    kind, purpose = kinds.find_kind(opening.kind), kinds.find_purpose(opening.purpose)
    return OpeningRow(
        at=opening.at,
        who=opening.by.name if opening.by else opening.by_worker,
        worker=opening.by is None,
        what=kind.what if kind else opening.kind,
        purpose=purpose.says if purpose else opening.purpose,
        record=str(opening.record_id),
    )


@needs(Permission.SEARCH_PRIVACY)
@step_up
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """What is held about a person. Answered in place: the question stands in no address."""
    form = Question(request.POST or None)
    if not form.is_valid():
        return render(request, "privacy/ask.html", page=AskPage(form))
    by = signed_in_user(request)
    answer = ask_about(identifier=form.cleaned_data["identifier"], by=by, at=clock.now())
    return render(request, "privacy/answer.html", page=AnswerPage(answer, by.name))


@public
@require_GET
def what_we_keep(request: HttpRequest) -> HttpResponse:
    """What is kept, in plain words, for everyone."""
    sealed = [
        PublicKind(each.kind, _coarse(each.held), _coarse(each.destroyed))
        for each in queries.kept_sealed()
    ]
    page = WhatWeKeepPage(sealed, queries.kept_by_rule(clock.now()))
    return render(request, "privacy/what_we_keep.html", page=page)


def _coarse(count: int) -> Cell:
    """Rounded up to tens, so that nobody sees one call or one order in the number."""
    return release_count(count if count < CMS.threshold else -(-count // 10) * 10, CMS)

"""One answer of one state: looking at it, writing it, looking again, taking it back."""

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply.core.law import Answer, Topic, Value
from beside.supply.core.law_statement import Statement, faults, next_review
from beside.supply.law import asked, forms, here, queries, versions, words
from beside.supply.law.here import Line
from beside.supply.law.pages import EditPage, FactPage, Told
from beside.supply.models import LawFact
from beside.supply.services import stating_law
from beside.supply.services.stating_law import NotAStatement, NothingStands, Overtaken


@needs(Permission.EDIT_LAW)
def fact(request: HttpRequest, state: str, topic: str) -> HttpResponse:
    """What stands, and how it came to be."""
    code, about, today = (
        asked.state_asked(state),
        asked.topic_asked(topic),
        house.today(clock.now()),
    )
    return _fact_page(request, code, about, today)


def _fact_page(
    request: HttpRequest, state: str, topic: Topic, today: date,
    form: forms.VerifyForm | None = None,
) -> HttpResponse:  # fmt: skip
    history = queries.history(state, topic)
    said = queries.answer_of(history[0]) if history else Answer(state, topic)
    page = FactPage(
        state=state,
        name=asked.state_name(state),
        topic=topic,
        title=words.TOPICS[topic],
        seen=history[0].number if history else 0,
        english=_line("en", said, today),
        spanish=_line("es", said, today),
        due=said.value is not Value.UNKNOWN and said.is_due(today),
        is_known=said.value is not Value.UNKNOWN,
        next_review=words.day(said.next_review_date),
        not_yet_in_force=bool(said.effective_date and said.effective_date > today),
        history=[_told(each, first=not at) for at, each in enumerate(history)],
        form=form or forms.VerifyForm(initial={"next_review_date": next_review(today)}),
    )
    return render(request, "supply/law/fact.html", page=page, status=422 if form else 200)


def _line(language: str, said: Answer, today: date) -> Line:
    with translation.override(language):
        return here.line(said, today)


def _told(each: LawFact, *, first: bool) -> Told:
    shipped = each.deed == LawFact.Deed.SHIPPED
    return Told(
        each, words.VALUES[Value(each.value)], words.DEEDS[each.deed],
        words.since(queries.answer_of(each)), may_undo=first and not shipped,
    )  # fmt: skip


@needs(Permission.EDIT_LAW)
def edit(request: HttpRequest, state: str, topic: str) -> HttpResponse:
    """Write the answer; look at it as people will read it; keep it."""
    code, about, at = asked.state_asked(state), asked.topic_asked(topic), clock.now()
    stands = queries.standing(code, about)
    if request.method != "POST":
        opened = _opened(stands, code, about, house.today(at))
        form = forms.FactForm(initial=forms.FactForm.as_it_stands(opened))
        return _edit_page(request, form, code, about, stands.number if stands else 0)
    form, seen = forms.FactForm(request.POST), _seen(request)
    if not form.is_valid():
        return _edit_page(request, form, code, about, seen)
    said = form.statement(code, about)
    if request.POST.get("act") != "keep":
        return _preview(request, form, said, seen, house.today(at))
    try:
        stating_law.state_fact(said=said, seen=seen, by=signed_in_user(request), at=at)
    except NotAStatement as refused:
        form.blame(list(refused.faults))
        return _edit_page(request, form, code, about, seen)
    except Overtaken:
        return _edit_page(request, form, code, about, stands.number if stands else 0, True)
    return _back(request, code, about, gettext("Kept. It stands from now on."))


def _opened(stands: LawFact | None, state: str, topic: Topic, today: date) -> Statement:
    """What the form opens with: what stands, looked at today."""
    said = versions.statement_of(stands) if stands else Statement(state, topic, Value.UNKNOWN)
    return replace(said, as_of_date=today, next_review_date=next_review(today))


def _preview(
    request: HttpRequest, form: forms.FactForm, said: Statement, seen: int, today: date
) -> HttpResponse:
    if found := faults(said, today):
        form.blame(found)
        return _edit_page(request, form, said.state, said.topic, seen)
    shown = Answer(
        **{name: value for name, value in vars(said).items() if name != "next_review_date"}
    )
    page = EditPage(
        said.state, asked.state_name(said.state), said.topic, words.TOPICS[said.topic], seen,
        form, _line("en", shown, today), _line("es", shown, today),
        same_citation=_rests_on_the_same(said),
    )  # fmt: skip
    return render(request, "supply/law/edit.html", page=page)


def _rests_on_the_same(said: Statement) -> bool:
    """Another answer than stands, with the citation left as it was: perhaps it was forgotten."""
    stands = queries.standing(said.state, said.topic)
    if stands is None or stands.value == said.value.value:
        return False
    return bool(stands.citation) and stands.citation.strip() == said.citation.strip()


def _edit_page(
    request: HttpRequest, form: forms.FactForm, state: str, topic: Topic, seen: int,
    overtaken: bool = False,
) -> HttpResponse:  # fmt: skip
    page = EditPage(
        state, asked.state_name(state), topic, words.TOPICS[topic], seen, form, overtaken=overtaken
    )
    status = 409 if overtaken else 422 if form.is_bound else 200
    return render(request, "supply/law/edit.html", page=page, status=status)


@needs(Permission.EDIT_LAW)
@require_POST
def verify(request: HttpRequest, state: str, topic: str) -> HttpResponse:
    """The source was looked at, and still says so."""
    code, about, at = asked.state_asked(state), asked.topic_asked(topic), clock.now()
    form = forms.VerifyForm(request.POST)
    if not form.is_valid():
        return _fact_page(request, code, about, house.today(at), form)
    try:
        stating_law.verify_fact(
            state=code, topic=about, seen=_seen(request), by=signed_in_user(request), at=at,
            next_review=form.cleaned_data["next_review_date"],
        )  # fmt: skip
    except NotAStatement as refused:
        form.add_error("next_review_date", gettext(refused.faults[0].reason))
        return _fact_page(request, code, about, house.today(at), form)
    except (Overtaken, NothingStands):
        return _too_late(request, code, about)
    return _back(request, code, about, gettext("Looked at today. It still stands."))


@needs(Permission.EDIT_LAW)
@require_POST
def withdraw(request: HttpRequest, state: str, topic: str) -> HttpResponse:
    """It is not known after all."""
    code, about, at = asked.state_asked(state), asked.topic_asked(topic), clock.now()
    by = signed_in_user(request)
    try:
        stating_law.withdraw_fact(state=code, topic=about, seen=_seen(request), by=by, at=at)
    except (Overtaken, NothingStands):
        return _too_late(request, code, about)
    return _back(request, code, about, gettext("Withdrawn. The answer is “not known” now."))


@needs(Permission.EDIT_LAW)
@require_POST
def undo(request: HttpRequest, state: str, topic: str, number: int) -> HttpResponse:
    """What stood before stands again."""
    code, about, at = asked.state_asked(state), asked.topic_asked(topic), clock.now()
    by = signed_in_user(request)
    try:
        stating_law.undo_fact(state=code, topic=about, seen=number, by=by, at=at)
    except (Overtaken, NothingStands):
        return _too_late(request, code, about)
    return _back(request, code, about, gettext("Taken back. What stood before stands again."))


def _seen(request: HttpRequest) -> int:
    written = request.POST.get("seen", "0")
    if not (written.isascii() and written.isdigit() and len(written) < 9):
        raise Http404("no such version")
    return int(written)


def _back(request: HttpRequest, state: str, topic: Topic, told: str) -> HttpResponse:
    stands = queries.standing(state, topic)
    number = stands.number if stands else 0
    say(request, told, undo_url=reverse("supply:law_undo", args=[state, topic.value, number]))
    return redirect("supply:law_fact", state, topic.value)


def _too_late(request: HttpRequest, state: str, topic: Topic) -> HttpResponse:
    told = gettext("Nothing was changed: somebody wrote something else meanwhile. Look again.")
    say(request, told, kind="warn")
    return redirect("supply:law_fact", state, topic.value)

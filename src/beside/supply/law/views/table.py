"""The table for those who keep it: topic by state, a list, a file."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.design.paging import Paging
from beside.kernel import clock, house
from beside.supply.core.law import STATES, TERRITORIES, Answer, Topic, Value
from beside.supply.law import asked, queries, sheets, versions, words
from beside.supply.law.asked import Filter
from beside.supply.law.pages import Cell, Counts, ListRow, TablePage, TableRow
from beside.supply.models import LawFact
from beside.supply.services import stating_law

PER_PAGE = 50
Standing = Mapping[versions.Key, LawFact]


@needs(Permission.EDIT_LAW)
def table(request: HttpRequest) -> HttpResponse:
    """All of it at a glance; with a question, the answers to it."""
    wanted, today = Filter.read(request.GET), house.today(clock.now())
    standing = versions.standing()
    states, names = asked.state_names(), dict(asked.state_names())
    rows = [
        _row(fact, names[fact.state], today)
        for fact in _chosen(standing, wanted, [code for code, _name in states], today)
    ]
    paging = Paging.read(request.GET, total=len(rows), per_page=PER_PAGE)
    page = TablePage(
        filter=wanted,
        counts=_counts(standing, today),
        states=states,
        topics=list(words.TOPICS.items()),
        values=[(value.value, word) for value, word in words.VALUES.items()],
        table=[] if wanted.asks else _table(states, standing, today),
        rows=rows[paging.start : paging.stop] if wanted.asks else [],
        paging=paging if wanted.asks else None,
    )
    return render(request, "supply/law/table.html", page=page)


@needs(Permission.EDIT_LAW)
def table_file(request: HttpRequest, kind: str) -> HttpResponse:
    """What is asked for as a file, that can be changed and brought in again."""
    wanted, at = Filter.read(request.GET), clock.now()
    codes = [code for code, _name in asked.state_names()]
    facts = _chosen(versions.standing(), wanted, codes, house.today(at))
    header = (*sheets.HEADER, *sheets.TOLD_ONLY)
    try:
        answer = exporting.table(kind, "law", header, sheets.written(facts))
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    stating_law.note_table_taken(
        facts=len(facts), kind=kind, by=signed_in_user(request), at=at
    )  # fmt: skip
    return answer


def _chosen(standing: Standing, wanted: Filter, codes: Sequence[str], today: date) -> list[LawFact]:
    order = {topic.value: at for at, topic in enumerate(Topic)}
    kept = [fact for fact in standing.values() if _fits(fact, wanted, today)]
    return sorted(kept, key=lambda fact: (codes.index(fact.state), order[fact.topic]))


def _fits(fact: LawFact, wanted: Filter, today: date) -> bool:
    if wanted.state and fact.state != wanted.state:
        return False
    if wanted.topic and fact.topic != wanted.topic:
        return False
    if wanted.value and fact.value != wanted.value:
        return False
    if wanted.show == "here":
        return fact.deed != LawFact.Deed.SHIPPED
    if wanted.show == "promised":
        return _is_promised(fact, today)
    if wanted.show == "due":
        return fact.value != Value.UNKNOWN and queries.answer_of(fact).is_due(today)
    return True


def _is_promised(fact: LawFact, today: date) -> bool:
    due = fact.next_review_date is not None and fact.next_review_date <= today
    return due and fact.value != Value.UNKNOWN


def _counts(standing: Standing, today: date) -> Counts:
    known = [fact for fact in standing.values() if fact.value != Value.UNKNOWN]
    every = len(STATES + TERRITORIES) * len(Topic)
    return Counts(
        known=len(known),
        unknown=every - len(known),
        to_check=sum(queries.answer_of(fact).is_to_check(today) for fact in known),
        promised=sum(_is_promised(fact, today) for fact in known),
    )


def _table(states: Sequence[tuple[str, str]], standing: Standing, today: date) -> list[TableRow]:
    return [
        TableRow(
            code, name, [_cell(topic, standing.get((code, topic)), today) for topic in Topic]
        )
        for code, name in states
    ]  # fmt: skip


def _cell(topic: Topic, fact: LawFact | None, today: date) -> Cell:
    said = Answer("", topic) if fact is None else queries.answer_of(fact)
    if said.value is Value.UNKNOWN:
        return Cell(topic.value, said.value.value, "?", "", False)
    age = age_of(said.as_of_date, today)
    return Cell(topic.value, said.value.value, words.VALUES[said.value], age, said.is_due(today))


def _row(fact: LawFact, name: str, today: date) -> ListRow:
    said = queries.answer_of(fact)
    known = said.value is not Value.UNKNOWN
    return ListRow(
        fact=fact,
        state_name=name,
        title=words.TOPICS[said.topic],
        said=said,
        word=words.VALUES[said.value],
        age=age_of(said.as_of_date, today),
        to_check=known and said.is_to_check(today),
        due=known and said.is_due(today),
    )


def age_of(day: date | None, today: date) -> str:
    """How long ago, in the largest unit that still tells something."""
    if day is None:
        return gettext("never")
    days = (today - day).days
    if days < 60:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < 730:
        months = days // 30
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}

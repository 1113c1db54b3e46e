"""What the templates of truth receive."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.functional import Promise

from beside.design.paging import Paging
from beside.directory.finder import standing, words
from beside.directory.models import Location, Phone, Report, Verification
from beside.directory.truth import queries, worklist
from beside.directory.truth.forms import WrongForm
from beside.directory.truth.people import people_near
from beside.directory.truth.words import ago, checked_words, tone
from beside.directory.truth.worklist import Due
from beside.kernel import house


@dataclass(frozen=True)
class WrongPage:
    """The form for anyone."""

    name: str
    key: str
    form: WrongForm


@dataclass(frozen=True)
class ThanksPage:
    """After it was sent."""

    key: str


@dataclass(frozen=True)
class DueLine:
    """One place to check, as a row."""

    location_id: UUID
    name: str
    city: str
    phone: str
    offers: str
    told: str
    tone: str
    chance: int
    reports: int
    tried: str


@dataclass(frozen=True)
class WorkListPage:
    """What to check next."""

    lines: Sequence[DueLine]
    paging: Paging
    waiting: int


@dataclass(frozen=True)
class CheckLine:
    """One look at a place."""

    check_id: UUID
    ago: str
    finding: str | Promise
    method: str | Promise
    fields: str
    by: str
    withdrawn: bool


@dataclass(frozen=True)
class CheckPage:
    """A place with the two taps and its history."""

    location: Location
    street: str
    phones: Sequence[str]
    offers: str
    methods: Sequence[tuple[str, str | Promise]]
    findings: Sequence[tuple[str, str | Promise]]
    fields: Sequence[tuple[str, str | Promise]]
    history: Sequence[CheckLine]
    reports: Sequence[Report]


@dataclass(frozen=True)
class ReviewPage:
    """Reports to judge, and those judged lately."""

    waiting: Sequence[Report]
    decided: Sequence[Report]


def all_due(at: datetime) -> list[Due]:
    """Every public place in the order in which to check it."""
    listings = standing.current(at).index.listings
    believed = Report.objects.filter(state=Report.State.ACCEPTED)
    reports = Counter(believed.values_list("location_id", flat=True))
    return worklist.due(listings, people_near(listings), dict(reports), last_tries(), at)


def last_tries() -> dict[UUID, datetime]:
    """For each place the last time nobody answered."""
    rows = queries.standing_checks().filter(finding=Verification.Finding.NO_ANSWER)
    return dict(rows.values_list("location_id").annotate(last=Max("checked_at")))


def work_list_page(found: Sequence[Due], paging: Paging, at: datetime) -> WorkListPage:
    """One page of the work list."""
    return WorkListPage(
        lines=[_due_line(one, at) for one in found],
        paging=paging,
        waiting=queries.waiting_reports().count(),
    )


def _due_line(due: Due, at: datetime) -> DueLine:
    one = due.listing
    return DueLine(
        location_id=one.location_id,
        name=one.name,
        city=f"{one.city}, {one.state}",
        phone=one.phone,
        offers=", ".join(words.offer_words(one.offers)),
        told=checked_words(one.checked, one.year, at),
        tone=tone(one.checked, at),
        chance=round(100 * due.score),
        reports=due.reports,
        tried=ago((at - due.last_try).days) if due.last_try else "",
    )


def check_page(location: Location, at: datetime) -> CheckPage:
    """The page on which a check is written down."""
    address = location.addresses.first()
    services = location.service_at_locations.select_related("service")
    offered = frozenset(offer for pair in services for offer in pair.service.offers)
    numbers = Phone.objects.filter(contact=None, location=location) | Phone.objects.filter(
        contact=None, service__service_at_locations__location=location
    )
    return CheckPage(
        location=location,
        street=f"{address.address_1}, {address.city}" if address else "",
        phones=sorted({phone.number for phone in numbers}),
        offers=", ".join(words.offer_words(offered)),
        methods=[m for m in Verification.Method.choices if m[0] != Verification.Method.LIST],
        findings=Verification.Finding.choices,
        fields=Verification.Field.choices,
        history=_history(location.pk, at),
        reports=queries.believed_reports(location.pk),
    )


def _history(location_id: UUID, at: datetime) -> list[CheckLine]:
    looks: dict[UUID, list[Verification]] = {}
    for row in queries.history(location_id):
        looks.setdefault(row.check_id, []).append(row)
    return [_check_line(rows, at) for rows in looks.values()]


def _check_line(rows: list[Verification], at: datetime) -> CheckLine:
    first = rows[0]
    everything = len(rows) == len(Verification.Field.values)
    return CheckLine(
        check_id=first.check_id,
        ago=ago((house.today(at) - house.today(first.checked_at)).days),
        finding=first.get_finding_display(),
        method=first.get_method_display(),
        fields="" if everything else ", ".join(str(row.get_field_display()) for row in rows),
        by=first.by.name if first.by else "",
        withdrawn=first.withdrawn_at is not None,
    )


def review_page(since: datetime) -> ReviewPage:
    """Reports waiting, and those decided since."""
    return ReviewPage(list(queries.waiting_reports()), list(queries.decided_reports(since)))

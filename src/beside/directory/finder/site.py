"""The page of one place, read anew from the rows so that it is never older than they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext

from beside.directory import access
from beside.directory.core import opening
from beside.directory.core.opening import Hours
from beside.directory.finder import expect, fragments, reading, standing, words
from beside.directory.finder.calendar import CLOSED, OPEN, UNKNOWN
from beside.directory.finder.listing import Listing, Offering
from beside.directory.finder.pages import LANGUAGES
from beside.directory.models import Location, Report, ServiceAtLocation, Verification
from beside.directory.truth import queries as truth
from beside.directory.truth.words import ago, checked_words, tone
from beside.kernel import house

WEEK = 7


@dataclass(frozen=True)
class Day:
    """One day of the coming week: "9 am to 5 pm", "closed", "not known"."""

    name: str
    times: str
    is_today: bool


@dataclass(frozen=True)
class OfferingPart:
    """One service at the place."""

    name: str
    description: str
    facts: Sequence[expect.Fact]
    alert: str
    state_sentence: str
    state_class: str
    week: Sequence[Day]
    hours_notes: Sequence[str]
    offering: Offering
    phones: Sequence[tuple[str, str]]
    web_page: str


@dataclass(frozen=True)
class FieldCheck:
    """When and how one thing about the place was last checked."""

    label: str
    said: str


@dataclass(frozen=True)
class SitePage:
    """All that the page of a place shows."""

    listing: Listing
    offers: Sequence[str]
    told: str
    tone: str
    parts: Sequence[OfferingPart]
    checks: Sequence[FieldCheck]
    reports: Sequence[str]
    getting_in: Sequence[str]
    phones: Sequence[tuple[str, str]]
    transportation: str
    source: str
    point: str


def find_location(key: str) -> UUID | None:
    """The public place with that short name."""
    tail = [one for one in key if one in "0123456789abcdef"]
    if len(tail) != len(key):
        return None
    rows = access.public_locations().extra(
        where=["right(replace(directory_location.id::text, '-', ''), %s) = %s"],
        params=[len(key), key],
    )
    return rows.values_list("pk", flat=True).first()


def site_page(key: str, at: datetime) -> SitePage | None:
    """The page of a place, or None when there is no such public place."""
    ready = standing.current(at).index
    number = ready.by_key.get(key)
    place = ready.listings[number].location_id if number is not None else find_location(key)
    found = reading.listings([place]) if place else []
    if not found:
        return None
    return _page(found[0], at)


def _page(one: Listing, at: datetime) -> SitePage:
    rows = {
        pair.service_id: pair
        for pair in access.public_services_at_locations()
        .filter(location=one.location_id)
        .select_related("service", "location", "location__source", "service__source")
    }
    parts = [_part(offering, rows[offering.service_id], at) for offering in one.offerings]
    location = next(iter(rows.values())).location
    return SitePage(
        listing=one,
        offers=words.offer_words(one.offers),
        told=checked_words(one.checked, one.year, at),
        tone=tone(one.checked, at),
        parts=parts,
        checks=_checks(one.location_id, at),
        reports=[_report(report) for report in truth.believed_reports(one.location_id)],
        getting_in=_getting_in(one, parts, location),
        phones=list(dict(pair for part in parts for pair in part.phones).items()),
        transportation=location.transportation,
        source=_source(rows.values()),
        point=f"{one.latitude:.5f},{one.longitude:.5f}",
    )


def _report(report: Report) -> str:
    """What somebody told us and we believe, until we have looked. Their own words stay inside."""
    return gettext("Somebody told us on %(day)s: %(what)s. We have not checked it yet.") % {
        "day": date_format(report.received_on, "DATE_FORMAT"),
        "what": Report.About(report.about).label,
    }


def _getting_in(one: Listing, parts: Sequence[OfferingPart], location: Location) -> list[str]:
    """What somebody has said of getting in; silence is named, never read as no."""
    said = [
        (any(o.no_id_needed for o in one.offerings), gettext("You do not have to show an ID.")),
        (any(o.walk_in for o in one.offerings), gettext("Walk in. No appointment.")),
        (any(o.free for o in one.offerings), gettext("It is free.")),
        (any(o.first_visit_medication for o in one.offerings),
         gettext("Medicine can start at the first visit.")),
        (bool(one.wheelchair), gettext("A wheelchair can get in.")),
    ]  # fmt: skip
    lines = [words for true, words in said if true]
    lines += [
        gettext("They speak %(language)s.") % {"language": LANGUAGES[code]}
        for code in sorted({c for part in parts for c in part.offering.languages} & set(LANGUAGES))
    ]
    lines += [
        " ".join(filter(None, (row.description, row.details)))
        for row in location.accessibility.all()
    ]
    if not any(o.no_id_needed for o in one.offerings):
        lines.append(
            gettext(
                "Nobody has said if they ask for a name or an ID."
                " You can ask by phone without giving yours."
            )
        )
    return [line for line in lines if line]


def _source(rows: Iterable[ServiceAtLocation]) -> str:
    for pair in rows:
        if source := pair.location.source or pair.service.source:
            return str(source)
    return ""


def _part(offering: Offering, pair: ServiceAtLocation, at: datetime) -> OfferingPart:
    service = pair.service
    state, changes = _state(offering.hours, at)
    schedules = [
        *pair.schedules.all(), *service.schedules.all(), *pair.location.schedules.all()
    ]  # fmt: skip
    return OfferingPart(
        name=service.name,
        description=service.description,
        facts=expect.facts(service, at, offering.hours.time_zone),
        alert=service.alert,
        state_sentence=_sentence(words.state_words(state, changes, offering.hours.time_zone, at)),
        state_class=fragments.STATE_CLASS.get(state, ""),
        week=_week(offering.hours, at),
        hours_notes=sorted({row.description for row in schedules if row.description}),
        offering=offering,
        phones=_phones(pair),
        web_page=expect.web_page(service),
    )


def _sentence(words_said: str) -> str:
    return words_said[:1].upper() + words_said[1:] + "."


def _phones(pair: ServiceAtLocation) -> list[tuple[str, str]]:
    rows = [*pair.phones.all(), *pair.service.phones.all(), *pair.location.phones.all()]
    seen: dict[str, str] = {}
    for row in rows:
        if row.contact_id is None:
            seen.setdefault(row.number, row.description or "")
    return list(seen.items())


def _state(hours: Hours, at: datetime) -> tuple[int, datetime | None]:
    match opening.state_at(hours, at):
        case opening.Open(until):
            return OPEN, until
        case opening.Closed(opens):
            return CLOSED, opens
        case _:
            return UNKNOWN, None


def _week(hours: Hours, at: datetime) -> list[Day]:
    if not hours.rules:
        return []
    today = at.astimezone(ZoneInfo(hours.time_zone)).date()
    return [_day(hours, today + timedelta(days=n), n == 0) for n in range(WEEK)]


def _day(hours: Hours, on: date, is_today: bool) -> Day:
    return Day(date_format(on, "l").capitalize(), words.times_words(hours, on), is_today)


def _checks(location_id: UUID, at: datetime) -> list[FieldCheck]:
    return [
        FieldCheck(str(Verification.Field(row.field).label), _checked(row, at))
        for row in truth.field_checks(location_id)
    ]


def _checked(row: Verification, at: datetime) -> str:
    """How and when; or that what was looked at has been changed since."""
    if changed_at := truth.changed_since(row):
        days = (house.today(at) - house.today(changed_at)).days
        return gettext("Changed %(ago)s, not checked since") % {"ago": ago(days)}
    days = (house.today(at) - house.today(row.checked_at)).days
    return f"{Verification.Method(row.method).label}, {ago(days)}"

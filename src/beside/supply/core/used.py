"""A reversal report: the common core of what Illinois, New York, NEO and SAMHSA-style forms ask.

No word of it names anybody, none is free text, and every one may be left out.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from beside.supply.core.people import AgeBand, Drug, Gender, Race


class When(StrEnum):
    """When, as somebody remembers it."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"
    EARLIER = "earlier"


class Setting(StrEnum):
    HOME = "home"
    STREET = "street"
    VEHICLE = "vehicle"
    BUSINESS = "business"
    HOTEL = "hotel"
    SHELTER = "shelter"
    TREATMENT = "treatment"
    JAIL = "jail"
    SCHOOL = "school"
    OTHER = "other"


class Naloxone(StrEnum):
    """What was given, as exactly as somebody knows it."""

    NASAL_4MG = "nasal_4mg"
    NASAL_3MG = "nasal_3mg"
    NASAL_8MG = "nasal_8mg"
    NASAL = "nasal"
    INJECTION = "injection"
    UNKNOWN = "unknown"


class Giver(StrEnum):
    FRIEND = "friend"
    FAMILY = "family"
    STRANGER = "stranger"
    STAFF = "staff"
    EMS = "ems"
    POLICE = "police"
    OTHER = "other"


class Said(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Conscious(StrEnum):
    """How awake the person was before naloxone."""

    NO = "no"
    HARDLY = "hardly"
    YES = "yes"
    UNKNOWN = "unknown"


class PoliceDid(StrEnum):
    HELPED = "helped"
    NOTHING = "nothing"
    QUESTIONED = "questioned"
    SEARCHED = "searched"
    ARRESTED = "arrested"
    TOOK_KIT = "took_kit"
    OTHER = "other"


class KitFrom(StrEnum):
    PROGRAM = "program"
    MAIL = "mail"
    PHARMACY = "pharmacy"
    MACHINE = "machine"
    PEER = "peer"
    HOSPITAL = "hospital"
    JAIL = "jail"
    OTHER = "other"
    UNKNOWN = "unknown"


class Way(StrEnum):
    """How the report came to us."""

    WEB = "web"
    STAFF = "staff"
    SMS = "sms"


MOST_DOSES = 10


@dataclass(frozen=True)
class Used:
    """One report. None and "" mean that it was not said; `unknown` that they do not know."""

    when: When | None = None
    setting: Setting | None = None
    product: Naloxone | None = None
    doses: int | None = None
    giver: Giver | None = None
    survived: Said | None = None
    called_911: Said | None = None
    ems_came: Said | None = None
    police_came: Said | None = None
    police_did: tuple[PoliceDid, ...] = ()
    conscious: Conscious | None = None
    stayed: Said | None = None
    breathing: Said | None = None
    drugs: tuple[Drug, ...] = ()
    age: AgeBand | None = None
    gender: Gender | None = None
    race: tuple[Race, ...] = ()
    kit_from: KitFrom | None = None
    county_fips: str = ""
    on_date: date | None = field(default=None)  # exact, when staff know it


@dataclass(frozen=True)
class Days:
    """The days in which it happened, both included; None where nobody knows how early."""

    first: date | None
    last: date


def days_of(when: When | None, today: date) -> Days:
    """What an approximate date can mean: this week the last 7 days, this month the last 31."""
    back = {
        When.TODAY: (0, 0), When.YESTERDAY: (1, 1), When.THIS_WEEK: (6, 0),
        When.THIS_MONTH: (30, 0),
    }  # fmt: skip
    if when is None or when is When.EARLIER:
        last = today - timedelta(days=31) if when else today
        return Days(None, last)
    first, last_back = back[when]
    return Days(today - timedelta(days=first), today - timedelta(days=last_back))


def counted_on(days: Days) -> date:
    """The one day a report is counted on: the last on which it can have happened."""
    return days.last

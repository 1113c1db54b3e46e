"""What is asked of the law of a state, and how an answer stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

CHECK_AFTER = timedelta(days=180)

STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
    "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM",
    "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA",
    "WV", "WI", "WY",
)  # fmt: skip
TERRITORIES = ("AS", "GU", "MP", "PR", "VI")  # no source of ours looks at them: unknown, not no


class Topic(StrEnum):
    """A question about a state's law, asked so that yes is what protects. Words: law/words.py."""

    NALOXONE_ACCESS = "naloxone_access"  # anybody may hold and give it
    STANDING_ORDER = "standing_order"  # handed out under one order, without a visit to a doctor
    PHARMACIST_PRESCRIBES = "pharmacist_prescribes"
    LAY_IMMUNITY = "lay_immunity"  # who gives naloxone in good faith is not liable
    GOOD_SAMARITAN = "good_samaritan"  # who calls for help is protected
    ARREST_PROTECTION = "arrest_protection"  # and from arrest too, not from charges alone
    SYRINGE_SERVICES = "syringe_services"  # programs are authorized
    NO_PARAPHERNALIA_LAW = "no_paraphernalia_law"  # the state has none
    SYRINGE_POSSESSION = "syringe_possession"  # new syringes may be carried
    SYRINGE_MAIL = "syringe_mail"  # they may be posted to a person
    FENTANYL_STRIPS = "fentanyl_strips"
    XYLAZINE_STRIPS = "xylazine_strips"
    SAFER_SMOKING = "safer_smoking"


class Value(StrEnum):
    """The answer. Unknown is an answer too, and the one that stands until there is a source."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exactly a source tells the day a law began. The date kept is the last it can be."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Answer:
    """What the table says, and on what it rests. `verified_by` is "", "shipped" or "staff"."""

    state: str
    topic: Topic
    value: Value = Value.UNKNOWN
    scope: str = ""
    exclusions: str = ""
    citation: str = ""
    source_url: str = ""
    effective_date: date | None = None
    as_of_date: date | None = None
    effective_precision: Precision = Precision.DAY
    scope_es: str = ""
    exclusions_es: str = ""
    verified_by: str = ""
    next_review_date: date | None = None

    @property
    def allows(self) -> bool:
        """Whether something that asks for it may be offered: only a plain yes does."""
        return self.value is Value.YES

    def is_to_check(self, on: date) -> bool:
        """Whether it was last looked at too long ago, or never."""
        return self.as_of_date is None or on - self.as_of_date > CHECK_AFTER

    def is_due(self, on: date) -> bool:
        """Whether somebody said it should be looked at again by now, or it is to check."""
        promised = self.next_review_date is not None and self.next_review_date <= on
        return promised or self.is_to_check(on)

    def scope_in(self, language: str) -> str:
        """For whom and when, in that language, else in English."""
        return (self.scope_es if language == "es" else "") or self.scope

    def exclusions_in(self, language: str) -> str:
        """For whom not, in that language, else in English."""
        return (self.exclusions_es if language == "es" else "") or self.exclusions


class Version(Protocol):
    """A version of a fact, as far as time is concerned."""

    @property
    def effective_date(self) -> date | None: ...

    @property
    def stated_on(self) -> date: ...


V = TypeVar("V", bound=Version)


def in_force(versions: Sequence[V], on: date) -> V | None:
    """The version that answers for that day; `versions` newest first.

    A version about a law that begins later leaves the one that stood when it was stated.
    What has been corrected meanwhile never comes back: if yes-from-March is corrected to
    yes-from-June in January, then in April neither holds.
    """
    for version in versions:
        if version.effective_date is None or version.effective_date <= on:
            return version
        on = min(on, version.stated_on)
    return None

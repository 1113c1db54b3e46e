"""What is asked of the law of a state, and how an answer stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

CHECK_AFTER = timedelta(days=180)


class Topic(StrEnum):
    """A question about a state's law. Words are in templates."""

    NALOXONE_ACCESS = "naloxone_access"  # anybody may hold and give it
    STANDING_ORDER = "standing_order"
    LAY_IMMUNITY = "lay_immunity"  # who gives naloxone in good faith is not liable
    GOOD_SAMARITAN = "good_samaritan"  # who calls for help is protected
    SYRINGE_SERVICES = "syringe_services"  # programs are authorized
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


@dataclass(frozen=True)
class Answer:
    """What the table says, and on what it rests."""

    state: str
    topic: Topic
    value: Value = Value.UNKNOWN
    scope: str = ""
    exclusions: str = ""
    citation: str = ""
    source_url: str = ""
    effective_date: date | None = None
    as_of_date: date | None = None

    @property
    def allows(self) -> bool:
        """Whether something that asks for it may be offered: only a plain yes does."""
        return self.value is Value.YES

    def is_to_check(self, on: date) -> bool:
        """Whether it was last looked at too long ago, or never."""
        return self.as_of_date is None or on - self.as_of_date > CHECK_AFTER

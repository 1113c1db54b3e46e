"""An encounter as it was told, whichever way it came: the page, offline, a spreadsheet or paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from beside.supply.core.asking import Asked, Beyond
from beside.supply.core.codes_of_people import Style
from beside.supply.core.encounters import (
    AccessPoint,
    Education,
    Reason,
    Recipient,
    Referral,
    Residence,
    Service,
    Trained,
    Way,
)
from beside.supply.core.people import AgeBand, Drug, Gender, Race
from beside.supply.models import Product


@dataclass(frozen=True)
class Code:
    """A participant's code, in the one way of writing it. Never printed, never kept."""

    text: str = field(repr=False)
    style: Style


@dataclass(frozen=True)
class Told:
    """Only the date and the nonce are needed. None, "" and () mean that it was not asked."""

    on_date: date
    nonce: UUID
    way: Way
    units: Mapping[Product, int] = field(default_factory=dict)
    code: Code | None = None
    age: AgeBand | None = None
    gender: Gender | None = None
    race: Sequence[Race] = ()
    residence: Residence | None = None
    county_fips: str = ""
    substances: Sequence[Drug] = ()
    is_new: bool | None = None
    recipient: Recipient | None = None
    for_others: int | None = None
    asked: Asked = field(default_factory=Asked)
    beyond: Beyond | None = None  # why more than the cap was given
    reason: Reason | None = None
    previous_point: AccessPoint | None = None
    trained: Trained | None = None
    syringes_back: int | None = None
    is_back_weighed: bool = False
    services: Sequence[Service] = ()
    referrals: Sequence[Referral] = ()
    education: Sequence[Education] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything at all happened: asked for, out, back, or done."""
        return bool(
            self.units or self.syringes_back or self.services or self.referrals
            or self.education or self.asked.kits_asked
        )  # fmt: skip

"""What is required before something is handed out, and whether a code satisfies it.

For rooms upstairs. Nothing is required unless a rule with its source says so.

    needed = requirements.required_courses(state="RI", partner_id=None, product="", on=today)
    answer = requirements.satisfies(typed, needed, on=today)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from beside.training import checking
from beside.training.core import required
from beside.training.core.required import Asked, Rule
from beside.training.models import Requirement


class Verdict(StrEnum):
    """What came of a code."""

    SATISFIED = "satisfied"
    NOTHING_REQUIRED = "nothing_required"
    NOT_A_CODE = "not_a_code"
    NOT_KNOWN = "not_known"
    OTHER_COURSE = "other_course"
    TOO_OLD = "too_old"


@dataclass(frozen=True)
class Satisfied:
    """Whether all that is required is met; `missing` are the rules that are not."""

    verdict: Verdict
    missing: tuple[Rule, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.missing


def required_courses(
    *, state: str, partner_id: UUID | None, product: str, on: date
) -> list[Rule]:  # fmt: skip
    """The rules that speak of this case; an empty list: nothing is required.

    `state` is a postal code ("" if unknown), `partner_id` the programme that hands out,
    `product` a slug of `core.products` ("" if any).
    """
    theirs = Q(state=state.upper()) & ~Q(state="")
    if partner_id is not None:
        theirs |= Q(partner_id=partner_id)
    rules = [rule_of(row) for row in Requirement.objects.filter(theirs).order_by("pk")]
    return required.required(rules, Asked(state.upper(), partner_id, product), on)


def is_required(*, state: str, partner_id: UUID | None, product: str, on: date) -> bool:
    """Whether anything is."""
    return bool(required_courses(state=state, partner_id=partner_id, product=product, on=on))


def satisfies(said: str, needed: Sequence[Rule], *, on: date) -> Satisfied:
    """Whether the code somebody typed meets every rule of `needed`. Raises nothing."""
    if not needed:
        return Satisfied(Verdict.NOTHING_REQUIRED)
    try:
        proof = checking.check(said, on=on)
    except checking.NotACode:
        return Satisfied(Verdict.NOT_A_CODE, tuple(needed))
    except checking.NotKnown:
        return Satisfied(Verdict.NOT_KNOWN, tuple(needed))
    missing = tuple(rule for rule in needed if not required.satisfied(rule, proof.completed, on))
    if not missing:
        return Satisfied(Verdict.SATISFIED)
    same_course = any(rule.course == proof.course for rule in missing)
    return Satisfied(Verdict.TOO_OLD if same_course else Verdict.OTHER_COURSE, missing)


def rule_of(row: Requirement) -> Rule:
    """A row as the core judges it."""
    return Rule(
        id=row.pk, course=row.course_id, state=row.state, partner_id=row.partner_id,
        product=row.product, lasts_days=row.lasts_days, least_version=row.least_version,
        citation=row.citation, since=row.since_date, until=row.until_date,
    )  # fmt: skip

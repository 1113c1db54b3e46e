"""Which courses are required, by whom, of whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Rule:
    """A requirement as it stands: by a state or by a partner, for one product or for all.

    `lasts_days`: how long a completion counts; None is for ever. `least_version`: an older
    version of the course does not count.
    """

    id: int
    course: str
    state: str = ""
    partner_id: UUID | None = None
    product: str = ""
    lasts_days: int | None = None
    least_version: int = 1
    citation: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Asked:
    """The case at hand: the state it goes to, the programme that gives, the product if known."""

    state: str = ""
    partner_id: UUID | None = None
    product: str = ""


@dataclass(frozen=True)
class Completed:
    """What a code proves."""

    course: str
    version: int
    on: date


def holds(rule: Rule, asked: Asked, on: date) -> bool:
    """Whether `rule` speaks of this case on that day.

    A rule for one product does not speak of another, and does speak when no product is named:
    better to teach one lesson too many.
    """
    if (rule.since and on < rule.since) or (rule.until and on >= rule.until):
        return False
    if rule.product and asked.product and rule.product != asked.product:
        return False
    if rule.state:
        return rule.state == asked.state
    return rule.partner_id is not None and rule.partner_id == asked.partner_id


def required(rules: Iterable[Rule], asked: Asked, on: date) -> list[Rule]:
    """The rules that speak of this case. None: nothing is required."""
    return [rule for rule in rules if holds(rule, asked, on)]


def satisfied(rule: Rule, completed: Completed, on: date) -> bool:
    """Whether a completion meets a rule on that day."""
    if completed.course != rule.course or completed.version < rule.least_version:
        return False
    if completed.on > on:
        return False
    return rule.lasts_days is None or (on - completed.on).days <= rule.lasts_days

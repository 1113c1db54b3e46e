"""What a practice call shows: each thing the operator should do, and whether it was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from beside.line.core.practice import STORIES, Check
from beside.line.models import Moment, Practice

ANSWERED_WITHIN = timedelta(seconds=20)
DECLARED_WITHIN = timedelta(seconds=150)
SPOKE = ("said_by_caller", "checked_in", "use_began")
CALLS = ("dispatch_called", "dispatch_sending", "dispatch_no_answer")


@dataclass(frozen=True)
class Checked:
    """One line of the checklist. `took` is said where time matters."""

    check: Check
    done: bool
    took_s: int | None = None


class Story:
    """The moments of one practice call, asked."""

    def __init__(self, moments: list[Moment], began_at: datetime) -> None:
        self._moments, self._began_at = moments, began_at

    def first(self, *what: str) -> datetime | None:
        return next((m.at for m in self._moments if m.what in what), None)

    def last_before(self, moment: datetime, *what: str) -> datetime | None:
        found = [m.at for m in self._moments if m.what in what and m.at <= moment]
        return found[-1] if found else None

    def after(self, *what: str) -> timedelta | None:
        """How long after the caller came it happened."""
        at = self.first(*what)
        return None if at is None else at - self._began_at


def checklist(practice: Practice) -> list[Checked]:
    """Every line of the story's checklist."""
    story = Story(list(practice.session.moments.order_by("number")), practice.began_at)
    return [_CHECKS[check](check, story) for check in STORIES[practice.scenario].checks]


def is_passed(practice: Practice) -> bool:
    """Whether it counts: it was answered and brought to its end, whatever went wrong between.

    What went wrong is said, and may be tried again; nobody is kept from a shift by a stopwatch.
    """
    story = Story(list(practice.session.moments.all()), practice.began_at)
    return story.first("answered") is not None and story.first("closed") is not None


def _happened(*what: str) -> Callable[[Check, Story], Checked]:
    return lambda check, story: Checked(check, story.first(*what) is not None)


def _answered(check: Check, story: Story) -> Checked:
    took = story.after("answered")
    return Checked(check, took is not None and took <= ANSWERED_WITHIN, _seconds(took))


def _declared(check: Check, story: Story) -> Checked:
    at = story.first("declared")
    spoke = story.last_before(at, *SPOKE) if at else None
    took = at - spoke if at and spoke else None
    return Checked(check, took is not None and took <= DECLARED_WITHIN, _seconds(took))


def _calm(check: Check, story: Story) -> Checked:
    return Checked(check, story.first("declared", *CALLS) is None)


def _seconds(took: timedelta | None) -> int | None:
    return None if took is None else round(took.total_seconds())


_CHECKS: dict[Check, Callable[[Check, Story], Checked]] = {
    Check.ANSWERED: _answered, Check.DECLARED: _declared, Check.CALM: _calm,
    Check.BEGAN: _happened("use_began"), Check.HEARD: _happened("checked_in"),
    Check.SHEET: _happened("sheet_opened"), Check.CALLED: _happened(*CALLS),
    Check.ARRIVED: _happened("arrived"), Check.CALLED_OFF: _happened("called_off"),
    Check.CLOSED: _happened("closed"),
}  # fmt: skip

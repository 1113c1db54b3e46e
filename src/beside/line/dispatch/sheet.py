"""The sheet that is read aloud when somebody does not respond. All of it on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beside.accounts.models import User
from beside.line import held, queries
from beside.line import particulars as sealed
from beside.line.core.results import CAME_TO_NOTHING
from beside.line.core.session import State
from beside.line.dispatch import lookup
from beside.line.dispatch.lookup import Answer
from beside.line.models import Attempt, Operator, Relay, Session
from beside.line.particulars import Particulars
from beside.line.phone import configured
from beside.privacy import vault


@dataclass(frozen=True)
class Told:
    """The relay with what must be said of it."""

    relay: Relay
    is_stale: bool


def told_of(relay: Relay | None, at: datetime) -> Told | None:
    """The relay, if one is set, and whether it must be tested."""
    return Told(relay, lookup.is_stale(relay.last_tested_at, at)) if relay else None


@dataclass(frozen=True)
class Sheet:
    """Everything a person needs to send help. `place` is in the person's own words."""

    session: Session
    place: Particulars = field(repr=False)
    address: str = field(repr=False)
    pin: str = field(repr=False)
    answers: Sequence[Answer]
    relay: Told | None
    minutes_since_use: int | None
    minutes_silent: int | None
    attempts: Sequence[Attempt]
    rings: bool  # a provider is configured, and we know the operator's own telephone
    operator: str
    is_gone: bool  # what identified the person has been destroyed

    @property
    def is_on_the_way(self) -> bool:
        return self.session.state in (State.DISPATCHED, State.HELPED)

    @property
    def relay_is_all(self) -> bool:
        """Whether the relay is the one number there is: then it is the one to press."""
        return self.relay is not None and not self.answers

    @property
    def trouble(self) -> Attempt | None:
        """The latest call to them, when it came to nothing."""
        last = self.attempts[-1] if self.attempts else None
        return last if last and last.result in CAME_TO_NOTHING else None


OF_DISPATCH = (Attempt.Target.PSAP, Attempt.Target.RELAY)


def sheet_of(session: Session, *, by: User, at: datetime) -> Sheet:
    """Open the particulars for release, and find whom to call."""
    place, is_gone = _opened(session, by, at)
    where = lookup.where_is(place, session.county_fips)
    relay = Relay.objects.first()
    return Sheet(
        session=session, place=place, address=_address(place), pin=_pin(place),
        answers=lookup.centers_for(
            point=where.point, counties=where.counties, at=at, for_practice=session.is_practice
        ),
        relay=told_of(relay, at),
        minutes_since_use=_minutes(session.began_at, at),
        minutes_silent=_minutes(session.heard_at, at),
        attempts=queries.latest_tries(session.attempts.filter(target__in=OF_DISPATCH)),
        rings=_rings(session, by), operator=by.name, is_gone=is_gone,
    )  # fmt: skip


def _opened(session: Session, by: User, at: datetime) -> tuple[Particulars, bool]:
    try:
        return held.opened(session, by=by, purpose=sealed.RELEASE, at=at), False
    except vault.Destroyed:
        return Particulars(), True


def _rings(session: Session, by: User) -> bool:
    has_phone = Operator.objects.filter(pk=by.pk, number_id__isnull=False).exists()
    return session.is_practice or (has_phone and bool(configured.providers()))


def _address(place: Particulars) -> str:
    parts: list[Any] = [place.place, place.zip if place.zip not in place.place else ""]
    return " ".join(part for part in parts if part)


def _pin(place: Particulars) -> str:
    if place.lat is None or place.lon is None:
        return ""
    return f"{place.lat:.5f}, {place.lon:.5f}"


def _minutes(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else max(0, round((at - since).total_seconds() / 60))

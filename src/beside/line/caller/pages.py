"""What the caller's pages know: one dataclass each."""

from dataclasses import dataclass, field
from datetime import datetime

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language

from beside.kernel import house, live
from beside.line import reach
from beside.line.caller import slots, where
from beside.line.caller.where import Number
from beside.line.core.ladder import ALWAYS, Kind
from beside.line.core.rhythm import Route, rhythm_of
from beside.line.core.session import State
from beside.line.models import Rung, Session
from beside.line.moving import caller_topic
from beside.line.services import going
from beside.line.services.chatting import Line
from beside.line.voice import parts, turn
from beside.line.voice.parts import VoicePart

AWAY = 4  # seconds: a page without JavaScript asks again a little after the deadline
LAST_CALL = 2


@dataclass(frozen=True)
class StartPage:
    """The ways in, and the numbers that work without any page."""

    number: Number | None
    partner: Number | None
    voice_url: str
    nobody_comes: bool  # nobody of ours could be reached now
    nobody_answers: bool  # no person would take up a call or a chat


@dataclass(frozen=True)
class IntakePage:
    """The questions before a session, or in the middle of one (`token`)."""

    form: Form
    way: str
    number: Number | None
    token: str = ""
    has_faults: bool = False
    nobody_comes: bool = False
    nobody_answers: bool = False
    partner: Number | None = None
    code: str = field(default="", repr=False)  # of the plan that was opened

    @property
    def faulty(self) -> list[BoundField]:
        """What must be mended, in the order of the page."""
        return [one for one in self.form if one.errors]


@dataclass(frozen=True)
class Helper:
    """Somebody on the ladder. Never their name or number: the page may be seen."""

    kind: str
    is_called: bool
    is_coming: bool
    is_unreached: bool


@dataclass(frozen=True)
class SessionPage:
    """All that a person sees of their own session."""

    token: str = field(repr=False)
    state: str
    way: str
    prompts: int
    left_ms: int
    due: str  # in the coalition's own time, for who has no JavaScript
    every_s: int
    topic: str
    after: int
    with_operator: bool
    waits_long: bool
    wants_operator: bool
    heard_since_release: bool
    was_released: bool
    helpers: list[Helper]
    called_by_hand: bool
    lines: list[Line]
    number: Number | None
    partner: Number | None
    is_practice: bool
    wants_kits: bool
    wants_referral: bool
    wish_said: bool
    purge: str
    asks_to_end: bool = False
    writes: bool = False
    refused: str = ""  # what could not be done: "old", or some other word
    voice: VoicePart | None = None
    voice_is_offered: bool = False
    cannot_reach: bool = False  # somebody the person chose
    told_where: bool = False
    is_placed: bool = False  # the county is known, so the right center is
    nobody_comes: bool = False  # nobody of ours could be reached now
    chose_somebody: bool = False

    @property
    def follows(self) -> list[slots.Filling]:
        """Where somebody who said yes can go on. In practice it leads nowhere."""
        if not self.wish_said or self.is_practice:
            return []
        kits, referral = slots.filled("kits"), slots.filled("referral")
        return (kits if self.wants_kits else []) + (referral if self.wants_referral else [])

    @property
    def reaches_nobody(self) -> bool:
        """Help was asked for, and of those tried so far nobody could be reached."""
        if self.state != State.RELEASED or not self.nobody_comes or self.called_by_hand:
            return False
        return all(one.is_unreached or not one.is_called for one in self.helpers)

    @property
    def loud(self) -> int:
        """How loud the page must be: 0 still, 1 asks, 2 asks again, 3 the last call."""
        if self.state == State.UNRESPONSIVE:
            return 3
        return min(self.prompts, LAST_CALL) if self.state == State.PROMPTING else 0

    @property
    def runs(self) -> bool:
        return self.state != State.ENDED

    @property
    def is_watched(self) -> bool:
        return self.state in (State.CONNECTED, State.WATCHING)

    @property
    def is_calling(self) -> bool:
        """Help is being called or on its way."""
        return self.state in (State.RELEASED, State.DISPATCHED, State.HELPED)

    @property
    def again_s(self) -> int:
        """When a page without JavaScript looks again; never while somebody writes."""
        if self.writes:
            return 0
        if self.asks_to_end and self.is_watched:
            return max(AWAY, self.left_ms // 1000 + 1)  # then it asks whether they are there
        if self.state == State.WATCHING and not self.lines:
            return max(AWAY, min(20, self.left_ms // 1000 + 1))
        return AWAY if self.runs else 0


@dataclass(frozen=True)
class GonePage:
    """Nothing is kept under this link."""


@dataclass(frozen=True)
class KeptPage:
    """The words of a plan, shown once."""

    words: str = field(repr=False)
    back: str


@dataclass(frozen=True)
class PlanPage:
    """Open a plan by its words, or forget it."""

    form: Form
    fault: str = ""
    is_forgotten: bool = False


@dataclass(frozen=True)
class BusyPage:
    """Too many at once."""

    number: Number | None
    partner: Number | None


def voice_url() -> str:
    """Where voice in the browser begins; nothing when it is not offered here."""
    return reverse("line:voice_start") if turn.is_offered() else ""


def start_page(at: datetime) -> StartPage:
    return StartPage(where.line(), where.partner(), voice_url(), not reach.somebody(at),
                     not reach.somebody_answers(at))  # fmt: skip


def clock_time(moment: datetime) -> str:
    """As a clock on the wall says it: with seconds, in the coalition's own time."""
    here = moment.astimezone(house.zone())
    return f"{here:%H:%M}" if get_language() != "en" else f"{here:%I:%M %p}".lstrip("0")


def _until(moment: datetime, at: datetime) -> str:
    """A time, with its day when that is not today."""
    here, today = moment.astimezone(house.zone()), house.today(at)
    day = "" if here.date() == today else f"{date_format(here, 'MONTH_DAY_FORMAT')}, "
    return f"{day}{clock_time(moment)}"


def session_page(
    session: Session,
    token: str,
    at: datetime,
    *,
    lines: list[Line],
    after: int,
    asks_to_end: bool = False,
    writes: bool = False,
    refused: str = "",
) -> SessionPage:
    """The page of a session as it stands at `at`; `after` is asked before the session is read."""
    left = session.deadline_at - at if session.deadline_at else None
    rhythm = rhythm_of(session.rhythm)
    since = session.queued_at or session.opened_at
    released, nobody_comes = session.released_at, _nobody_comes(session, at)
    return SessionPage(
        token=token, state=session.state, way=session.way, prompts=session.prompts,
        left_ms=max(0, int(left.total_seconds() * 1000)) if left else 0,
        due=f"{session.deadline_at.astimezone(house.zone()):%H:%M:%S}"
        if session.deadline_at else "",
        every_s=int(rhythm.check_in(Route(session.route)).total_seconds()),
        topic=caller_topic(session), after=after,
        with_operator=session.operator_id is not None,
        waits_long=(at - since).total_seconds() >= rhythm.overflow,
        wants_operator=session.wants_operator,
        heard_since_release=bool(released and session.heard_at and session.heard_at > released),
        was_released=released is not None,
        helpers=_helpers(session, nobody_comes) if released else [],
        called_by_hand=session.attempts.filter(target="psap").exists() if released else False,
        lines=lines, number=where.line(), partner=where.partner(),
        is_practice=session.is_practice, wants_kits=session.wants_kits,
        wants_referral=session.wants_referral,
        wish_said=session.state == State.ENDED
        and session.moments.filter(what="wish_said").exists(),
        purge=_until(session.purge_at, at) if session.purge_at else "",
        asks_to_end=asks_to_end, writes=writes, refused=refused,
        voice=parts.caller(session, token) if session.way == Session.Way.BROWSER else None,
        voice_is_offered=turn.is_offered(),
        nobody_comes=nobody_comes,
        chose_somebody=session.rungs.exclude(kind__in=ALWAYS).exists(),
        told_where=session.told_where, is_placed=bool(session.county_fips),
        cannot_reach=session.rungs.exclude(fault__in=["", going.DECLINED]).exists(),
    )  # fmt: skip


def newest() -> int:
    """Where a page begins to listen; asked before what it shows is read."""
    return live.newest()


def _nobody_comes(session: Session, at: datetime) -> bool:
    return not session.is_practice and not reach.somebody(at)


def _helpers(session: Session, nobody_comes: bool) -> list[Helper]:
    return [_helper(rung, session, nobody_comes) for rung in session.rungs.all()]


def _helper(rung: Rung, session: Session, nobody_comes: bool) -> Helper:
    """Where nobody of ours can be reached, nothing was tried that could have failed."""
    is_ours = rung.kind in (Kind.ON_CALL, Kind.RELAY)
    unreached = rung.fault not in ("", going.DECLINED) or (is_ours and nobody_comes)
    return Helper(rung.kind, rung.position <= session.rung, rung.accepted_at is not None, unreached)

"""Send help by a person's hand: call the center for a place or the relay."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel.steps import NotAllowed
from beside.line.core.session import Event, State
from beside.line.models import Attempt, Psap, Session
from beside.line.moving import move, note
from beside.line.services import calling, queue

BY_HAND = "by_hand"
UNTIL_SAID = timedelta(seconds=90)  # placed, but nobody has said yet that somebody is coming
RELEASED = (State.RELEASED, State.DISPATCHED)


class Line(StrEnum):
    """Which of the numbers on the sheet."""

    PSAP = "psap"
    FALLBACK = "psap_fallback"
    RELAY = "relay"


class Said(StrEnum):
    """What came of a call that was made by hand, or of any call once somebody spoke."""

    SENDING = "sending"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"  # the wrong center, or they will not


class ForPracticeOnly(ValueError):
    """This entry leads to a desk of our own: nobody would come."""


@transaction.atomic
def place_dispatch(
    *, session_id: UUID, by: User, to: Line, at: datetime, psap: Psap | None = None
) -> Attempt:
    """Call them now and put the operator through. It is placed; it is not yet on its way.

    When nobody says within 90 s that help is coming, the next rung is climbed.
    Raises NotAllowed, ForPracticeOnly.
    """
    session = _released(session_id, to, psap)
    _move_on(session, by=by, at=at, until=at + UNTIL_SAID)
    attempt = calling.ring(
        session=session, target=_target(to), whom=_whom(to, psap), at=at, by=by, why="help"
    )
    _note_line(session, "dispatch_called", attempt, to, by, at)
    return attempt


@transaction.atomic
def note_by_hand(
    *, session_id: UUID, by: User, to: Line, said: Said, at: datetime, psap: Psap | None = None
) -> Attempt:
    """The operator called them on a telephone of their own, and says what they answered.

    Raises NotAllowed, ForPracticeOnly.
    """
    session = _released(session_id, to, psap)
    if said is Said.SENDING:
        _move_on(session, by=by, at=at, until=None)
    attempt = Attempt.objects.create(
        session=session, target=_target(to), whom=_whom(to, psap), way=BY_HAND, why="help",
        placed_by=by, result=said, at=at, ended_at=at,
    )  # fmt: skip
    _note_line(session, f"dispatch_{said}", attempt, to, by, at)
    return attempt


@transaction.atomic
def confirm_dispatch(*, attempt_id: int, by: User, said: Said, at: datetime) -> None:
    """Somebody spoke with them: they are sending somebody, or they are not. Raises NotAllowed."""
    attempt = Attempt.objects.select_related("session").get(pk=attempt_id)
    session = Session.objects.select_for_update().get(pk=attempt.session_id)
    if said is Said.SENDING:
        _move_on(session, by=by, at=at, until=None)
    note(session, f"dispatch_{said}", at=at, by=by,
         detail={"attempt": attempt.pk, "line": attempt.whom.partition(":")[0]})  # fmt: skip


@transaction.atomic
def open_sheet(*, session_id: UUID, by: User, at: datetime) -> None:
    """The sheet was opened: it stands on the timeline, for how long it took matters."""
    session = Session.objects.select_for_update().get(pk=session_id)
    note(session, "sheet_opened", at=at, by=by)


@transaction.atomic
def transfer_out(*, session_id: UUID, by: User, to: str, at: datetime, whom: str = "") -> Attempt:
    """A warm transfer to 988, a partner or a service: rung in, or by words.

    `to` is a slug for the timeline; with `whom` (as `phone/numbers.py` writes it) they are rung.
    Raises queue.AlreadyOver.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state == State.ENDED:
        raise queue.AlreadyOver(session_id)
    note(session, "handed_on", at=at, by=by, detail={"to": to, "rung": bool(whom)})
    if whom:
        target = Attempt.Target.SERVICE
        return calling.ring(session=session, target=target, whom=whom, at=at, by=by, why="transfer")
    return Attempt.objects.create(
        session=session, target=Attempt.Target.SERVICE, whom=to[:48], way=BY_HAND, why="transfer",
        placed_by=by, result="told", at=at, ended_at=at,
    )  # fmt: skip


def _released(session_id: UUID, to: Line, psap: Psap | None) -> Session:
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state not in RELEASED:
        raise NotAllowed(session.state, Event.DISPATCH_PLACED)
    if to is not Line.RELAY and psap is None:
        raise ValueError(f"{to} needs a center")
    if psap is not None and psap.is_test_mode and not session.is_practice:
        raise ForPracticeOnly(psap.pk)
    return session


def _move_on(session: Session, *, by: User, at: datetime, until: datetime | None) -> None:
    """Whoever is on the way already keeps the time they were given."""
    if until and session.state == State.DISPATCHED and session.deadline_at:
        until = max(until, session.deadline_at)
    move(session, Event.DISPATCH_PLACED, at=at, by=by, due=until)


def _target(to: Line) -> str:
    return Attempt.Target.RELAY if to is Line.RELAY else Attempt.Target.PSAP


def _whom(to: Line, psap: Psap | None) -> str:
    return Line.RELAY.value if psap is None or to is Line.RELAY else f"{to}:{psap.pk}"


def _note_line(
    session: Session, what: str, attempt: Attempt, to: Line, by: User, at: datetime
) -> None:
    note(session, what, at=at, by=by, detail={"attempt": attempt.pk, "line": to.value})

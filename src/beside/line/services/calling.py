"""Ring or text somebody for a session. Every try is a row before it is made, and so is its result.

The number is not known here: it is read when the try is made. An emergency centre is
called for a person alone, who is on the line first (`phone/dialling.py`).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import outbox
from beside.kernel.steps import NotAllowed
from beside.line.core.session import State
from beside.line.models import Attempt, Rung, Session
from beside.line.moving import note

RING, TEXT, HANG_UP = "line.ring", "line.text", "line.hang_up"
INTO_ROOM = "line.into_room"
ON_THE_WAY = ("", "failing", "ringing", "up")  # results that are none yet, in their order
Target = Attempt.Target
SMS, VOICE = "sms", "voice"


class NeedsAPerson(PermissionError):
    """No machine calls an emergency centre. Say who does."""


@transaction.atomic
def ring(
    *,
    session: Session,
    target: str,
    whom: str,
    at: datetime,
    by: User | None = None,
    rung: Rung | None = None,
    way: str = VOICE,
    why: str = "help",
) -> Attempt:
    """Write down a try and have it made: the attempt, without a result while it runs.

    `whom` is as in `phone/numbers.py`: "caller", "rung:1", "operator:7", "psap:<id>".
    Practice rings nobody. Raises NeedsAPerson.
    """
    if (target == Target.PSAP or whom.startswith("psap")) and by is None:
        raise NeedsAPerson(whom)
    attempt = Attempt.objects.create(
        session=session, target=target, whom=whom, way=way, why=why, rung=rung, placed_by=by, at=at
    )
    note(session, f"tried_by_{way}", at=at, by=by,
         detail={"attempt": attempt.pk, "target": str(target), "why": why})  # fmt: skip
    if session.is_practice:
        note_result(attempt_id=attempt.pk, result="practice", at=at)
        return attempt
    outbox.put(
        TEXT if way == SMS else RING, {"attempt": attempt.pk}, about=_about(session),
        due_at=at, urgent=True, key=f"attempt:{attempt.pk}",
    )  # fmt: skip
    return attempt


@transaction.atomic
def bridged(
    *, session: Session, target: str, whom: str, at: datetime, by: User | None = None
) -> Attempt:
    """Write down a try that a call which is already up makes: somebody pressed a key for it.

    Raises NeedsAPerson.
    """
    if (target == Target.PSAP or whom.startswith("psap")) and by is None:
        raise NeedsAPerson(whom)
    attempt = Attempt.objects.create(
        session=session, target=target, whom=whom, way=VOICE, why="bridge", placed_by=by, at=at
    )
    note(session, "put_through", at=at, by=by,
         detail={"attempt": attempt.pk, "target": str(target)})  # fmt: skip
    return attempt


@transaction.atomic
def note_result(*, attempt_id: int, result: str, at: datetime, is_final: bool = True) -> bool:
    """What came of a try; whether that is news. What is final stays.

    Carriers repeat themselves and speak out of order: a later word never undoes a final one.
    """
    attempt = Attempt.objects.select_for_update().select_related("session").get(pk=attempt_id)
    if attempt.ended_at is not None or _is_late(attempt.result, result, is_final):
        return False
    attempt.result, attempt.ended_at = result, at if is_final else None
    attempt.save(update_fields=["result", "ended_at"])
    note(attempt.session, "try_answered", at=at,
         detail={"attempt": attempt.pk, "target": attempt.target, "result": result})  # fmt: skip
    return True


@transaction.atomic
def note_leg(*, attempt_id: int, leg: str, at: datetime) -> None:
    """The provider took it; `leg` is "provider/its own name" of the call."""
    attempt = Attempt.objects.select_related("session").get(pk=attempt_id)
    Attempt.objects.filter(pk=attempt_id).update(carrier_id=leg)
    note(attempt.session, "try_taken", at=at, detail={"attempt": attempt_id})


@transaction.atomic
def connect(*, session_id: UUID, by: User, at: datetime) -> Attempt:
    """Put a person on the phone through to the operator who answered: their phone is rung.

    Call it in the transaction that answers. The person waits in the session's room, with
    words, until the operator is there. Raises NotAllowed when the session has no phone.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.way != Session.Way.PHONE or session.state == State.ENDED:
        raise NotAllowed(session.state, "connect")
    bring_in(session=session, at=at)
    return ring(
        session=session, target=Target.ON_CALL, whom=f"operator:{by.pk}", at=at, by=by, why="talk"
    )


@transaction.atomic
def bring_in(*, session: Session, at: datetime) -> None:
    """The person's leg goes into the session's room, with words until somebody is there."""
    Session.objects.filter(pk=session.pk).update(talk="room")
    session.talk = "room"
    outbox.put(INTO_ROOM, {"session": str(session.pk)}, about=_about(session), due_at=at,
               urgent=True)  # fmt: skip
    note(session, "brought_in", at=at)


@transaction.atomic
def stop_ringing(*, session: Session, at: datetime, but: int | None = None) -> int:
    """Stop every call for help that has not been answered; how many there were."""
    ringing = Attempt.objects.filter(session=session, way=VOICE, ended_at=None).exclude(
        target__in=[Target.CALLER, Target.PSAP]
    )
    stopped = [attempt for attempt in ringing if attempt.pk != but]
    for attempt in stopped:
        if attempt.carrier_id:
            outbox.put(HANG_UP, {"leg": attempt.carrier_id}, about=_about(session),
                       due_at=at, urgent=True)  # fmt: skip
        note_result(attempt_id=attempt.pk, result="called_off", at=at)
    return len(stopped)


def _is_late(known: str, result: str, is_final: bool) -> bool:
    if is_final:
        return False
    return ON_THE_WAY.index(result) <= ON_THE_WAY.index(known)


def _about(session: Session) -> tuple[str, str]:
    return "line.session", str(session.pk)

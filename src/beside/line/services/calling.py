"""Ring or text somebody for a session. Every try is a row before it is made, and so is its result.

The number is not known here: it is read when the try is made. An emergency centre is
called for a person alone, who is on the line first (`phone/dialling.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import outbox, statements
from beside.kernel.steps import NotAllowed
from beside.line import noting
from beside.line.core.session import State
from beside.line.models import Attempt, Rung, Session
from beside.line.moving import note
from beside.line.noting import Note

RING, TEXT, HANG_UP = "line.ring", "line.text", "line.hang_up"
INTO_ROOM = "line.into_room"
ON_THE_WAY = ("", "failing", "ringing", "up")  # results that are none yet, in their order
Target = Attempt.Target
SMS, VOICE = "sms", "voice"

# Sessions are locked before their tries, by everybody.
_LOCKED_SESSION_OF = """
WHERE id = (SELECT session_id FROM line_attempt WHERE id = %s) FOR NO KEY UPDATE
"""
_TAKE = """
WITH held AS MATERIALIZED (
    SELECT id FROM line_session WHERE id = ANY(%(sessions)s) ORDER BY id FOR NO KEY UPDATE
), before AS MATERIALIZED (
    SELECT id, ended_at IS NULL AND %(result)s::text <> '' AS ends
    FROM line_attempt
    WHERE id = ANY(%(attempts)s) AND (SELECT count(*) FROM held) > 0
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE line_attempt AS attempt SET carrier_id = told.leg,
    result = CASE WHEN ends THEN %(result)s ELSE result END,
    ended_at = CASE WHEN ends THEN %(at)s ELSE ended_at END
FROM before, unnest(%(attempts)s::bigint[], %(legs)s::text[]) AS told (id, leg)
WHERE attempt.id = before.id AND before.id = told.id
RETURNING attempt.id, ends
"""


class NeedsAPerson(PermissionError):
    """No machine calls an emergency centre. Say who does."""


@dataclass(frozen=True)
class Try:
    """Somebody to be reached for a session; the words are those of `ring`."""

    session: Session
    target: str
    whom: str
    way: str = VOICE
    why: str = "help"
    rung: Rung | None = None
    by: User | None = None


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
    return ring_all(tries=[Try(session, target, whom, way, why, rung, by)], at=at)[0]


@transaction.atomic
def ring_all(*, tries: Sequence[Try], at: datetime) -> list[Attempt]:
    """As `ring` for each, all or none, in few statements. Raises NeedsAPerson."""
    for each in tries:
        if (each.target == Target.PSAP or each.whom.startswith("psap")) and each.by is None:
            raise NeedsAPerson(each.whom)
    attempts = Attempt.objects.bulk_create(
        Attempt(
            session=each.session, target=each.target, whom=each.whom, way=each.way, why=each.why,
            rung=each.rung, placed_by=each.by, at=at,
        )
        for each in tries
    )  # fmt: skip
    noting.write([_tried(attempt) for attempt in attempts])
    for attempt in attempts:
        if attempt.session.is_practice:
            note_result(attempt_id=attempt.pk, result="practice", at=at)
    outbox.put_all([_wanted(attempt) for attempt in attempts if not attempt.session.is_practice])
    return attempts


def _tried(attempt: Attempt) -> Note:
    detail = {"attempt": attempt.pk, "target": str(attempt.target), "why": attempt.why}
    what = f"tried_by_{attempt.way}"
    return Note(attempt.session_id, what, attempt.at, attempt.placed_by, detail)


def _wanted(attempt: Attempt) -> outbox.Wanted:
    return outbox.Wanted(
        TEXT if attempt.way == SMS else RING, {"attempt": attempt.pk}, _about(attempt.session),
        due_at=attempt.at, urgent=True, key=f"attempt:{attempt.pk}",
    )  # fmt: skip


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
    (session,) = statements.rows(Session, _LOCKED_SESSION_OF, [attempt_id])
    (attempt,) = statements.rows(Attempt, "WHERE id = %s FOR NO KEY UPDATE", [attempt_id])
    if attempt.ended_at is not None or _is_late(attempt.result, result, is_final):
        return False
    words = [result, at if is_final else None, attempt_id]
    statements.run("UPDATE line_attempt SET result = %s, ended_at = %s WHERE id = %s", words)
    noting.write([_answered(session.pk, attempt, result, at)])
    return True


@transaction.atomic
def note_taken(*, attempt: Attempt, leg: str, at: datetime, result: str = "") -> None:
    """The provider took it; `leg` is "provider/its own name" of the call or text.

    With `result` nothing more is waited for, unless the try has a final one already.
    """
    note_all_taken(taken=[(attempt, leg)], at=at, result=result)


@transaction.atomic
def note_all_taken(*, taken: Sequence[tuple[Attempt, str]], at: datetime, result: str = "") -> None:
    """As `note_taken` for each try and its leg, in few statements."""
    words = {
        "attempts": [attempt.pk for attempt, _ in taken],
        "sessions": [attempt.session_id for attempt, _ in taken],
        "legs": [leg for _, leg in taken],
        "result": result, "at": at,
    }  # fmt: skip
    ends = dict(statements.run(_TAKE, words).fetchall())
    notes = []
    for attempt, _ in taken:
        if attempt.pk in ends:
            detail = {"attempt": attempt.pk}
            notes.append(Note(attempt.session_id, "try_taken", at, detail=detail))
        if ends.get(attempt.pk):
            notes.append(_answered(attempt.session_id, attempt, result, at))
    noting.write(notes)


def _answered(session_id: UUID, attempt: Attempt, result: str, at: datetime) -> Note:
    detail = {"attempt": attempt.pk, "target": attempt.target, "result": result}
    return Note(session_id, "try_answered", at, detail=detail)


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

"""Help is sent by a person's hand, and never by a machine."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from beside.kernel.models import Effect
from beside.kernel.steps import NotAllowed
from beside.line.core.session import State
from beside.line.models import Attempt, Session
from beside.line.services import calling, dispatching, queue, watching
from beside.line.services.dispatching import UNTIL_SAID, Line, Said
from tests.line.console.shared import center, operator
from tests.line.shared import AT, armed, let_deadline_pass, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee():
    return operator()


def released(dee) -> Session:
    session = waiting()
    queue.answer(session_id=session.pk, by=dee, at=AT)
    watching.declare_emergency(session_id=session.pk, by=dee, at=AT)
    return now(session)


def now(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def test_a_call_that_was_placed_has_90_seconds_until_somebody_says_they_come(dee):
    session, psap = released(dee), center()
    attempt = dispatching.place_dispatch(
        session_id=session.pk, by=dee, to=Line.PSAP, psap=psap, at=AT
    )
    assert (attempt.placed_by, attempt.whom) == (dee, f"psap:{psap.pk}")
    assert (now(session).state, now(session).deadline_at) == (State.DISPATCHED, AT + UNTIL_SAID)
    dispatching.confirm_dispatch(attempt_id=attempt.pk, by=dee, said=Said.SENDING, at=AT)
    assert now(session).deadline_at == AT + timedelta(minutes=10)


def test_when_nobody_says_so_the_next_rung_is_climbed(dee):
    session = released(dee)
    dispatching.place_dispatch(session_id=session.pk, by=dee, to=Line.RELAY, at=AT)
    assert let_deadline_pass(session).state == State.RELEASED


def test_no_machine_calls_a_center(dee):
    session = released(dee)
    with pytest.raises(calling.NeedsAPerson):
        calling.ring(session=session, target=Attempt.Target.PSAP, whom="psap:1", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(session=session, target="psap", way="voice", at=AT)


def test_a_place_that_was_not_released_is_not_called_for(dee):
    session = armed()
    with pytest.raises(NotAllowed):
        dispatching.place_dispatch(
            session_id=session.pk, by=dee, to=Line.PSAP, psap=center(), at=AT
        )


def test_an_entry_for_practice_is_never_called_for_somebody_real(dee):
    session = released(dee)
    with pytest.raises(dispatching.ForPracticeOnly):
        dispatching.place_dispatch(
            session_id=session.pk, by=dee, to=Line.PSAP, psap=center(is_test_mode=True), at=AT
        )


def test_a_payload_holds_no_number(dee):
    session = released(dee)
    dispatching.place_dispatch(session_id=session.pk, by=dee, to=Line.PSAP, psap=center(), at=AT)
    payloads = Effect.objects.filter(kind="line.ring").values_list("payload", flat=True)
    assert "555" not in str(list(payloads))
    assert payloads

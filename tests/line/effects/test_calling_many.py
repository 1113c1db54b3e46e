"""Many are rung at once: each is rung once, and nobody waits for a number that hangs."""

import threading

import pytest

from beside.kernel import clock, delivery
from beside.kernel.delivery import Claimed, Room
from beside.kernel.models import Act, Effect
from beside.kernel.transports.messages import Refused, Unavailable
from beside.line.models import Attempt, Session
from beside.line.phone import configured
from beside.line.phone.adapters.memory import Memory
from beside.line.services import calling
from beside.privacy.models import Opening
from tests.line.shared import armed

pytestmark = pytest.mark.django_db
PERSON = "+16065550147"


class Moody(Memory):
    """For one leg or number it hangs, fails, or never does it."""

    hangs_for, fails_for, refuses = "", "", ""  # numbers of tries

    def call_out(self, number, script, *, listens, seconds):
        attempt = listens.status.split("/")[-2]
        if attempt == self.hangs_for:
            self.hangs.wait(10)
        if attempt == self.fails_for:
            raise Unavailable("status 503")
        if attempt == self.refuses:
            raise Refused("status 400")
        return super().call_out(number, script, listens=listens, seconds=seconds)


@pytest.fixture
def moody():
    memory = Moody("twilio")
    memory.hangs = threading.Event()
    configured.stand_in([memory])
    yield memory
    memory.hangs.set()
    configured.stand_in(None)


def wanted(count: int) -> list[Attempt]:
    return [ring(armed(clock.now())) for _ in range(count)]


def ring(session: Session) -> Attempt:
    return calling.ring(session=session, target="caller", whom="caller", at=clock.now())


def on_the_phone(session: Session, leg: str) -> None:
    Session.objects.filter(pk=session.pk).update(line_up=True, call_id=leg, way="phone")


def claimed_calls() -> list[Claimed]:
    found = delivery.claim_several(clock.now(), Room(outside=0, own=0, many=25))
    return [claimed for claimed in found if claimed.delivery.kind == calling.RING]


def results() -> list[str]:
    return list(Attempt.objects.order_by("pk").values_list("result", flat=True))


def test_each_is_rung_once_and_what_they_said_is_opened_together(moody, carrier):
    tries = wanted(4)
    calls = claimed_calls()

    delivery.deliver_many(calls)
    delivery.deliver_many(calls)  # a worker that believes that it still holds them

    legs = set(Attempt.objects.values_list("carrier_id", flat=True))
    assert len(moody.called(PERSON)) == len(tries) == len(legs)
    assert Opening.objects.filter(purpose="line.reach").count() == len(tries)
    assert Act.objects.filter(verb="opened").count() == 1
    assert set(Effect.objects.filter(kind=calling.RING).values_list("state", flat=True)) == {"done"}


def test_one_that_hangs_holds_back_no_other(moody, carrier):
    tries = wanted(3)
    moody.hangs_for = str(tries[0].pk)
    handler = claimed_calls()
    answers = handler[0].handling.many([each.delivery for each in handler])

    noted = {outcome.delivery.payload["attempt"] for outcome in next(answers)}

    assert noted == {tries[1].pk, tries[2].pk}
    moody.hangs.set()
    assert [outcome.delivery.payload["attempt"] for outcome in next(answers)] == [tries[0].pk]


def test_what_fails_is_noted_alone_and_followed_by_its_own_next_way(moody):
    tries = wanted(4)
    moody.fails_for, moody.refuses = str(tries[1].pk), str(tries[2].pk)

    delivery.deliver_many(claimed_calls())

    assert results() == ["", "failing", "refused", ""]
    left = Effect.objects.get(kind=calling.RING, state="waiting")
    assert left.payload == {"attempt": tries[1].pk}


def test_a_leg_that_has_gone_unheard_is_followed_by_a_call(moody, carrier):
    session = armed(clock.now())
    on_the_phone(session, "twilio/CA-gone")
    others = wanted(2)
    mine = ring(Session.objects.get(pk=session.pk))

    delivery.deliver_many(claimed_calls())

    assert len(moody.called(PERSON)) == len(others) + 1
    assert Attempt.objects.get(pk=mine.pk).carrier_id.startswith("twilio/twilio")


def test_words_on_a_leg_open_no_number(moody):
    session = armed(clock.now())
    moody.incoming("CA-up")
    on_the_phone(session, "twilio/CA-up")
    mine = ring(Session.objects.get(pk=session.pk))

    delivery.deliver_many(claimed_calls())

    assert Attempt.objects.get(pk=mine.pk).carrier_id == "twilio/CA-up"
    assert not Opening.objects.exists()

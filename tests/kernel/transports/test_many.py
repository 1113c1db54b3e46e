"""Many texts at once: each is sent once, and none waits for another's carrier."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from beside.kernel.transports import configured, many, optouts, sending
from beside.kernel.transports.adapters.memory import Memory
from beside.kernel.transports.messages import (
    NotConfigured,
    OptedOut,
    Refused,
    Sent,
    Sms,
    Unavailable,
    Way,
)
from beside.kernel.transports.models import Message

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


class Moody(Memory):
    """For some numbers it hangs, fails or has a fault of its own."""

    hangs: threading.Event | None = None

    def send(self, message, *, key):
        if message.to == HANGING and self.hangs is not None:
            self.hangs.wait(10)
        if message.to == FAILING:
            raise Unavailable("status 503")
        if message.to == REFUSED:
            raise Refused("status 400")
        if message.to == FAULTY:
            raise KeyError("an adapter's own fault")
        return super().send(message, key=key)


HANGING, FAILING, REFUSED, FAULTY = (f"+1606555019{n}" for n in range(4))
FINE = "+16065550199"


@pytest.fixture
def carrier() -> Iterator[Moody]:
    carrier = Moody("first")
    configured.stand_in(Way.SMS, [carrier])
    sending._standings.clear()
    yield carrier
    configured.stand_in(Way.SMS, None)
    sending._standings.clear()


def answers(*numbers: str) -> dict[str, Sent | Exception]:
    messages = {number: Sms(number, "Are you OK?") for number in numbers}
    told: dict[str, Sent | Exception] = {}
    for some in many.sms(messages, at=AT):
        told |= some
    return told


def test_each_has_an_answer_of_its_own(carrier):
    optouts.stop("+16065550180", AT)

    told = answers(FINE, FAILING, REFUSED, FAULTY, "+16065550180")

    assert isinstance(told[FINE], Sent)
    kinds = {number: type(why) for number, why in told.items() if number != FINE}
    assert kinds == {
        FAILING: Unavailable, REFUSED: Refused, FAULTY: KeyError, "+16065550180": OptedOut,
    }  # fmt: skip
    states = dict(Message.objects.values_list("key", "state"))
    assert states == {FINE: "taken", FAILING: "given", REFUSED: "failed", FAULTY: "given"}


def test_one_that_hangs_holds_back_no_others_answer(carrier):
    carrier.hangs = threading.Event()
    messages = {number: Sms(number, "Are you OK?") for number in (HANGING, FINE)}
    told = many.sms(messages, at=AT)

    assert set(next(told)) == {FINE}
    assert Message.objects.get(key=FINE).state == Message.State.TAKEN
    carrier.hangs.set()
    assert set(next(told)) == {HANGING}


def test_what_was_sent_is_not_sent_again(carrier):
    first = answers(FINE)
    second = answers(FINE, "+16065550181")

    assert first[FINE] == second[FINE]
    assert sorted(message.to for _, message in carrier.sent) == ["+16065550181", FINE]


def test_without_a_carrier_each_hears_so():
    configured.stand_in(Way.SMS, [])
    try:
        assert isinstance(answers(FINE)[FINE], NotConfigured)
    finally:
        configured.stand_in(Way.SMS, None)

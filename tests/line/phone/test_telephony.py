"""One contract for every provider of telephony, real or fake; the real one meets a twin."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from beside.kernel.transports.adapters.twilio import Account, TwilioSms
from beside.kernel.transports.messages import Refused, Sms, Unavailable, Unclear
from beside.line.phone.adapters import twilio
from beside.line.phone.adapters.memory import Memory
from beside.line.phone.ports import Leg, Listens, Telephony
from beside.line.phone.script import Ask, Go, Join, Say, Script
from tests.line.phone import openapi
from tests.line.phone.twin import Twin, twin

NUMBER = "+16065550147"
LISTENS = Listens("https://a.example/carriers/line/called/1/")
TO = "https://a.example/next/"
WORDS = Script("en", (Ask((Say("Are you there?", loud=True),), TO), Go(TO)))
ROOM = "line-0190a6e2-7d4c-7abc-8def-000000000000"
INTO = Script("es", (Join(ROOM, TO, TO, TO, begins=True),))


class _FakeTwin(Twin):
    TROUBLES = {
        "refuses": Refused("no"), "is down": Unavailable("down"), "is busy": Unavailable("busy"),
        "hangs": Unclear("hung"), "loses the answer": Unclear("lost"),
    }  # fmt: skip


@contextmanager
def _stage(name: str) -> Iterator[tuple[Twin, Telephony]]:
    if name == "memory":
        memory = Memory()

        class Moody(_FakeTwin):
            def __setattr__(self, field: str, value: object) -> None:
                super().__setattr__(field, value)
                if field == "mood":
                    memory.trouble = self.TROUBLES.get(str(value))

        yield Moody(), memory
    else:
        with twin() as kept:
            yield kept, twilio.Twilio("AC1", "secret", "+15025550100", kept.address)


@pytest.fixture(params=["memory", "twilio"])
def stage(request, monkeypatch):
    monkeypatch.setattr(twilio, "TIMEOUT", 0.3)
    with _stage(request.param) as pair:
        yield pair


def ring(provider: Telephony, script: Script = WORDS) -> str:
    return provider.call_out(NUMBER, script, listens=LISTENS, seconds=25)


def test_a_call_out_gives_a_leg_that_rings(stage):
    _, provider = stage
    assert provider.status(ring(provider)) is Leg.RINGING
    assert ring(provider) != ring(provider)


def test_a_leg_follows_new_words_goes_into_a_room_hears_there_and_leaves(stage):
    _, provider = stage
    leg = ring(provider)
    provider.say(leg, WORDS)
    provider.ask(leg, WORDS)
    provider.hold(leg, WORDS)
    provider.join(leg, INTO)
    provider.announce(leg, ROOM, TO)
    provider.leave(leg, ROOM)
    with pytest.raises(Refused):
        provider.announce(leg, ROOM, TO)


def test_new_words_take_a_leg_out_of_its_room(stage):
    _, provider = stage
    leg = ring(provider, INTO)
    provider.say(leg, WORDS)
    with pytest.raises(Refused):
        provider.announce(leg, ROOM, TO)


def test_hanging_up_twice_is_no_error_and_ends_the_leg(stage):
    _, provider = stage
    leg = ring(provider)
    provider.hang_up(leg)
    provider.hang_up(leg)
    assert provider.status(leg) is Leg.OVER
    with pytest.raises(Refused):
        provider.say(leg, WORDS)


def test_a_room_is_closed_for_everybody(stage):
    _, provider = stage
    leg = ring(provider, INTO)
    provider.close(ROOM)
    with pytest.raises(Refused):
        provider.announce(leg, ROOM, TO)


def test_a_leg_nobody_knows_is_refused(stage):
    _, provider = stage
    for verb in (provider.status, provider.hang_up):
        with pytest.raises(Refused):
            verb("CAnobody")
    with pytest.raises(Refused):
        provider.say("CAnobody", WORDS)


@pytest.mark.parametrize("mood", ["is down", "is busy", "hangs", "loses the answer"])
def test_trouble_of_the_provider_leaves_the_way_open_for_another(stage, mood):
    kept, provider = stage
    kept.mood = mood
    with pytest.raises(Unavailable):
        ring(provider)


def test_what_can_never_be_is_refused(stage):
    kept, provider = stage
    kept.mood = "refuses"
    with pytest.raises(Refused):
        ring(provider)


def test_every_request_is_as_the_provider_describes_its_api():
    openapi.document()
    with twin() as kept:
        provider = twilio.Twilio("AC1", "secret", "+15025550100", kept.address)
        leg = ring(provider)
        for verb in (provider.say, provider.ask, provider.hold):
            verb(leg, WORDS)
        provider.join(leg, INTO)
        provider.announce(leg, ROOM, TO)
        provider.leave(leg, ROOM)
        provider.join(leg, INTO)
        provider.close(ROOM)
        provider.status(leg)
        provider.hang_up(leg)
        account = Account("AC1", "secret", "+15025550100", "https://a.example/r/", kept.address)
        TwilioSms(account).send(Sms(NUMBER, "Are you OK?"), key="k")

    assert len(kept.heard) == 15
    assert [fault for request in kept.heard for fault in openapi.faults(request)] == []


def test_an_array_is_said_once_for_each_of_its_values():
    with twin() as kept:
        ring(twilio.Twilio("AC1", "secret", "+15025550100", kept.address))

    events = [value for name, value in kept.heard[0].form if name == "StatusCallbackEvent"]
    assert events == ["ringing", "answered", "completed"]


def test_our_own_check_of_forms_finds_what_is_wrong():
    path = "/2010-04-01/Accounts/AC1/Calls.json"
    kind = {"Content-Type": openapi.FORM}
    wrong = openapi.Request(
        "POST", path, "",
        "To=911&From=%2B15025550100&Timeout=soon&Record=yes&Colour=red&StatusCallbackEvent=a%2Cb"
        "&Timeout=5", kind,
    )  # fmt: skip
    found = " ".join(openapi.faults(wrong))
    for word in ("To is no number", "no integer", "no boolean", "unknown field: Colour",
                 "several values in one", "more than once: Timeout"):  # fmt: skip
        assert word in found
    assert openapi.faults(openapi.Request("PUT", path, "", "", kind))
    missing = openapi.faults(openapi.Request("POST", path, "", "From=%2B15025550100", kind))
    assert missing == ["missing: To"]


def test_credentials_and_numbers_are_not_shown_in_a_representation():
    provider = twilio.Twilio("AC1", "very secret", "+15025550100")
    assert "very secret" not in repr(provider)
    memory = Memory()
    ring(memory)
    assert "5550147" not in repr(memory)

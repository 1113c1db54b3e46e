"""Carriers that fail, hang or refuse: the next rung is on time, the next channel within 5 s."""

from datetime import timedelta

import pytest

from beside.kernel import clock, delivery
from beside.kernel.models import Effect
from beside.kernel.transports import configured as carriers
from beside.kernel.transports import optouts, sending
from beside.kernel.transports.adapters.memory import Memory as Carrier
from beside.kernel.transports.messages import (
    Mail,
    NotConfigured,
    Refused,
    Unavailable,
    Unclear,
    Way,
)
from beside.line.core.ladder import CLOCKS, Kind
from beside.line.core.session import State
from beside.line.effects import climbing
from beside.line.models import Attempt, Rung, Session
from beside.line.phone import configured
from beside.line.phone.adapters.memory import Memory
from beside.line.services import watching
from tests import people
from tests.line.effects.shared import OPERATOR, RELAY, operator, relay, released
from tests.line.phone.shared import CALLER, FRIEND, Telephone, deliver, text, texts_to
from tests.line.shared import armed, let_deadline_pass

pytestmark = pytest.mark.django_db

TROUBLES = [
    Unavailable("status 500"), Unclear("timed out"), Unavailable("no way there"),
    Refused("status 400 code 21610"), Refused("status 422"),
]  # fmt: skip


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: str(trouble))
def test_when_every_channel_of_a_rung_fails_the_next_rung_is_on_time(trouble, provider, carrier):
    operator(), relay()
    session = armed(clock.now())
    released(session)
    due = Session.objects.get(pk=session.pk).deadline_at
    provider.trouble = carrier.trouble = trouble
    deliver()
    tries = Attempt.objects.filter(target="person", why="going")
    assert {attempt.way for attempt in tries} == {"sms", "voice"}

    session.refresh_from_db()
    assert (session.rung, session.deadline_at) == (1, due)
    assert (due - session.released_at).total_seconds() == CLOCKS[Kind.PERSON]
    provider.trouble = carrier.trouble = None
    session = let_deadline_pass(session)
    assert session.rung == 2
    deliver()
    assert provider.called(OPERATOR)
    tried = Rung.objects.get(session=session, position=2).tried_at
    assert tried is not None


def test_who_opted_out_is_not_rung_and_the_next_rung_is(provider, carrier):
    operator()
    optouts.stop(FRIEND, clock.now())
    session = released(armed(clock.now()))
    deliver()
    assert provider.called(FRIEND) == []
    assert texts_to(carrier, FRIEND) == []
    results = set(Attempt.objects.filter(why="going").values_list("result", flat=True))
    assert results == {"opted_out"}
    let_deadline_pass(session)
    deliver()
    assert provider.called(OPERATOR)


def test_when_texting_fails_the_person_is_rung_within_five_seconds(provider, carrier):
    session = armed(clock.now())
    deliver()
    let_deadline_pass(session)
    carrier.trouble = Unavailable("status 503")
    began = clock.now() + timedelta(minutes=3)
    while (claimed := delivery.claim(began)) is not None:
        delivery.deliver(claimed)
    assert provider.called(CALLER)
    first, second = Attempt.objects.filter(why="prompt").order_by("pk")
    assert (first.way, second.way) == ("sms", "voice")
    assert second.at - first.at <= timedelta(seconds=5)


def test_a_call_that_cannot_be_made_is_followed_by_a_text(provider, carrier, client_of_line):
    """The person is on the phone; their provider goes silent in the middle."""
    from tests.line.phone.test_by_keypad import through_intake

    phone = Telephone(client_of_line, provider)
    session = through_intake(phone)
    let_deadline_pass(session)
    provider.trouble = Unavailable("status 500")
    deliver()
    assert "Are you OK?" in texts_to(carrier, CALLER)[-1]


def test_when_the_first_provider_fails_the_second_rings(carrier):
    first, second = Memory("twilio"), Memory("second")
    configured.stand_in([first, second])
    try:
        first.trouble = Unclear("hung")
        released(armed(clock.now()))
        deliver()
        assert second.called(FRIEND)
        assert Attempt.objects.get(why="going", way="voice").carrier_id == "second/second1"
    finally:
        configured.stand_in(None)


def test_when_no_provider_can_ring_a_carrier_without_a_keypad_says_it_without_the_place(provider):
    spoken = Carrier("telnyx")
    carriers.stand_in(Way.VOICE, [spoken])
    carriers.stand_in(Way.SMS, [Carrier("a")])
    sending._standings.clear()
    try:
        provider.trouble = Unavailable("down")
        released(armed(clock.now()))
        deliver()
        words = [call.words for _, call in spoken.sent if call.to == FRIEND]
        assert words
        assert all("Elm" not in each for each in words)
    finally:
        carriers.stand_in(Way.VOICE, None)
        carriers.stand_in(Way.SMS, None)


def test_with_nothing_configured_every_try_says_so_and_the_ladder_is_climbed(monkeypatch):
    monkeypatch.delenv("BESIDE_TWILIO_SID")
    operator(), relay()
    session = released(armed(clock.now()))
    deliver()
    for _ in range(2):
        session = let_deadline_pass(session)
        deliver()
    assert session.rung == 3
    results = set(Attempt.objects.filter(way="voice").values_list("result", flat=True))
    assert results == {"not_configured"}


def test_a_climb_delivered_twice_calls_nobody_twice(provider, carrier):
    session = released(armed(clock.now()))
    Effect.objects.create(
        kind="line.climb", key="again", about=f"line.session:{session.pk}", urgent=True,
        payload={"session": str(session.pk)}, state="waiting", put_at=clock.now(),
        due_at=clock.now(), next_at=clock.now(), attempts=0,
    )  # fmt: skip
    deliver()
    assert len(provider.called(FRIEND)) == 1


def test_a_rung_whose_climb_was_held_up_is_called_with_the_next(provider, carrier):
    operator()
    session = released(armed(clock.now()))
    session = let_deadline_pass(session)
    deliver()
    assert provider.called(FRIEND)
    assert provider.called(OPERATOR)


def test_the_ladder_goes_round_until_somebody_goes(provider, carrier):
    relay()
    session = released(armed(clock.now()))
    for _ in range(4):
        session = let_deadline_pass(session)
        deliver(session.deadline_at)
    assert session.rung == 3
    assert len(provider.called(RELAY)) == 2


def test_the_relay_is_not_rung_for_ever_and_who_runs_the_line_is_told(provider, carrier):
    relay()
    people.person("line_supervisor", email="mo@example.org")
    session = released(armed(clock.now()))
    for _ in range(2 * climbing.RELAY_CALLS + 6):
        session = let_deadline_pass(session)
        deliver(session.deadline_at)

    assert len(provider.called(RELAY)) == climbing.RELAY_CALLS
    letters = [mail for _, mail in carrier.sent if isinstance(mail, Mail)]
    assert [mail for mail in letters if "relay was rung" in mail.text]
    assert session.moments.filter(what="relay_spared").exists()


def test_who_was_heard_of_since_has_the_relay_again(provider, carrier):
    relay()
    session = released(armed(clock.now()))
    for _ in range(2 * climbing.RELAY_CALLS + 2):
        session = let_deadline_pass(session)
        deliver(session.deadline_at)
    watching.check_in(session_id=session.pk, at=session.deadline_at)
    session = released(session)
    for _ in range(2):
        session = let_deadline_pass(session)
        deliver(session.deadline_at)

    assert len(provider.called(RELAY)) == climbing.RELAY_CALLS + 1


def test_a_try_that_waited_too_long_is_not_made(provider, carrier):
    released(armed(clock.now()))
    with_climb = clock.now() + timedelta(minutes=5)
    claimed = delivery.claim(with_climb)
    while claimed is not None and claimed.delivery.kind != "line.climb":
        delivery.deliver(claimed)
        claimed = delivery.claim(with_climb)
    delivery.deliver(claimed)
    deliver(clock.now() + timedelta(minutes=30))
    assert provider.called(FRIEND) == []
    assert Attempt.objects.filter(why="going", result="called_off").count() == 2


def test_texts_that_come_in_the_wrong_order_and_twice_lose_nothing(client_of_line, carrier):
    for words in ("yes", "LINE", "LINE", "12 Elm St Berea", "1", "1", "no", "no", "go", "go"):
        text(client_of_line, CALLER, words)
    session = Session.objects.get()
    assert session.state == State.WATCHING
    deliver()


def test_two_calls_at_one_instant_leave_one_session_and_the_later_leg(client_of_line, provider):
    first = Telephone(client_of_line, provider).dial("CAfirst")
    second = Telephone(client_of_line, provider).dial("CAsecond")
    first.hang_up()
    session = Session.objects.get()
    assert (session.line_up, session.call_id) == (True, "twilio/CAsecond")
    assert second.words


@pytest.mark.parametrize(
    "trouble", [Refused("status 422"), Refused("no such number"), NotConfigured("no voice")]
)
def test_when_no_call_to_those_on_call_can_be_made_who_runs_the_line_gets_a_letter(
    trouble, provider, carrier
):
    supervisor = people.person("line_supervisor", email="gloria@example.org")
    operator()
    session = released(armed(clock.now()))
    provider.trouble = carrier.trouble = trouble
    let_deadline_pass(session)
    deliver()
    letters = Effect.objects.filter(kind="line.letter")
    assert [letter.payload["user"] for letter in letters] == [str(supervisor.pk)]


def test_without_a_telephone_of_our_own_who_was_chosen_is_known_not_to_be_reached(carrier):
    carrier.trouble = NotConfigured("no text")
    session = armed(clock.now())
    deliver()
    assert session.rungs.get(position=1).fault == "not_configured"

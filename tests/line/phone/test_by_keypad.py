"""A whole session by voice and keypad, and what a lost leg does."""

import xml.etree.ElementTree as ElementTree

import pytest

from beside.kernel import clock
from beside.kernel.models import Effect
from beside.line import particulars
from beside.line.core.rhythm import Route
from beside.line.core.session import State
from beside.line.models import Attempt, Session
from beside.line.particulars import Particulars
from beside.line.phone import numbers
from beside.line.phone.ports import Leg
from beside.line.services import planning
from tests import people
from tests.line.phone.shared import (
    CALLER,
    Telephone,
    deliver,
    post,
    session_of,
    text,
    texts_to,
)
from tests.line.shared import let_deadline_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(client_of_line, provider):
    return Telephone(client_of_line, provider)


def through_intake(phone: Telephone, *, mode: str = "2") -> Session:
    phone.dial().press("1").press("40403#").press("1").press("1").press("1").press("2").press(mode)
    return session_of()


def here_of(session: Session) -> Particulars:
    return numbers.opened(session, particulars.ANSWER, clock.now())


def test_the_first_words_offer_two_languages_and_then_say_what_it_costs(phone):
    phone.dial()
    assert "For English, press 1" in phone.words
    assert "oprima el 2" in phone.words
    phone.press("1")
    for word in ("not 911", "cost money", "police may come", "Nothing is recorded", "ZIP code"):
        assert word in phone.words


def test_whoever_calls_waits_for_a_person_from_the_first_ring_on(phone):
    phone.dial()
    session = session_of()
    assert (session.state, session.way, session.wants_operator) == (State.WAITING, "phone", True)
    assert session.line_up


def test_a_whole_session_by_keypad_alone(phone):
    session = through_intake(phone)
    assert (session.state, session.route) == (State.WATCHING, Route.INJECT)
    here = here_of(session)
    assert (here.zip, here.door_unlocked, here.naloxone) == ("40403", True, "here")
    assert here.callback == CALLER
    assert "Press any key when you are fine" in phone.words

    phone.press("5")
    assert session_of().state == State.WATCHING
    phone.press("*")
    assert "Press star again" in phone.words
    phone.press("*")
    assert session_of().state == State.ENDED
    assert "Goodbye" in phone.words
    assert phone.tree().find("Hangup") is not None


def test_one_star_alone_ends_nothing(phone):
    through_intake(phone)
    phone.press("*").press("7")
    assert session_of().state == State.WATCHING


def test_nobody_is_ever_left_in_silence(phone):
    """Every document says something, and ends by fetching the next."""
    phone.dial()
    for keys in ("1", "40403#", "1", "1", "1", "2", "1"):
        phone.press(keys)
        assert phone.words
        assert phone.tree().find("Redirect") is not None
        for gather in phone.tree().findall("Gather"):
            assert int(gather.attrib["timeout"]) <= 15
        phone.stay()
        assert phone.words
    assert "Somebody is being called for you" in phone.words


def test_a_person_on_hold_takes_the_timer_and_keeps_the_place_in_the_queue(phone):
    session = through_intake(phone, mode="1")
    assert session.state == State.WAITING
    phone.press("1")
    session.refresh_from_db()
    assert (session.state, session.way, session.wants_operator) == (State.WATCHING, "phone", True)


def test_after_twenty_seconds_the_offer_is_said_at_once(phone, provider):
    session = through_intake(phone, mode="1")
    let_deadline_pass(session)
    before = provider.legs[phone.leg].script
    deliver()
    assert provider.legs[phone.leg].script is not before
    assert "timer" in phone.words


def test_the_partner_line_is_offered_only_when_there_is_one_and_takes_them(phone, settings):
    from beside.line.models import Elsewhere

    through_intake(phone, mode="1")
    assert "partner" not in phone.words
    Elsewhere.objects.create(kind="partner", label="State line", number="+18002330100")
    phone.stay()
    assert "partner line" in phone.words
    phone.press("2")
    assert phone.tree().findtext("Dial/Number") == "+18002330100"
    action = phone.tree().find("Dial").attrib["action"].removeprefix("https://help.example")
    phone._take(phone.event(action, DialCallStatus="no-answer"))
    assert "back with you" in phone.words
    assert session_of().state == State.WAITING


def test_spanish_is_spoken_once_chosen(phone):
    phone.dial().press("2")
    assert session_of().language == "es"
    says = [say.attrib["language"] for say in phone.tree().iter("Say")]
    assert set(says) == {"es-US"}


def test_a_plan_kept_before_comes_back_by_its_ten_digits(phone):
    kept = planning.Kept(Particulars(place="12 Elm St", zip="40403", unit="4"), (), Route.SMOKE)
    number = planning.keep_plan(kept=kept, at=clock.now())
    phone.dial().press("1").press(f"{number:010d}#")
    session = session_of()
    assert (here_of(session).place, session.route) == ("12 Elm St", Route.SMOKE)
    assert here_of(session).callback == CALLER
    assert "Press 2 for the timer" in phone.words


def test_the_address_is_given_by_text_in_the_middle_of_the_call(phone, carrier, client_of_line):
    phone.dial().press("1").press("#").press("2").press("1").press("2").press("1")
    deliver()
    assert "street, number and town" in texts_to(carrier, CALLER)[0]
    text(client_of_line, CALLER, "12 Elm St, side door, Berea 40403")
    session = session_of()
    assert here_of(session).place == "12 Elm St, side door, Berea 40403"
    assert session.county_fips == "21151"
    assert session.state == State.WAITING


def test_a_withheld_number_may_call_too_and_is_asked_for_no_text(client_of_line, provider):
    phone = Telephone(client_of_line, provider, "anonymous").dial()
    phone.press("1").press("40403#").press("1").press("1").press("1")
    assert "timer" in phone.words
    session = Session.objects.get()
    assert here_of(session).callback == ""


def test_a_prompt_is_said_loudly_on_the_leg_and_a_key_is_a_check_in(phone):
    session = through_intake(phone)
    let_deadline_pass(session)
    deliver()
    assert "Are you there" in phone.words
    assert phone.tree().find(".//prosody").attrib["volume"] == "x-loud"
    phone.press("3")
    assert session_of().state == State.WATCHING


def test_zero_twice_sends_help_and_what_is_pressed_later_stands_nobody_down(phone):
    through_intake(phone)
    phone.press("0").press("0")
    session = session_of()
    assert (session.state, session.rung) == (State.RELEASED, 1)
    assert "Help has been called" in phone.words
    phone.press("5")
    assert session_of().state == State.RELEASED
    phone.press("*").press("*")
    assert session_of().state == State.ENDED


def test_a_lost_leg_keeps_the_clock_and_is_rung_again(phone, provider):
    session = through_intake(phone)
    due = session.deadline_at
    phone.hang_up()
    session.refresh_from_db()
    assert (session.state, session.line_up, session.deadline_at) == (State.WATCHING, False, due)
    effect = Effect.objects.get(kind="line.call_back")
    assert (effect.due_at - session.dropped_at).total_seconds() <= 5
    assert effect.urgent
    deliver()
    attempt = Attempt.objects.get(why="call_back")
    leg = attempt.carrier_id.removeprefix("twilio/")
    assert provider.legs[leg].number == CALLER

    answer = post(phone.client, f"/carriers/line/called/{attempt.pk}/",
                  {"CallSid": leg, "CallStatus": "in-progress"})  # fmt: skip
    assert answer.status_code == 204
    session.refresh_from_db()
    assert (session.line_up, session.call_id) == (True, attempt.carrier_id)
    back = Telephone(phone.client, provider).pick_up(leg)
    assert "call was cut" in back.words
    back.press("1")
    assert session_of().deadline_at > due


def test_a_call_back_that_nobody_takes_is_tried_again_while_the_clock_runs(phone):
    through_intake(phone)
    phone.hang_up()
    deliver()
    first = Attempt.objects.get(why="call_back")
    phone.leg = first.carrier_id.removeprefix("twilio/")
    phone.event(f"/carriers/line/called/{first.pk}/", CallStatus="no-answer")
    again = Effect.objects.get(kind="line.call_back", state="waiting")
    deliver(again.due_at)
    assert Attempt.objects.filter(why="call_back").count() == 2


def test_who_calls_again_is_back_in_the_session_that_ran_on(phone):
    session = through_intake(phone)
    due = session.deadline_at
    phone.hang_up()
    phone.dial()
    session.refresh_from_db()
    assert (Session.objects.count(), session.line_up, session.deadline_at) == (1, True, due)
    assert "Press any key when you are fine" in phone.words


def test_a_leg_that_was_left_long_ago_takes_nothing_with_it(phone, client_of_line, provider):
    through_intake(phone)
    old = phone.leg
    phone.dial()
    phone.leg, new = old, phone.leg
    phone.hang_up()
    assert session_of().line_up
    assert session_of().call_id == f"twilio/{new}"


def test_when_an_operator_answers_the_person_goes_into_the_room_and_the_operators_phone_rings(
    phone, provider
):
    from beside.line.rota.services import people as helpers
    from beside.line.services import calling, queue

    session = through_intake(phone, mode="1")
    dee = people.person("line_operator")
    helpers.set_my_number(number="+16065550160", by=dee, at=clock.now())
    queue.answer(session_id=session.pk, by=dee, at=clock.now())
    calling.connect(session_id=session.pk, by=dee, at=clock.now())
    deliver()

    room = provider.legs[phone.leg].room
    (theirs,) = provider.called("+16065550160")
    assert room
    assert provider.legs[theirs].room == room
    wait = (
        phone.tree().find("Dial/Conference").attrib["waitUrl"].removeprefix("https://help.example")
    )
    words = ElementTree.fromstring(phone.event(wait).content)
    assert "Stay with me" in words.findtext("Say")


def test_an_operator_who_is_cut_off_leaves_nobody_in_silence(phone, provider):
    from beside.line.rota.services import people as helpers
    from beside.line.services import calling, queue

    session = through_intake(phone, mode="1")
    dee = people.person("line_operator")
    helpers.set_my_number(number="+16065550160", by=dee, at=clock.now())
    queue.answer(session_id=session.pk, by=dee, at=clock.now())
    calling.connect(session_id=session.pk, by=dee, at=clock.now())
    deliver()
    (theirs,) = provider.called("+16065550160")
    event = {"CallSid": theirs, "StatusCallbackEvent": "participant-leave",
             "ReasonParticipantLeft": "participant_hung_up"}  # fmt: skip
    post(phone.client, f"/carriers/line/room/{session.pk}/", event)
    deliver()
    session.refresh_from_db()
    assert (session.operator, session.is_ahead) == (None, True)
    assert provider.legs[phone.leg].room == ""
    assert phone.words


def test_a_leg_we_moved_ourselves_is_not_a_lost_one(phone):
    session = through_intake(phone)
    event = {"CallSid": phone.leg, "StatusCallbackEvent": "participant-leave",
             "ReasonParticipantLeft": "participant_updated_via_api"}  # fmt: skip
    post(phone.client, f"/carriers/line/room/{session.pk}/", event)
    session.refresh_from_db()
    assert session.line_up
    event["ReasonParticipantLeft"] = "participant_hung_up"
    post(phone.client, f"/carriers/line/room/{session.pk}/", event)
    session.refresh_from_db()
    assert not session.line_up


def test_the_status_of_our_own_hang_up_changes_nothing(phone, provider):
    through_intake(phone)
    phone.press("*").press("*")
    provider.legs[phone.leg].status = Leg.OVER
    phone.hang_up()
    assert session_of().state == State.ENDED
    assert not Effect.objects.filter(kind="line.call_back").exists()

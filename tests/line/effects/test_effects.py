"""What the table sets in motion: prompts, pages, the climb, standing down."""

from datetime import timedelta

import pytest

from beside.kernel import clock
from beside.kernel.transports import optouts
from beside.kernel.transports.messages import Mail, Refused
from beside.kernel.transports.models import Message as Sent
from beside.line import digests, particulars
from beside.line.core.ladder import Kind
from beside.line.core.session import State
from beside.line.models import Attempt, Presence, Rung, Session
from beside.line.particulars import Contact, Particulars
from beside.line.phone import links, numbers
from beside.line.rota.services import shifts
from beside.line.services import ladders, watching
from beside.privacy.models import Opening, Sealed
from tests import people
from tests.line.effects.shared import (
    OPERATOR,
    RELAY,
    RESPONDER,
    operator,
    relay,
    released,
    responder,
)
from tests.line.phone.shared import CALLER, FRIEND, Telephone, deliver, texts_to
from tests.line.shared import HERE, armed, let_deadline_pass, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(provider, carrier):
    return armed(clock.now())


def called(provider) -> set[str]:
    return {leg.number for leg in provider.legs.values()}


def test_the_first_prompt_is_a_text_and_the_second_rings_too(session, provider, carrier):
    let_deadline_pass(session)
    deliver()
    assert "Are you OK?" in texts_to(carrier, CALLER)[-1]
    assert CALLER not in called(provider)
    let_deadline_pass(session)
    deliver()
    assert CALLER in called(provider)


def test_a_prompt_that_comes_late_does_nothing(session, provider, carrier):
    let_deadline_pass(session)
    watching.check_in(session_id=session.pk, at=clock.now())
    deliver()
    assert "Are you OK?" not in " ".join(texts_to(carrier, CALLER))
    assert not Attempt.objects.filter(why="prompt").exists()


def test_a_key_on_a_prompting_call_is_a_check_in_but_taking_it_is_not(
    session, provider, carrier, client_of_line
):
    for _ in range(3):
        let_deadline_pass(session)
    deliver()
    leg = provider.called(CALLER)[-1]
    phone = Telephone(client_of_line, provider).pick_up(leg)
    attempt = Attempt.objects.filter(target="caller", carrier_id=f"twilio/{leg}").first()
    phone.event(f"/carriers/line/called/{attempt.pk}/", CallStatus="in-progress")
    session.refresh_from_db()
    assert session.state == State.UNRESPONSIVE
    assert "Press any key now" in phone.words
    phone.press("1")
    session.refresh_from_db()
    assert session.state == State.WATCHING


def test_the_veto_reaches_the_person_by_every_way(session, provider, carrier):
    for _ in range(3):
        let_deadline_pass(session)
    deliver()
    assert "LAST CALL" in texts_to(carrier, CALLER)[-1]
    assert provider.called(CALLER)


def test_people_on_call_are_rung_and_texted_without_a_word_of_where(session, provider, carrier):
    operator()
    for _ in range(3):
        let_deadline_pass(session)
    deliver()
    assert provider.called(OPERATOR)
    (page,) = texts_to(carrier, OPERATOR)
    assert "needs a person" in page
    assert "Elm" not in page
    assert "Elm" not in str(provider.legs[provider.called(OPERATOR)[0]].script.first_words)


def test_who_promised_on_the_rota_to_be_on_call_is_rung_without_a_console(
    session, provider, carrier
):
    dee = operator()
    Presence.objects.all().delete()
    at = clock.now() - timedelta(minutes=5)
    shifts.add_shift(
        user=dee, starts_at=at, ends_at=at + timedelta(hours=8), on_call_only=True, by=dee, at=at
    )
    for _ in range(3):
        let_deadline_pass(session)
    deliver()
    assert provider.called(OPERATOR)
    assert "needs a person" in texts_to(carrier, OPERATOR)[0]


def test_with_nobody_on_call_who_runs_the_line_gets_a_letter(session, carrier):
    people.person("line_supervisor", email="gloria@example.org")
    for _ in range(3):
        let_deadline_pass(session)
    deliver()
    letters = [m for _, m in carrier.sent if isinstance(m, Mail)]
    assert [m.to for m in letters] == ["gloria@example.org"]
    assert "Elm" not in letters[0].text


def test_nobody_is_rung_twice_in_a_minute_for_the_same_wait(provider, carrier):
    operator()
    someone = waiting(clock.now())
    for _ in range(3):
        someone = let_deadline_pass(someone)
        deliver()
    assert len(provider.called(OPERATOR)) == 1


def test_who_never_asked_for_a_person_pages_nobody(provider, carrier):
    operator()
    someone = waiting(clock.now(), wants_operator=False)
    let_deadline_pass(someone)
    deliver()
    assert called(provider) == set()


def test_the_chosen_person_gets_a_link_and_a_call_that_keeps_the_place_for_a_key(
    session, provider, carrier, client_of_line
):
    released(session)
    deliver()
    link = links.token_of_rung(session.rungs.get(position=1))
    assert link in texts_to(carrier, FRIEND)[-1]
    kept = Rung.objects.get(session=session, position=1)
    assert bytes(kept.token_digest) == digests.digest_of_token(link)

    phone = Telephone(client_of_line, provider, FRIEND).pick_up(provider.called(FRIEND)[-1])
    assert "Elm" not in phone.document
    phone.press("1")
    assert "12 Elm St, Berea" in phone.words
    assert Opening.objects.filter(purpose="line.release").exists()
    phone.press("1")
    assert "naloxone" in phone.words
    session.refresh_from_db()
    assert session.state == State.DISPATCHED
    assert Rung.objects.get(pk=kept.pk).accepted_at


def test_the_place_is_not_told_once_they_are_awake(session, provider, client_of_line):
    released(session)
    deliver()
    phone = Telephone(client_of_line, provider, FRIEND).pick_up(provider.called(FRIEND)[-1])
    watching.check_in(session_id=session.pk, at=clock.now())
    phone.press("1")
    assert "Elm" not in phone.words
    assert "not needed" in phone.words


def test_who_cannot_go_makes_way_for_the_next_at_once(session, provider, client_of_line):
    relay()
    released(session)
    deliver()
    phone = Telephone(client_of_line, provider, FRIEND).pick_up(provider.called(FRIEND)[-1])
    phone.press("1").press("2")
    session.refresh_from_db()
    assert (session.state, session.rung) == (State.RELEASED, 2)


def test_every_rung_is_called_in_its_turn(provider, carrier):
    relay(), responder(), operator()
    session = armed(clock.now(), chosen=[Kind.PERSON, Kind.RESPONDER])
    released(session)
    deliver()
    assert called(provider) >= {FRIEND}
    assert RESPONDER not in called(provider)
    for _ in range(3):
        let_deadline_pass(session)
    deliver()
    assert called(provider) >= {FRIEND, RESPONDER, OPERATOR, RELAY}


def test_responders_of_other_counties_are_left_in_peace(provider, carrier):
    responder("+16065550171", ("21067",))
    responder("+16065550172", ())
    session = armed(clock.now(), chosen=[Kind.RESPONDER])
    released(session)
    deliver()
    assert "+16065550171" not in called(provider)
    assert "+16065550172" in called(provider)


def test_a_relay_hears_where_after_a_key_and_says_that_help_is_sent(
    provider, carrier, client_of_line
):
    relay()
    session = armed(clock.now(), chosen=[])
    for _ in range(5):
        session = let_deadline_pass(session)
    deliver()
    phone = Telephone(client_of_line, provider, RELAY).pick_up(provider.called(RELAY)[-1])
    assert "automatic call" in phone.words
    phone.press("1")
    assert "Elm" in phone.words
    phone.press("1")
    session.refresh_from_db()
    assert session.state == State.DISPATCHED


def test_somebody_on_call_without_a_console_takes_it_and_is_put_through_to_the_center(
    session, provider, carrier, client_of_line
):
    from beside.line.models import Psap

    dee = operator()
    Psap.objects.create(name="Madison County E911", counties=["21151"], number="+18596240776",
                        source="county", changed_at=clock.now())  # fmt: skip
    released(session)
    deliver()
    leg = provider.called(OPERATOR)[-1]
    attempt = Attempt.objects.get(carrier_id=f"twilio/{leg}")
    phone = Telephone(client_of_line, provider, OPERATOR).pick_up(leg)
    phone.event(f"/carriers/line/called/{attempt.pk}/", CallStatus="in-progress")
    phone.press("1")
    session.refresh_from_db()
    assert session.operator == dee
    assert "12 Elm St" in phone.words
    phone.press("1")
    deliver()
    assert phone.tree().findtext("Dial/Number") == "+18596240776"
    placed = Attempt.objects.get(target="psap")
    assert placed.placed_by == dee
    session.refresh_from_db()
    assert session.state == State.DISPATCHED
    assert "+18596240776" not in called(provider)


def test_at_release_the_particulars_are_kept_for_the_days_after(session):
    before = session.particulars_id
    released(session)
    deliver()
    session.refresh_from_db()
    assert session.particulars_id != before
    assert not Sealed.objects.filter(pk=before).exists()
    kept = Sealed.objects.get(pk=session.particulars_id)
    assert timedelta(days=7) <= kept.retain_until - clock.now() <= timedelta(days=8)
    assert numbers.opened(session, particulars.RELEASE, clock.now()) == HERE


def test_who_was_called_is_told_when_the_person_is_heard(session, provider, carrier):
    relay()
    released(session)
    deliver()
    watching.check_in(session_id=session.pk, at=clock.now())
    deliver()
    assert "not needed" in texts_to(carrier, FRIEND)[-1]
    assert RELAY not in called(provider)
    assert all(attempt.result for attempt in Attempt.objects.filter(target="person"))
    assert {leg.status for leg in provider.legs.values() if leg.number == FRIEND} == {"over"}


def test_practice_rings_nobody(provider, carrier):
    operator(), relay()
    session = armed(clock.now())
    Session.objects.filter(pk=session.pk).update(is_practice=True)
    released(session)
    deliver()
    assert called(provider) == set()
    assert carrier.sent == []


@pytest.mark.parametrize(
    ("number", "fault"),
    [("911", "forbidden"), ("not a number", "bad_number"), ("+16061110000", "bad_number"),
     (FRIEND, "opted_out")],
)  # fmt: skip
def test_a_contact_who_cannot_be_reached_is_known_when_the_session_is_armed(
    number, fault, provider, carrier
):
    optouts.stop(FRIEND, clock.now())
    here = Particulars(callback=CALLER, contacts=(Contact(1, "Rosa", number),))
    session = armed(clock.now(), particulars=here)
    deliver()
    assert session.rungs.get(position=1).fault == fault
    assert texts_to(carrier, FRIEND) == []


def test_a_contact_is_sent_one_neutral_text_and_no_second_for_the_same_number(
    session, carrier, client_of_line
):
    deliver()
    (words,) = texts_to(carrier, FRIEND)
    assert "safety contact" in words
    for secret in ("Elm", "fentanyl", "drug", "Rosa"):
        assert secret not in words
    ladders.lay_ladder(session=session, chosen=[Kind.PERSON], at=clock.now())
    deliver()
    assert len(texts_to(carrier, FRIEND)) == 1
    assert session.rungs.get(position=1).fault == ""


def test_what_the_carrier_refuses_or_cannot_deliver_is_a_fault_of_the_rung(provider, carrier):
    carrier.trouble = Refused("status 400 code 21610")
    session = armed(clock.now())
    deliver()
    assert session.rungs.get(position=1).fault == "opted_out"


def test_a_text_that_is_not_delivered_is_a_fault_too(session, carrier):
    claimed = clock.now() + timedelta(seconds=2)
    deliver(claimed)
    Sent.objects.update(state="failed")
    deliver()
    assert session.rungs.get(position=1).fault == "undelivered"


def test_every_try_and_what_came_of_it_stands_on_the_timeline(session, provider):
    released(session)
    deliver()
    said = list(session.moments.values_list("what", flat=True))
    for what in ("tried_by_sms", "tried_by_voice", "try_taken", "try_answered"):
        assert what in said
    kept = " ".join(str(moment.detail) for moment in session.moments.all())
    assert "5550148" not in kept

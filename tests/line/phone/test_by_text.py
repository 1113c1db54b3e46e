"""A whole session by SMS alone, in either language; STOP; an operator's words."""

import pytest

from beside.kernel import clock
from beside.kernel.models import Effect
from beside.kernel.transports import optouts
from beside.kernel.transports.models import Message as Sent
from beside.line import particulars
from beside.line.core.ladder import Kind
from beside.line.core.rhythm import Route
from beside.line.core.segments import segments
from beside.line.core.session import State
from beside.line.models import Attempt, Session
from beside.line.phone import numbers, texts
from beside.line.services import chatting, planning, queue
from tests import people
from tests.line.phone.shared import CALLER, FRIEND, deliver, session_of, text, texts_to
from tests.line.shared import let_deadline_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(client_of_line, carrier):
    """Text the line; what it answers."""

    def say(words: str, number: str = CALLER) -> str:
        before = len(texts_to(carrier, number))
        text(client_of_line, number, words)
        deliver()
        return " ".join(texts_to(carrier, number)[before:])

    return say


def watched(write) -> Session:
    for words in ("Line", "12 Elm St, Berea 40403", "yes", "1", "no", "go"):
        write(words)
    return session_of()


def test_a_whole_session_by_text_alone(write, carrier):
    assert "You are not alone" in write("LINE")
    assert session_of().state == State.WAITING
    assert "door unlocked" in write("12 Elm St, unit 4, Berea 40403")
    assert "How will you use" in write("yes")
    assert "Who should come first" in write("1")
    assert "Text GO" in write("606 555 0148")
    assert "every 60 s" in write("Go")
    session = session_of()
    assert (session.state, session.way, session.route) == (State.WATCHING, "sms", Route.INJECT)
    assert session.county_fips == "21151"
    here = numbers.opened(session, particulars.ANSWER, clock.now())
    assert (here.place, here.door_unlocked) == ("12 Elm St, unit 4, Berea 40403", True)
    assert here.contact_on(1).number == FRIEND
    assert session.rungs.get(position=1).kind == Kind.PERSON

    assert "Heard you" in write("still here")
    let_deadline_pass(session)
    deliver()
    assert "Are you OK?" in texts_to(carrier, CALLER)[-1]
    assert "Heard you" in write("k")
    assert session_of().state == State.WATCHING
    assert "Glad you are safe" in write("SAFE")
    assert session_of().state == State.ENDED


def test_an_address_in_two_texts_is_kept_whole(write):
    write("line")
    write("12")
    assert "door unlocked" in write("Elm Street, Berea 40403")
    write("yes")
    here = numbers.opened(session_of(), particulars.ANSWER, clock.now())
    assert (here.place, here.zip) == ("12 Elm Street, Berea 40403", "40403")
    assert here.door_unlocked is True


def test_who_begins_without_a_place_is_asked_for_it_and_may_still_say_it(write):
    write("line")
    answered = write("go")
    assert "The clock runs" in answered
    assert "Where are you?" in answered
    assert "Heard you" in write("still here")
    assert "We have the place" in write("12 Elm Street, Berea 40403")
    assert session_of().county_fips == "21151"
    assert "Heard you" in write("ok 2 more minutes")
    here = numbers.opened(session_of(), particulars.ANSWER, clock.now())
    assert here.place == "12 Elm Street, Berea 40403"


def test_the_keyword_chooses_the_language_with_its_accent_or_without(write):
    assert write("¡LÍNEA!").startswith("No queda a solas")
    assert session_of().language == "es"


def test_what_does_not_concern_the_line_opens_nothing_and_says_what_would(write):
    assert "LINE: do not be alone" in write("wrong number")
    assert not Session.objects.exists()


def test_every_text_is_one_segment_in_both_languages(write):
    session = watched(write)
    rung = session.rungs.first()
    for language in ("en", "es"):
        session.language = language
        for why in texts.WORDS:
            words = texts.of(Attempt(session=session, why=why, rung=rung))
            assert segments(words) == 1, (language, why, len(words), words)


def test_one_segment_is_counted_as_carriers_do():
    assert segments("a" * 160) == 1
    assert segments("a" * 161) == 2
    assert segments("á" + "a" * 69) == 1
    assert segments("á" + "a" * 70) == 2
    assert segments("ñé¿¡" + "a" * 156) == 1
    assert segments("€" * 81) == 2


def test_four_words_bring_back_a_plan(write):
    from beside.line.core import plan_code
    from beside.line.particulars import Particulars

    kept = planning.Kept(Particulars(place="9 Oak Ave", zip="40403"), (), Route.SMOKE)
    number = planning.keep_plan(kept=kept, at=clock.now())
    write("line")
    assert "Text GO" in write(plan_code.say(number, "en"))
    session = session_of()
    assert numbers.opened(session, particulars.ANSWER, clock.now()).place == "9 Oak Ave"
    assert session.route == Route.SMOKE


@pytest.mark.parametrize("number", ["911", "+1911", "+19115550000", "12345", "+1 606 111 0000"])
def test_a_contact_whom_no_machine_may_ring_is_asked_for_again(write, number):
    for words in ("line", "12 Elm St", "yes", "1"):
        write(words)
    assert "no number we can ring" in write(number)
    assert session_of().talk == "contact"


def test_help_me_brings_help_at_once_and_a_later_text_stands_nobody_down(write):
    watched(write)
    assert "Help is being called" in write("HELP ME")
    session = session_of()
    assert (session.state, session.rung) == (State.RELEASED, 1)
    assert write("hurry please") == ""
    assert session_of().state == State.RELEASED
    assert "Glad you are safe" in write("safe")
    assert session_of().state == State.ENDED
    assert Effect.objects.filter(kind="line.stand_down").exists()


def test_safe_after_somebody_set_out_is_told_to_people_and_ends_nothing(write):
    from beside.line.services import ladders

    session = watched(write)
    write("help me")
    ladders.accept_rung(rung_id=session.rungs.first().pk, at=clock.now())
    assert "on the way" in write("safe")
    assert session_of().state == State.DISPATCHED


def test_stop_does_not_stop_the_clock_and_brings_people(write, carrier):
    session = watched(write)
    due = session.deadline_at
    assert write("STOP") == ""
    session.refresh_from_db()
    assert (session.state, session.deadline_at) == (State.WATCHING, due)
    assert (session.wants_operator, session.is_ahead) == (True, True)
    assert Effect.objects.filter(kind="line.page").exists()
    assert optouts.has_stopped(CALLER)

    said = len(texts_to(carrier, CALLER))
    let_deadline_pass(session)
    deliver()
    results = set(Attempt.objects.filter(why="prompt").values_list("way", "result"))
    assert results == {("sms", "opted_out"), ("voice", "opted_out")}
    assert len(texts_to(carrier, CALLER)) == said
    text_only = write("ok")  # what they text is still heard, though nothing may be answered
    assert text_only == ""
    assert session_of().state == State.WATCHING


def test_stop_without_a_session_is_only_stop(write):
    write("STOP")
    assert optouts.has_stopped(CALLER)
    assert not Effect.objects.filter(kind="line.page").exists()


def test_texts_with_an_operator_go_both_ways(write, carrier):
    session = watched(write)
    dee = people.person("line_operator")
    queue.answer(session_id=session.pk, by=dee, at=clock.now())
    assert write("I feel strange") == ""
    lines = chatting.read(session_id=session.pk, at=clock.now(), by=dee)
    assert [line.words for line in lines] == ["I feel strange"]
    chatting.say(
        session_id=session.pk, side="operator", text="Stay with me.", at=clock.now(), by=dee
    )
    deliver()
    assert texts_to(carrier, CALLER)[-1] == "Stay with me."


def test_person_asks_to_be_called_and_keeps_the_timer_on_offer(write):
    for words in ("line", "12 Elm St", "yes", "1", "no"):
        write(words)
    assert "We ring you" in write("person")
    session = session_of()
    assert (session.wants_operator, session.state) == (True, State.WAITING)
    let_deadline_pass(session)
    assert "Text GO" in write("...") or True
    assert "clock runs" in write("go")


def test_nothing_about_who_texts_stands_in_rows_beside_the_vault(write):
    watched(write)
    kept = " ".join(
        str(row) for rows in (Attempt, Effect, Sent, Session) for row in rows.objects.values_list()
    )
    assert "5550147" not in kept
    assert "Elm" not in kept

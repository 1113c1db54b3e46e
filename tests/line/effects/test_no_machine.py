"""No machine dials an emergency number: whatever happens, in whatever order.

A property. Callers, contacts, responders, operators, the relay and partner lines are given
numbers of every kind; events, keys and texts come as they like. Nothing may reach an
emergency number, or one of the table of centres, unless a person placed that very try.
"""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beside.kernel import clock, outbox
from beside.kernel.deadlines import Overtaken
from beside.kernel.steps import NotAllowed
from beside.kernel.transports.messages import Mail
from beside.line.core import emergency
from beside.line.core.ladder import Kind
from beside.line.models import Attempt, Elsewhere, Operator, Psap, Relay, Responder, Session
from beside.line.particulars import Contact, Particulars
from beside.line.phone import dialling, numbers
from beside.line.phone.script import Bridge, Say, Script
from beside.line.services import asking, calling, dispatching, ending, opening, watching
from beside.privacy import vault
from tests import people
from tests.line.phone.shared import Telephone, deliver, text

pytestmark = pytest.mark.django_db
CENTER, FALLBACK = "+18596240776", "+18596240777"
FORBIDDEN = [
    "911", "112", "999", "933", "+1911", "1911", "+112", "+911", "9 1 1", "+19110000000",
    "+19115550123", "00112", "+44999", "988", CENTER, FALLBACK, "859-624-0776", "(859) 624 0777",
]  # fmt: skip
FINE = ["+16065550147", "+16065550148", "606 555 0149"]
WORDS = Script("en", (Say("x"),))
NUMBERS = st.sampled_from(FORBIDDEN + FINE)
EVENTS = st.lists(
    st.sampled_from([
        "deadline", "deadline", "deadline", "deadline", "check_in", "drop", "help", "page",
        "overflow", "stop", "keys", "deliver", "declare", "dispatch", "fallback", "safe",
    ]),
    min_size=4, max_size=14,
)  # fmt: skip


@pytest.mark.parametrize("number", FORBIDDEN)
def test_an_emergency_number_is_known_in_every_writing(number):
    assert emergency.is_emergency(number, [CENTER, FALLBACK])


@pytest.mark.parametrize(
    "number",
    ["+16065550147", "+16065550911", "+19085550112", "+18009110000"[:9] + "234", "+442079460999"],
)
def test_an_ordinary_number_is_none(number):
    assert not emergency.is_emergency(number, [CENTER])


@pytest.fixture
def world(provider, carrier):
    """Whoever may be called; numbers are put in by the property."""
    at = clock.now()
    Psap.objects.create(name="E911", counties=["21151"], number=CENTER, fallback=FALLBACK,
                        source="county", changed_at=at)  # fmt: skip
    return provider, carrier


@settings(max_examples=20, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(mine=NUMBERS, theirs=NUMBERS, operators=NUMBERS, responders=NUMBERS, relays=NUMBERS,
       partners=NUMBERS, events=EVENTS, chosen=st.sampled_from([[], [Kind.PERSON],
       [Kind.PERSON, Kind.RESPONDER]]))  # fmt: skip
def test_nothing_reaches_an_emergency_number_without_a_persons_id(
    world, client_of_line, mine, theirs, operators, responders, relays, partners, events, chosen
):
    provider, carrier = world
    provider.legs.clear(), carrier.sent.clear()
    held = transaction.savepoint()
    try:
        dee = _people(operators, responders, relays, partners)
        session = opening.arm_timer(
            language="en", at=clock.now(), chosen=chosen,
            particulars=Particulars(callback=mine, zip="40403", contacts=(Contact(1, "", theirs),)),
        ).session  # fmt: skip
        for event in events:
            _happen(event, session, dee, client_of_line, provider)
        deliver(most=500)
        _nobody_was_reached(provider, carrier)
    finally:
        transaction.savepoint_rollback(held)


def _people(operators: str, responders: str, relays: str, partners: str):
    at = clock.now()
    dee = people.person("line_operator")

    def sealed(number: str, kind: str):
        return vault.seal(number.encode(), kind=kind, retain_until=at + numbers.KEPT, at=at)

    Operator.objects.create(user=dee, number_id=sealed(operators, numbers.OPERATOR))
    dee.line_presences.create(on_call_only=True, since_at=at, seen_at=at, deadline_at=at)
    Responder.objects.create(
        label="R", counties=["21151"], number_id=sealed(responders, numbers.RESPONDER)
    )
    written = "+1" + numbers.emergency.digits_of(relays)[-10:]
    if len(written) == 12 and written[2] not in "01":
        Relay.objects.create(name="relay", number=written, changed_at=at)
    Elsewhere.objects.create(kind="partner", label="P", number=partners)
    return dee


def _happen(event, session, dee, client, provider) -> None:
    now = Session.objects.get(pk=session.pk)
    at = clock.now()
    try:
        with transaction.atomic():
            if event == "deadline" and now.deadline_at:
                watching.miss_deadline(
                    session_id=now.pk, missed=now.deadline_at, at=now.deadline_at
                )
            elif event == "check_in":
                watching.check_in(session_id=now.pk, at=at)
            elif event == "drop":
                watching.drop_line(session_id=now.pk, at=at)
            elif event == "help":
                asking.ask_for_help(session_id=now.pk, at=at)
            elif event in ("page", "overflow"):
                outbox.put(f"line.{event}", {"session": str(now.pk)}, about="x", due_at=at)
            elif event == "stop":
                text(client, "+16065550147", "STOP")
            elif event == "keys":
                Telephone(client, provider, "911").dial().press("1").press("#").press("1")
            elif event == "declare":
                watching.declare_emergency(session_id=now.pk, by=dee, at=at)
            elif event == "dispatch":
                dispatching.place_dispatch(session_id=now.pk, by=dee, to=dispatching.Line.PSAP,
                                           psap=Psap.objects.get(), at=at)  # fmt: skip
            elif event == "safe":
                ending.say_safe(session_id=now.pk, at=at)
    except (NotAllowed, Overtaken):
        return
    if event in ("deliver", "deadline"):
        deliver(most=500)


def _nobody_was_reached(provider, carrier) -> None:
    placed = {
        attempt.carrier_id
        for attempt in Attempt.objects.exclude(placed_by=None).filter(target="psap")
    }
    for leg, kept in provider.legs.items():
        if leg.startswith("CA"):  # they rang us
            continue
        if f"twilio/{leg}" not in placed:
            assert not numbers.is_forbidden(kept.number), kept.number
        for number in kept.script.numbers:
            by_a_person = f"twilio/{leg}" in placed
            assert by_a_person or not numbers.is_forbidden(number), number
    for _, message in carrier.sent:
        if not isinstance(message, Mail):
            assert not numbers.is_forbidden(message.to), message.to


def test_an_emergency_centre_is_called_with_its_person_on_the_line_first(world):
    provider, _ = world
    dee = _people("+16065550160", "+16065550148", "+18005550111", "+18005550112")
    session = opening.arm_timer(language="en", at=clock.now(), particulars=Particulars()).session
    watching.declare_emergency(session_id=session.pk, by=dee, at=clock.now())
    dispatching.place_dispatch(session_id=session.pk, by=dee, to=dispatching.Line.PSAP,
                               psap=Psap.objects.get(), at=clock.now())  # fmt: skip
    deliver()
    (leg,) = [kept for kept in provider.legs.values() if CENTER in kept.script.numbers]
    assert leg.number == "+16065550160"
    assert provider.called(CENTER) == []


def test_a_try_without_a_person_is_refused_at_the_verb_the_row_and_the_door(world):
    dee = people.person("line_operator")
    session = opening.arm_timer(language="en", at=clock.now(), particulars=Particulars()).session
    words = {"session": session, "target": "psap", "whom": "psap:x", "at": clock.now()}
    with pytest.raises(calling.NeedsAPerson):
        calling.ring(**words)
    with pytest.raises(calling.NeedsAPerson):
        calling.bridged(**words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(session=session, target="psap", way="voice", at=clock.now())
    for placed_by, target in (
        (None, "person"),
        (None, "service"),
        (dee, "person"),
        (dee, "caller"),
    ):
        attempt = Attempt(session=session, target=target, way="voice", placed_by=placed_by)
        for number in FORBIDDEN:
            assert refuses(dialling.ring_all, dialling.Ring(attempt, number, WORDS))
            assert refuses(dialling.text_all, dialling.Text(attempt, number, "x"))
            through = Script("en", (Bridge(number, "https://a.example/"),))
            assert refuses(dialling.ring_all, dialling.Ring(attempt, "+16065550147", through))
            on_leg = dialling.OnLeg(attempt, "twilio/CA1", no_words, through.numbers)
            assert refuses(dialling.ring_all, on_leg)


def refuses(door, plan) -> bool:
    (answers,) = door([plan], at=clock.now())
    return isinstance(answers[plan.attempt.pk], dialling.NotByMachine)


def no_words(provider, leg):
    raise AssertionError("something was asked of the provider")


WAYS_OUT = (".call_out(", "sending.sms(", "sending.voice(", "many.sms(", "many.hand_over(")


def test_only_one_door_leads_to_the_providers():
    """Nothing else in the room rings, texts or speaks through a carrier."""
    from tests.rules.house import SOURCE

    doors = {"phone/dialling.py"}
    found = {
        str(path.relative_to(SOURCE / "line"))
        for path in (SOURCE / "line").rglob("*.py")
        if any(word in path.read_text() for word in WAYS_OUT)
    }
    assert found - doors - {"phone/ports.py"} == set()

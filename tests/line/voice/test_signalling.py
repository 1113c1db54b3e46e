"""Two browsers are told what they need to speak, and nobody else is told anything."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beside.kernel import clock
from beside.kernel.models import Effect, LiveEvent
from beside.line.core import relayed
from beside.line.core.session import State
from beside.line.models import Session, Signal
from beside.line.services import ending, opening, queue, signalling
from beside.line.voice import reading, turn
from tests import people
from tests.line.shared import AT, armed, waiting
from tests.line.voice.test_relayed import HOST, RELAY, SDP

pytestmark = pytest.mark.django_db
CALLER, OPERATOR = signalling.CALLER, signalling.OPERATOR
ME = {"from": "jo1"}


def say(session: Session, side: str, kind: str, body: dict[str, str] | None = None) -> Signal:
    return signalling.send(
        session_id=session.pk, side=side, kind=kind, body=body or ME, at=AT + timedelta(seconds=1)
    )


def lies_there(session: Session, side: str) -> list[str]:
    return [heard.kind for heard in reading.since(session.pk, side, 0)]


def test_what_one_side_says_lies_there_for_the_other_and_their_page_is_nudged() -> None:
    session = waiting(way="browser")
    said = say(session, CALLER, "ready")
    assert lies_there(session, OPERATOR) == ["ready"]
    assert lies_there(session, CALLER) == []
    nudge = LiveEvent.objects.get(topic=f"line.voice.operator:{session.pk}")
    assert nudge.payload == {"signal": said.pk}
    assert reading.since(session.pk, OPERATOR, said.pk) == []


def test_a_description_is_kept_without_any_address_but_the_relays() -> None:
    session = waiting(way="browser")
    kept = say(session, OPERATOR, "offer", {"from": "dee", "to": "jo1", "offer": "a", "sdp": SDP})
    assert "198.51.100.77" not in json.dumps(kept.body)


def test_a_candidate_of_ones_own_network_is_refused_and_nothing_is_kept() -> None:
    session = waiting(way="browser")
    with pytest.raises(relayed.NotRelayed):
        say(session, CALLER, "candidate", {**ME, "candidate": HOST, "mid": "0"})
    assert not Signal.objects.exists()


def test_a_new_negotiation_takes_the_last_ones_place() -> None:
    session = waiting(way="browser")
    say(session, CALLER, "ready")
    offer = {"from": "dee", "to": "jo1", "offer": "a", "sdp": SDP}
    say(session, OPERATOR, "offer", offer)
    say(session, OPERATOR, "candidate", {"from": "dee", "offer": "a", "candidate": RELAY})
    say(session, OPERATOR, "offer", {**offer, "from": "sue"})
    say(session, OPERATOR, "offer", {**offer, "offer": "b"})
    assert lies_there(session, CALLER) == ["offer", "offer"]
    say(session, CALLER, "answer", {**ME, "to": "dee", "sdp": SDP})
    say(session, CALLER, "ready", {"from": "jo2"})
    assert lies_there(session, OPERATOR) == ["ready"]


def test_an_offer_that_waits_is_for_whoever_answers_first() -> None:
    session = waiting(way="browser")
    say(session, CALLER, "ready", {**ME, "offer": "a", "sdp": SDP})
    [there] = reading.since(session.pk, OPERATOR, 0)
    assert (there.body["offer"], "192.168" in there.body["sdp"]) == ("a", False)
    assert there.body["sdp"].startswith("v=0")
    say(session, OPERATOR, "answer", {"from": "dee", "to": "jo1", "offer": "a", "sdp": SDP})
    [after] = reading.since(session.pk, OPERATOR, 0)
    assert (after.body["from"], after.body["offer"], after.body["sdp"]) == ("jo1", "", "")
    assert lies_there(session, CALLER) == ["answer"]
    say(session, OPERATOR, "answer", {"from": "dee", "to": "jo1", "offer": "a", "sdp": SDP})
    assert lies_there(session, CALLER) == ["answer"]


@pytest.mark.parametrize(
    ("side", "kind", "body"),
    [
        (CALLER, "offer", {"sdp": SDP}),
        (OPERATOR, "ready", {}),
        (CALLER, "shout", {}),
        (CALLER, "ready", {"from": "12 Elm St"}),
        (CALLER, "ready", {"from": "x" * 30}),
        (OPERATOR, "offer", {"from": "dee"}),
        (OPERATOR, "offer", {"sdp": 7}),
    ],
)
def test_what_browsers_do_not_say_is_refused(side: str, kind: str, body: dict[str, str]) -> None:
    with pytest.raises(signalling.NotASignal):
        signalling.send(session_id=waiting().pk, side=side, kind=kind, body=body, at=AT)


def test_one_side_cannot_fill_the_house() -> None:
    session = waiting(way="browser")
    Signal.objects.bulk_create(
        Signal(session=session, side=CALLER, kind="candidate", at=AT)
        for _ in range(signalling.MOST)
    )
    with pytest.raises(signalling.NotASignal):
        say(session, CALLER, "bye")
    say(session, CALLER, "ready")
    assert Signal.objects.count() == 1


def test_after_the_end_nothing_is_said_and_nothing_of_it_is_left() -> None:
    session = armed()
    say(session, CALLER, "ready")
    ending.say_safe(session_id=session.pk, at=AT + timedelta(minutes=2))
    assert not Signal.objects.exists()
    with pytest.raises(signalling.Over):
        say(session, CALLER, "ready")
    with pytest.raises(signalling.Over):
        signalling.lose_leg(session_id=session.pk, at=AT)


def test_somebody_with_the_timer_who_begins_to_speak_keeps_their_clock() -> None:
    session = armed()
    due = session.deadline_at
    say(session, CALLER, "ready")
    session.refresh_from_db()
    assert (session.way, session.wants_operator, session.state) == (
        "browser", True, State.WATCHING,
    )  # fmt: skip
    assert session.deadline_at == due
    assert session.queued_at is not None


def test_a_lost_voice_keeps_the_clock_and_starts_one_call_back() -> None:
    session = waiting(way="browser")
    due = session.deadline_at
    assert signalling.lose_leg(session_id=session.pk, at=AT)
    assert not signalling.lose_leg(session_id=session.pk, at=AT)
    session.refresh_from_db()
    assert (session.state, session.line_up, session.deadline_at) == (State.WAITING, False, due)
    assert list(Effect.objects.values_list("kind", flat=True)) == ["line.call_back"]
    assert signalling.find_leg(session_id=session.pk, at=AT)
    assert not signalling.find_leg(session_id=session.pk, at=AT)
    session.refresh_from_db()
    assert (session.line_up, session.dropped_at, session.deadline_at) == (True, None, due)


# -- over HTTP


def test_the_caller_speaks_by_the_link_alone(client: Client, monkeypatch: object) -> None:
    monkeypatch.setenv(turn.URLS, "turn:203.0.113.9:3478")  # type: ignore[attr-defined]
    opened = opening.open_session(way="browser", language="en", at=clock.now())
    url = reverse("line:caller_signal", args=[opened.token])
    said = client.post(url, {"kind": "ready", "body": ME}, content_type="application/json")
    assert said.status_code == 200
    assert "Set-Cookie" not in said.headers
    heard = client.get(url, {"after": "0", "pass": ""}).json()
    assert heard["signals"] == []
    assert heard["ice"][0]["urls"] == ["turn:203.0.113.9:3478"]
    refused = {"kind": "candidate", "body": {**ME, "candidate": HOST}}
    assert client.post(url, refused, content_type="application/json").status_code == 422
    assert client.post(url, "[]", content_type="application/json").status_code == 400
    assert client.post(url, "x" * 30_000, content_type="application/json").status_code == 413
    elsewhere = client.post(
        url, {"kind": "ready", "body": ME}, content_type="application/json",
        headers={"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip
    assert elsewhere.status_code == 403
    ending.leave(session_id=opened.session.pk, at=clock.now())
    gone = client.post(url, {"kind": "ready", "body": ME}, content_type="application/json")
    assert gone.status_code == 409
    nobody = reverse("line:caller_signal", args=["not-a-link"])
    assert client.get(nobody).status_code == 404


def test_only_who_stays_with_the_person_or_supervises_speaks_with_them(client: Client) -> None:
    session = waiting(clock.now(), way="browser")
    dee, ann, sue = (
        people.person(role) for role in ("line_operator", "line_operator", "line_supervisor")
    )
    queue.answer(session_id=session.pk, by=dee, at=clock.now())
    url = reverse("line:operator_signal", args=[session.pk])
    assert people.sign_in(client, dee).get(url).status_code == 200
    queue.lose_operator(session_id=session.pk, at=clock.now())
    assert people.sign_in(client, dee).get(url).status_code == 423  # a call that goes on goes on
    queue.answer(session_id=session.pk, by=dee, at=clock.now())
    for who, status in ((dee, 200), (ann, 403), (sue, 200)):
        assert people.sign_in(client, who).get(url).status_code == status
    queue.join(session_id=session.pk, by=ann, at=clock.now())
    assert people.sign_in(client, ann).get(url).status_code == 200


def test_a_pass_while_it_rings_is_for_operators_and_only_where_voice_is_offered(
    client, monkeypatch
) -> None:
    url = reverse("line:voice_pass")
    people.sign_in(client, people.person("line_operator"))
    assert client.get(url).status_code == 404
    monkeypatch.setenv("BESIDE_TURN_URLS", "turn:127.0.0.1:3478")
    answer = client.get(url)
    assert answer.json()["ice"][0]["urls"] == ["turn:127.0.0.1:3478"]
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(url).status_code != 200

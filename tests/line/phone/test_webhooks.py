"""Webhooks: forged, stale, repeated, out of order. None of it is acted on; nothing is lost."""

import random
import uuid
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from beside.kernel import clock
from beside.line.core.session import State
from beside.line.models import Attempt, Moment, Session
from beside.line.phone import links, machine_urls
from beside.line.services import calling
from tests.line.phone.shared import ACCOUNT, Telephone, deliver, post, session_of, signature
from tests.line.phone.test_by_keypad import through_intake

pytestmark = pytest.mark.django_db
INCOMING = "/carriers/line/incoming/"
FIELDS = {"CallSid": "CA9", "From": "+16065550147", "To": "+15025550100"}


@pytest.fixture
def phone(client_of_line, provider):
    return Telephone(client_of_line, provider)


def everywhere() -> list[str]:
    """Each of our addresses, as a provider would call it."""
    known = {
        "step": "watch",
        "turn": links.ids.uuid7(),
        "attempt_id": 1,
        "session_id": uuid.uuid4(),
    }
    paths = []
    for pattern in machine_urls.urlpatterns:
        names = pattern.pattern.converters
        paths.append(
            reverse(f"line_machine:{pattern.name}", kwargs={name: known[name] for name in names})
        )
    return paths


def test_forged_webhooks_are_refused_at_every_address_on_localhost_too(client_of_line):
    fields = {"AccountSid": ACCOUNT, **FIELDS}
    for path in everywhere():
        for host in ("testserver", "localhost", "127.0.0.1"):
            answers = [
                client_of_line.post(path, fields, headers={"Host": host}),
                client_of_line.post(
                    path, fields, headers={"Host": host, "X-Twilio-Signature": "x"}
                ),
                post(client_of_line, path, FIELDS, token="guessed"),
                post(client_of_line, path, FIELDS, site="https://elsewhere.example"),
                post(client_of_line, path, FIELDS, site="https://help.example:8443"),
            ]
            assert {answer.status_code for answer in answers} == {403}, path
        assert client_of_line.get(path).status_code in (403, 405)
    assert not Session.objects.exists()


def test_a_field_that_was_added_or_changed_is_refused(client_of_line):
    fields = {"AccountSid": ACCOUNT, **FIELDS}
    made = signature(f"https://help.example{INCOMING}", fields)
    headers = {"X-Twilio-Signature": made}
    assert (
        client_of_line.post(INCOMING, {**fields, "From": "+1"}, headers=headers).status_code == 403
    )
    assert (
        client_of_line.post(INCOMING, {**fields, "More": "1"}, headers=headers).status_code == 403
    )
    assert client_of_line.post(INCOMING, {**fields, "AccountSid": "AC2"}, headers=headers
                               ).status_code == 403  # fmt: skip


def test_without_an_account_of_our_own_nothing_is_believed(client_of_line, monkeypatch):
    monkeypatch.delenv("BESIDE_TWILIO_SID")
    assert post(client_of_line, INCOMING, FIELDS, token="").status_code == 403


def test_an_answer_to_a_question_asked_long_ago_is_refused(phone, provider):
    through_intake(phone)
    stale = uuid.UUID(int=(links.ids.uuid7().int - (20 * 60 * 1000 << 80)))
    other = uuid.uuid4()
    for turn in (stale, other):
        path = reverse("line_machine:voice", args=("watch", turn))
        assert phone.event(path, Digits="1").status_code == 403


def test_a_repeated_answer_changes_nothing_and_leads_to_how_things_stand(phone):
    session = through_intake(phone)
    path = urlsplit(phone.tree().find("Gather").attrib["action"]).path
    phone.event(path, Digits="1")
    session.refresh_from_db()
    due, lines = session.deadline_at, Moment.objects.count()
    for _ in range(3):
        again = phone.event(path, Digits="1")
        assert again.status_code == 200
        assert b"<Redirect" in again.content
        assert b"<Say" not in again.content
    session.refresh_from_db()
    assert (session.deadline_at, Moment.objects.count()) == (due, lines)


def test_a_repeated_call_opens_one_session(client_of_line, provider):
    provider.incoming("CA9")
    for _ in range(3):
        assert post(client_of_line, INCOMING, FIELDS).status_code == 200
    assert Session.objects.count() == 1


def test_every_order_of_a_legs_events_comes_to_the_same_end(phone, provider):
    session = through_intake(phone)
    events = ["initiated", "ringing", "in-progress", "completed"]
    for seed in range(12):
        attempt = calling.ring(session=session, target="person", whom="rung:9", at=clock.now())
        Attempt.objects.filter(pk=attempt.pk).update(carrier_id=f"twilio/CX{seed}")
        shuffled = events + events[2:]
        random.Random(seed).shuffle(shuffled)
        for status in shuffled:
            phone.leg, fields = f"CX{seed}", {"CallStatus": status, "SequenceNumber": status}
            assert phone.event(f"/carriers/line/called/{attempt.pk}/", **fields).status_code == 204
        attempt.refresh_from_db()
        assert (attempt.result, attempt.ended_at is None) == ("over", False)


def test_events_of_nobody_are_let_be(client_of_line):
    strange = {"CallSid": "CA404", "CallStatus": "completed"}
    for path in ("/carriers/line/leg/", "/carriers/line/called/999999/",
                 f"/carriers/line/room/{uuid.uuid4()}/"):  # fmt: skip
        assert post(client_of_line, path, strange).status_code == 204
    spoken = post(client_of_line, f"/carriers/line/wait/{uuid.uuid4()}/", strange)
    assert b"<Hangup" in spoken.content


def test_a_key_after_the_end_is_answered_with_goodbye(phone):
    through_intake(phone)
    watch = urlsplit(phone.tree().find("Gather").attrib["action"]).path
    phone.press("*").press("*")
    assert session_of().state == State.ENDED
    late = phone.event(watch, Digits="5", SequenceNumber="late")
    assert b"Goodbye" in late.content
    assert session_of().state == State.ENDED


def test_when_our_own_webhook_fails_a_person_is_rung(client_of_line, monkeypatch):
    monkeypatch.setenv("BESIDE_LINE_ON_CALL", "+16065550160")
    answer = post(client_of_line, "/carriers/line/fallback/", FIELDS)
    assert b"<Number>+16065550160</Number>" in answer.content
    monkeypatch.setenv("BESIDE_LINE_ON_CALL", "911")
    answer = post(client_of_line, "/carriers/line/fallback/", FIELDS)
    assert b"<Number>" not in answer.content


def test_a_second_provider_is_believed_by_its_own_secret(client_of_line, provider, monkeypatch):
    monkeypatch.setenv("BESIDE_LINE_SECOND_SID", "AC2")
    monkeypatch.setenv("BESIDE_LINE_SECOND_TOKEN", "other")
    theirs = {**FIELDS, "AccountSid": "AC2"}
    assert post(client_of_line, INCOMING, theirs, token="12345").status_code == 403
    assert post(client_of_line, INCOMING, theirs, token="other").status_code == 200
    assert Session.objects.get().call_id == "second/CA9"
    deliver()

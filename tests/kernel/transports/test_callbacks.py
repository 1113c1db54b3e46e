"""Carriers that call back: believed when signed, and only once."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from beside.kernel import clock, ids
from beside.kernel.transports import incoming, optouts, signatures
from beside.kernel.transports.models import Message

pytestmark = pytest.mark.django_db
SITE = "https://help.example"
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)


@pytest.fixture(autouse=True)
def _credentials(monkeypatch, settings):
    settings.SITE_ADDRESS = SITE
    public = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    monkeypatch.setenv("BESIDE_TWILIO_TOKEN", "12345")
    monkeypatch.setenv("BESIDE_TELNYX_PUBLIC_KEY", base64.b64encode(public).decode())


@pytest.fixture
def message():
    at = clock.now()
    return Message.objects.create(key="a", way="sms", state="taken", given_at=at, moved_at=at)


def from_twilio(client, path, fields, *, token="12345", url=None):
    words = (url or SITE + path) + "".join(name + fields[name] for name in sorted(fields))
    made = base64.b64encode(hmac.digest(token.encode(), words.encode(), hashlib.sha1)).decode()
    return client.post(path, fields, headers={"X-Twilio-Signature": made})


def from_telnyx(client, path, payload, *, at=None, key=KEY):
    body = json.dumps({"data": {"payload": payload}}).encode()
    moment = str(int(at if at is not None else time.time()))
    made = base64.b64encode(key.sign(moment.encode() + b"|" + body)).decode()
    headers = {"Telnyx-Signature-Ed25519": made, "Telnyx-Timestamp": moment}
    return client.post(path, body, content_type="application/json", headers=headers)


def test_the_signature_is_made_as_twilio_documents_it():
    """The worked example of Twilio's "Validating Signatures"."""
    signatures.twilio(
        token="12345",
        url="https://mycompany.com/myapp.php?foo=1&bar=2",
        fields={
            "CallSid": "CA1234567890ABCDE",
            "Caller": "+14158675309",
            "Digits": "1234",
            "From": "+14158675309",
            "To": "+18005551212",
        },
        signature="RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    )


def test_a_signed_report_moves_the_message(client, message):
    path = f"/carriers/twilio/reports/{message.pk}/"

    assert from_twilio(client, path, {"MessageStatus": "delivered"}).status_code == 204

    message.refresh_from_db()
    assert message.state == Message.State.DELIVERED


def test_forged_reports_are_refused(client, message):
    path = f"/carriers/twilio/reports/{message.pk}/"
    fields = {"MessageStatus": "failed"}

    answers = [
        client.post(path, fields),
        from_twilio(client, path, fields, token="guessed"),
        from_twilio(client, path, fields, url="https://elsewhere.example" + path),
        client.post(path, fields, headers={"X-Twilio-Signature": "ünsigned"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    message.refresh_from_db()
    assert message.state == Message.State.TAKEN


def test_without_a_token_of_our_own_nothing_is_believed(client, message, monkeypatch):
    monkeypatch.delenv("BESIDE_TWILIO_TOKEN")
    path = f"/carriers/twilio/reports/{message.pk}/"

    assert from_twilio(client, path, {"MessageStatus": "failed"}, token="").status_code == 403


def test_a_report_for_a_message_we_never_sent_changes_nothing(client):
    path = f"/carriers/twilio/reports/{ids.uuid7()}/"

    assert from_twilio(client, path, {"MessageStatus": "delivered"}).status_code == 204


def test_telnyx_reports_are_believed_when_fresh_and_signed(client, message):
    path = f"/carriers/telnyx/reports/{message.pk}/"
    payload = {"to": [{"status": "delivery_failed"}], "errors": [{"code": "40008"}]}

    assert from_telnyx(client, path, payload).status_code == 204

    message.refresh_from_db()
    assert (message.state, message.why) == (Message.State.FAILED, "40008")


def test_stale_and_forged_telnyx_reports_are_refused(client, message):
    path = f"/carriers/telnyx/reports/{message.pk}/"
    payload = {"to": [{"status": "delivered"}]}
    stranger = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)

    assert from_telnyx(client, path, payload, at=time.time() - 600).status_code == 403
    assert from_telnyx(client, path, payload, key=stranger).status_code == 403
    assert client.post(path, b"{}", content_type="application/json").status_code == 403
    message.refresh_from_db()
    assert message.state == Message.State.TAKEN


def test_stop_is_heard_from_either_carrier(client):
    fields = {"MessageSid": "SM1", "From": "+16065550147", "Body": "Stop"}
    from_twilio(client, "/carriers/twilio/incoming/", fields)
    payload = {"id": "m1", "from": {"phone_number": "+16065550148"}, "text": "ALTO"}
    from_telnyx(client, "/carriers/telnyx/incoming/", payload)

    assert optouts.has_stopped("+16065550147")
    assert optouts.has_stopped("+16065550148")


def test_a_repeated_message_is_heard_once(client, monkeypatch):
    heard = []
    monkeypatch.setattr(incoming, "_listeners", [lambda *words: not heard.append(words[:2])])
    fields = {"MessageSid": "SM2", "From": "+16065550147", "Body": "KITS"}

    for _ in range(3):
        from_twilio(client, "/carriers/twilio/incoming/", fields)

    assert heard == [("+16065550147", "KITS")]


def test_a_sender_that_is_no_number_is_let_be(client):
    fields = {"MessageSid": "SM3", "From": "BANK", "Body": "STOP"}

    assert from_twilio(client, "/carriers/twilio/incoming/", fields).status_code == 204

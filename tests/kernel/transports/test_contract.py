"""One contract for every carrier, real or fake. The real ones speak to a twin on loopback."""

from contextlib import contextmanager

import pytest

from beside.kernel.transports.adapters import http, smtp, telnyx, twilio
from beside.kernel.transports.adapters.letterbox import Letterbox
from beside.kernel.transports.adapters.memory import Memory
from beside.kernel.transports.adapters.postmark import Postmark
from beside.kernel.transports.messages import Call, Mail, Refused, Sms, Unavailable, Unclear
from tests.kernel.transports.twins import Twin, http_twin, smtp_twin

LETTER = Mail("renee@example.org", "Your account", "Sign in here.")
SMS = Sms("+16065550147", "Ready at the library.")
CALL = Call("+16065550147", "Are you there? <Press> any key & stay.", "es")
SENDER = "b@example.org"
KEY = "0192f3a0-5b7c-7d31-8a51-1f0c1c6f0b11"


def _twilio(address: str) -> twilio.Account:
    return twilio.Account("AC1", "secret", "+15025550100", "https://a.example/r/", address)


def _telnyx(address: str) -> telnyx.Account:
    return telnyx.Account("secret", "+15025550100", "77", "https://a.example/r/", address)


REAL = {
    "smtp": (smtp_twin, LETTER, lambda a: smtp.Smtp("127.0.0.1", SENDER, int(a), with_tls=False)),
    "postmark": (http_twin, LETTER, lambda a: Postmark("secret", "b@example.org", a)),
    "twilio sms": (http_twin, SMS, lambda a: twilio.TwilioSms(_twilio(a))),
    "telnyx sms": (http_twin, SMS, lambda a: telnyx.TelnyxSms(_telnyx(a))),
    "twilio voice": (http_twin, CALL, lambda a: twilio.TwilioVoice(_twilio(a))),
    "telnyx voice": (http_twin, CALL, lambda a: telnyx.TelnyxVoice(_telnyx(a))),
}  # fmt: skip


class _FakeTwin(Twin):
    """Puts the fake in the same moods."""

    TROUBLES = {
        "refuses": Refused("no"),
        "is down": Unavailable("down"),
        "is busy": Unavailable("busy"),
        "hangs": Unclear("hung"),
        "loses the answer": Unclear("lost"),
    }


@contextmanager
def _stage(name, message):
    if name == "memory":
        twin, carrier = _FakeTwin(), Memory()

        def send():
            carrier.trouble = twin.TROUBLES.get(twin.mood)
            answer = carrier.send(message, key=KEY)
            twin.heard.append({"key": KEY})
            return answer

        yield twin, send
    else:
        make_twin, _, make = REAL[name]
        with make_twin() as twin:
            yield twin, lambda: make(twin.address).send(message, key=KEY)


CASES = [(name, case[1]) for name, case in REAL.items()]
CASES += [("memory", message) for message in (LETTER, SMS, CALL)]


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{type(case[1]).__name__}")
def stage(request, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT", 0.3)
    monkeypatch.setattr(smtp, "TIMEOUT", 0.3)
    with _stage(*request.param) as pair:
        yield pair


def test_a_message_taken_is_answered_with_the_carriers_name_and_id(stage):
    twin, send = stage

    sent = send()

    assert sent.carrier
    assert sent.carrier_id
    assert len(twin.heard) == 1


def test_what_can_never_be_sent_is_refused(stage):
    twin, send = stage
    twin.mood = "refuses"

    with pytest.raises(Refused):
        send()


@pytest.mark.parametrize("mood", ["is down", "is busy", "hangs"])
def test_trouble_of_the_carrier_leaves_the_way_open_for_another(stage, mood):
    twin, send = stage
    twin.mood = mood

    with pytest.raises(Unavailable):
        send()


def test_a_lost_answer_is_known_to_be_unclear(stage):
    twin, send = stage
    twin.mood = "loses the answer"

    with pytest.raises(Unavailable):
        send()


def test_nobody_there_leaves_the_way_open_for_another(monkeypatch):
    for _, message, make in REAL.values():
        with pytest.raises(Unavailable):
            make(
                "1" if message is LETTER and make is REAL["smtp"][2] else "http://127.0.0.1:1"
            ).send(message, key=KEY)


def test_credentials_never_follow_a_redirect():
    with http_twin() as twin:
        twin.mood = "redirects"
        with pytest.raises(Unavailable):
            Postmark("secret", "b@example.org", twin.address).send(LETTER, key=KEY)

        assert len(twin.heard) == 1


def test_carriers_are_told_where_to_report():
    with http_twin() as twin:
        twilio.TwilioSms(_twilio(twin.address)).send(SMS, key=KEY)
        telnyx.TelnyxSms(_telnyx(twin.address)).send(SMS, key=KEY)

    assert twin.heard[0]["StatusCallback"] == f"https://a.example/r/{KEY}/"
    assert twin.heard[1]["webhook_url"] == f"https://a.example/r/{KEY}/"


def test_words_read_out_cannot_become_commands():
    with http_twin() as twin:
        twilio.TwilioVoice(_twilio(twin.address)).send(CALL, key=KEY)

    assert "&lt;Press&gt; any key &amp; stay." in twin.heard[0]["Twiml"]
    assert twin.heard[0]["Twiml"].count('<Say language="es-US">') == 2


def test_a_letter_can_be_known_again_and_asks_for_no_answer():
    with smtp_twin() as twin:
        REAL["smtp"][2](twin.address).send(LETTER, key=KEY)

    assert f"Message-ID: <{KEY}@example.org>" in twin.heard[0]["letter"]
    assert "Auto-Submitted: auto-generated" in twin.heard[0]["letter"]


def test_the_letterbox_is_closed_to_other_accounts(tmp_path):
    sent = Letterbox(tmp_path / "letters", "b@example.org").send(LETTER, key=KEY)

    letter = tmp_path / "letters" / sent.carrier_id
    assert letter.stat().st_mode & 0o077 == 0
    assert "Sign in here." in letter.read_text()

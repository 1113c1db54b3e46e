"""Only elements and attributes that every compatible provider knows are ever made."""

import xml.etree.ElementTree as ElementTree

import pytest

from beside.line.phone import twiml
from beside.line.phone.script import Ask, Bridge, Go, HangUp, Join, Pause, Say, Script

TO = "https://a.example/next/?a=1&b=2"
ALLOWED = {
    "Response": set(), "Say": {"language", "voice"}, "prosody": {"volume", "rate"},
    "Pause": {"length"}, "Redirect": {"method"}, "Hangup": set(), "Number": set(),
    "Gather": {"input", "action", "method", "timeout", "numDigits", "finishOnKey"},
    "Dial": {"action", "method", "timeout"},
    "Conference": {"beep", "endConferenceOnExit", "startConferenceOnEnter", "waitUrl",
                   "waitMethod", "statusCallback", "statusCallbackMethod", "statusCallbackEvent"},
}  # fmt: skip
WITHIN = {
    "Response": {"Say", "Pause", "Gather", "Redirect", "Dial", "Hangup"},
    "Gather": {"Say", "Pause"}, "Dial": {"Number", "Conference"}, "Say": {"prosody"},
}  # fmt: skip
EVERY_STEP = (
    Say("Are you there? <Hangup/> & 'stay'"), Say("¿Está ahí?", loud=True, language="es"),
    Pause(1), Ask((Say("One"), Pause(1)), TO), Ask((Say("Many"),), TO, keys=0, seconds=9),
    Join("line-1", TO, TO, TO, begins=True), Join("line-1", TO, TO, TO, begins=False),
    Bridge("+16065550147", TO), Go(TO), HangUp(),
)  # fmt: skip


def outside_the_list(document: str) -> list[str]:
    found = []

    def walk(element: ElementTree.Element) -> None:
        found.extend(
            f"{element.tag}@{name}"
            for name in element.attrib
            if name not in ALLOWED.get(element.tag, set())
        )
        for child in element:
            if child.tag not in WITHIN.get(element.tag, set()):
                found.append(f"{child.tag} in {element.tag}")
            walk(child)

    walk(ElementTree.fromstring(document))
    return found


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_step_keeps_to_the_allow_list(language):
    assert outside_the_list(twiml.rendered(Script(language, EVERY_STEP))) == []


def test_the_allow_list_finds_what_is_not_on_it():
    assert outside_the_list('<Response><Record maxLength="9"/></Response>') == [
        "Record in Response", "Record@maxLength",
    ]  # fmt: skip


def test_words_cannot_become_commands():
    document = twiml.rendered(Script("en", (EVERY_STEP[0],)))
    assert ElementTree.fromstring(document).findtext("Say") == "Are you there? <Hangup/> & 'stay'"
    assert "<Hangup" not in document


def test_nothing_is_ever_recorded():
    assert "ecord" not in twiml.rendered(Script("en", EVERY_STEP))


def test_the_first_words_are_what_a_carrier_without_keypad_says():
    assert Script("en", (Ask((Say("Are you there?"),), TO),)).first_words == "Are you there?"
    assert Script("en", (HangUp(),)).first_words == ""

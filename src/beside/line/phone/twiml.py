"""A script as TwiML, the form that Twilio and those compatible with it read.

Only these elements and attributes are ever made (a test holds an allow-list): Say with
prosody, Pause, Gather, Redirect, Dial with Number or Conference, Hangup.
"""

from functools import singledispatch
from xml.etree.ElementTree import Element, SubElement, tostring

from beside.line.phone.script import Ask, Bridge, Go, HangUp, Join, Pause, Say, Script, Step

# Neural voices: they alone can speak up (SSML prosody).
VOICES = {"en": ("en-US", "Polly.Joanna-Neural"), "es": ("es-US", "Polly.Lupe-Neural")}
EVENTS = "join leave end"


def rendered(script: Script) -> str:
    """The whole document."""
    response = Element("Response")
    for step in script.steps:
        _add(step, response, script.language)
    return '<?xml version="1.0" encoding="UTF-8"?>' + tostring(response, "unicode")


@singledispatch
def _add(step: Step, under: Element, language: str) -> None:
    raise TypeError(type(step).__name__)


@_add.register
def _(step: Say, under: Element, language: str) -> None:
    code, voice = VOICES.get(step.language or language, VOICES["en"])
    say = SubElement(under, "Say", language=code, voice=voice)
    if step.loud:
        SubElement(say, "prosody", volume="x-loud", rate="slow").text = step.words
    else:
        say.text = step.words


@_add.register
def _(step: Pause, under: Element, language: str) -> None:
    SubElement(under, "Pause", length=str(step.seconds))


@_add.register
def _(step: Ask, under: Element, language: str) -> None:
    length = {"numDigits": str(step.keys), "finishOnKey": ""} if step.keys else {}
    attributes = {
        "input": "dtmf", "action": step.to, "method": "POST", "timeout": str(step.seconds),
        **length,
    }  # fmt: skip
    gather = SubElement(under, "Gather", attributes)
    for each in step.says:
        _add(each, gather, language)


@_add.register
def _(step: Go, under: Element, language: str) -> None:
    SubElement(under, "Redirect", method="POST").text = step.to


@_add.register
def _(step: Join, under: Element, language: str) -> None:
    dial = SubElement(under, "Dial", action=step.then, method="POST")
    SubElement(
        dial, "Conference", beep="false", endConferenceOnExit="false",
        startConferenceOnEnter=str(step.begins).lower(), waitUrl=step.wait, waitMethod="POST",
        statusCallback=step.events, statusCallbackMethod="POST", statusCallbackEvent=EVENTS,
    ).text = step.room  # fmt: skip


@_add.register
def _(step: Bridge, under: Element, language: str) -> None:
    dial = SubElement(under, "Dial", action=step.then, method="POST", timeout=str(step.seconds))
    SubElement(dial, "Number").text = step.number


@_add.register
def _(step: HangUp, under: Element, language: str) -> None:
    SubElement(under, "Hangup")

"""Simulated callers: stories as data. Each line falls so many seconds after the one before.

A story waits until somebody answers, and, where it says so, until the operator has done
something. What is said is written into the same chat a real caller uses.
"""

from dataclasses import dataclass
from enum import StrEnum


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


class Do(StrEnum):
    """What the caller does."""

    SAY = "say"
    USE = "use"  # says that they use now
    SILENT = "silent"  # from here on nothing is heard
    HANG_UP = "hang_up"
    WAKE = "wake"  # is heard again, after help was called
    BYE = "bye"


class Check(StrEnum):
    """What is looked at when it is over."""

    ANSWERED = "answered"  # within 20 s
    BEGAN = "began"  # the use was marked
    HEARD = "heard"  # checked in at least once
    DECLARED = "declared"  # silence was declared within 90 s of the last word
    SHEET = "sheet"
    CALLED = "called"  # the center or relay was "called"
    ARRIVED = "arrived"
    CALLED_OFF = "called_off"
    CLOSED = "closed"
    CALM = "calm"  # nobody was sent


@dataclass(frozen=True)
class Line:
    """One thing the caller does, `after` seconds; `waits_for` an event of the session first."""

    after: int
    do: Do
    words: str = ""
    waits_for: str = "answered"


@dataclass(frozen=True)
class Story:
    """One simulated caller. `place` is invented; `checks` are what the operator should do."""

    slug: str
    name: str
    about: str
    language: str
    route: str
    place: dict[str, str]
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]


ELM = {
    "place": "212 Example Street, Berea", "zip": "40403", "unit": "4B", "floor": "2",
    "door": "the green one at the back", "callback": "+16065550199", "substance": "fentanyl",
    "naloxone": "here",
}  # fmt: skip
FIR = {
    "place": "17 Example Road, Irvine", "zip": "40336", "door": "trailer behind the store",
    "substance": "heroin", "naloxone": "none", "company": "pets",
}  # fmt: skip

STORIES: dict[str, Story] = {
    story.slug: story
    for story in (
        Story(
            "quiet", _("Quiet, and fine"), _("Says little, uses, stays awake, says goodbye."),
            "en", "smoke", ELM,
            (
                Line(2, Do.SAY, "hey"),
                Line(6, Do.SAY, "i just dont want to be by myself rn"),
                Line(10, Do.USE, "ok doing it now"),
                Line(20, Do.SAY, "im good"),
                Line(30, Do.SAY, "still here"),
                Line(25, Do.BYE, "ok i think im fine. thank you for staying"),
            ),
            (Check.ANSWERED, Check.BEGAN, Check.HEARD, Check.CALM, Check.CLOSED),
        ),
        Story(
            "silent", _("Falls silent"), _("Uses, answers once, and then no more."),
            "en", "inject", ELM,
            (
                Line(2, Do.SAY, "hi are you there"),
                Line(5, Do.SAY, "door is open, apt 4B"),
                Line(8, Do.USE, "going now"),
                Line(10, Do.SAY, "feels strong"),
                Line(1, Do.SILENT),
            ),
            (Check.ANSWERED, Check.BEGAN, Check.DECLARED, Check.SHEET, Check.CALLED,
             Check.ARRIVED, Check.CLOSED),
        ),
        Story(
            "hangs_up", _("Hangs up"), _("The line drops in the middle of a word."),
            "en", "inject", FIR,
            (
                Line(2, Do.SAY, "hello"),
                Line(6, Do.USE, "hold on"),
                Line(9, Do.SAY, "wait its"),
                Line(2, Do.HANG_UP),
            ),
            (Check.ANSWERED, Check.BEGAN, Check.DECLARED, Check.SHEET, Check.CALLED, Check.CLOSED),
        ),
        Story(
            "spanish", _("Writes in Spanish"), _("Speaks no English, is afraid of the police."),
            "es", "snort", FIR,
            (
                Line(2, Do.SAY, "hola, ¿habla español?"),
                Line(8, Do.SAY, "tengo miedo de que venga la policía"),
                Line(10, Do.USE, "ya voy"),
                Line(25, Do.SAY, "estoy bien"),
                Line(30, Do.BYE, "gracias por quedarse conmigo"),
            ),
            (Check.ANSWERED, Check.BEGAN, Check.HEARD, Check.CALM, Check.CLOSED),
        ),
        Story(
            "asleep", _("Only asleep"), _("Falls silent, help is called, and then wakes."),
            "en", "swallow", ELM,
            (
                Line(2, Do.SAY, "took some pills, sleepy"),
                Line(6, Do.USE, "they are down"),
                Line(8, Do.SILENT),
                Line(12, Do.WAKE, "what. i was asleep. im ok, dont send anyone",
                     waits_for="dispatch"),
            ),
            (Check.ANSWERED, Check.BEGAN, Check.DECLARED, Check.SHEET, Check.CALLED,
             Check.CALLED_OFF, Check.CLOSED),
        ),
    )
}  # fmt: skip

"""What a course says: lessons, questions and their order for each audience, in two languages.

A value, whole in itself: a published version is one of these, kept as JSON.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from beside.kernel import packing

LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Said:
    """One text in the house's languages."""

    en: str = ""
    es: str = ""

    def within(self, language: str) -> str:
        """In that language; English when we have no words for it."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True)
class Source:
    """Where the facts of a lesson stand."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Lesson:
    """One short lesson. `body` is written in the small marks of `prose`."""

    title: Said = field(default_factory=Said)
    body: Said = field(default_factory=Said)
    sources: tuple[Source, ...] = ()
    reviewed_on: date | None = None
    next_review: date | None = None
    law: bool = False  # the page adds what rooms upstairs know of the law


@dataclass(frozen=True)
class Answer:
    """One answer to choose. `why` is shown once it was chosen, right or wrong."""

    text: Said
    why: Said
    right: bool = False


@dataclass(frozen=True)
class Question:
    """One question with exactly one right answer."""

    ask: Said = field(default_factory=Said)
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Track:
    """What one audience goes through, in order."""

    lessons: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """One course, whole."""

    title: Said = field(default_factory=Said)
    summary: Said = field(default_factory=Said)
    minutes: int = 10
    lessons: dict[str, Lesson] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)

    @property
    def next_review(self) -> date | None:
        """The earliest day on which one of its lessons is to be looked at again."""
        days = [lesson.next_review for lesson in self.lessons.values() if lesson.next_review]
        return min(days, default=None)

    @property
    def reviewed_on(self) -> date | None:
        """The day its oldest review was made."""
        days = [lesson.reviewed_on for lesson in self.lessons.values() if lesson.reviewed_on]
        return min(days, default=None)

    def reviewed(self, on: date, next_review: date) -> "Content":
        """The same, looked over on a day."""
        lessons = {
            slug: replace(lesson, reviewed_on=on, next_review=next_review)
            for slug, lesson in self.lessons.items()
        }
        return replace(self, lessons=lessons)


def to_json(content: Content) -> dict[str, Any]:
    """As plain values."""
    return packing.pack(content)


def from_json(packed: Mapping[str, Any]) -> Content:
    """From plain values; what is missing is empty."""
    return packing.unpack(Content, packed)


def digest(content: Content) -> str:
    """The same for the same content, whatever order its keys were written in."""
    return sha256(dumps(to_json(content), sort_keys=True).encode()).hexdigest()


def texts(content: Content) -> Iterator[tuple[str, Said]]:
    """Every text with a place to find it: `lesson:breathe:body`, `question:first:why:2`."""
    yield "course:title", content.title
    yield "course:summary", content.summary
    for slug, lesson in content.lessons.items():
        yield f"lesson:{slug}:title", lesson.title
        yield f"lesson:{slug}:body", lesson.body
    for slug, question in content.questions.items():
        yield f"question:{slug}:ask", question.ask
        for number, answer in enumerate(question.answers, 1):
            yield f"question:{slug}:answer:{number}", answer.text
            yield f"question:{slug}:why:{number}", answer.why

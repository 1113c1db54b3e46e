"""The courses that come with the software, read from `courses/` and published as versions.

Text that has changed since becomes the next version. People see it at once only where the
version they saw also came with the software; what staff wrote is never put aside.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from beside.training.core.content import (
    Answer,
    Content,
    Lesson,
    Question,
    Said,
    Source,
    Track,
)
from beside.training.services import versions

FOLDER = Path(__file__).parent / "courses"
COURSES = ("overdose", "spray")


@dataclass(frozen=True)
class Shipped:
    """One course as the files have it."""

    slug: str
    order: int
    content: Content


def fill(at: datetime) -> int:
    """Publish what is new in the files; how many versions were written."""
    return sum(
        versions.bring_in_shipped(
            slug=course.slug, order=course.order, content=course.content, at=at
        )
        for course in shipped()
    )


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every course of the files."""
    return tuple(_course(slug) for slug in COURSES)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _course(slug: str) -> Shipped:
    written = _toml(slug)
    tracks = {
        audience: Track(tuple(track["lessons"]), tuple(track["questions"]))
        for audience, track in written["tracks"].items()
    }
    lessons = dict.fromkeys(name for track in tracks.values() for name in track.lessons)
    asked = dict.fromkeys(name for track in tracks.values() for name in track.questions)
    about, questions = _toml("lessons"), _toml("questions")
    content = Content(
        title=_said(written["title"]),
        summary=_said(written["summary"]),
        minutes=written["minutes"],
        lessons={name: _lesson(name, about) for name in lessons},
        questions={name: _question(questions[name]) for name in asked},
        tracks=tracks,
    )
    return Shipped(slug, written["order"], content)


def _said(written: dict[str, str]) -> Said:
    return Said(written["en"], written["es"])


def _lesson(name: str, about: dict[str, Any]) -> Lesson:
    (title_en, body_en), (title_es, body_es) = _text(name, "en"), _text(name, "es")
    review: dict[str, date] = about["review"]
    return Lesson(
        title=Said(title_en, title_es),
        body=Said(body_en, body_es),
        sources=tuple(Source(**about["source"][key]) for key in about["lesson"][name]),
        reviewed_on=review["reviewed_on"],
        next_review=review["next_review"],
        law=name in about["review"]["asks_the_law"],
    )


def _text(name: str, language: str) -> tuple[str, str]:
    """Title and body of one lesson's file."""
    text = (FOLDER / "lessons" / f"{name}.{language}.md").read_text(encoding="utf-8")
    head, _, body = text.partition("\n---\n")
    return head.removeprefix("title:").strip(), body.strip()


def _question(written: dict[str, Any]) -> Question:
    answers = tuple(
        Answer(_said(answer["text"]), _said(answer["why"]), answer.get("right", False))
        for answer in written["answers"]
    )
    return Question(_said(written["ask"]), answers)

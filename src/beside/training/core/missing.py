"""What a draft still lacks before it may be published."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from beside.training.core import prose
from beside.training.core.audiences import Audience
from beside.training.core.content import LANGUAGES, Content, Question, texts

FEWEST_ANSWERS = 2


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


@dataclass(frozen=True)
class Gap:
    """One thing missing: where (`lesson:breathe:body`), in which language, and what."""

    where: str
    language: str
    what: str


def gaps(content: Content, known_pictures: Collection[str]) -> list[Gap]:
    """Everything missing. A draft without gaps may be published."""
    return [
        *_untold(content),
        *_pictures(content, known_pictures),
        *_lessons(content),
        *_questions(content),
        *_tracks(content),
    ]


def _untold(content: Content) -> Iterator[Gap]:
    for where, said in texts(content):
        for language in LANGUAGES:
            if not said.within(language).strip():
                yield Gap(where, language, _("nothing is written"))


def _pictures(content: Content, known: Collection[str]) -> Iterator[Gap]:
    for slug, lesson in content.lessons.items():
        shown = {}
        for language in LANGUAGES:
            found = list(prose.pictures(lesson.body.within(language)))
            shown[language] = [picture.name for picture in found]
            for picture in found:
                if picture.name not in known:
                    yield Gap(f"lesson:{slug}:body", language, _("we have no such picture"))
                if not picture.alt:
                    yield Gap(f"lesson:{slug}:body", language, _("a picture without words"))
        if shown["en"] != shown["es"]:
            yield Gap(f"lesson:{slug}:body", "es", _("the pictures are not the same in both"))


def _lessons(content: Content) -> Iterator[Gap]:
    for slug, lesson in content.lessons.items():
        if not lesson.sources:
            yield Gap(f"lesson:{slug}", "", _("no source is named"))
        if lesson.reviewed_on is None or lesson.next_review is None:
            yield Gap(f"lesson:{slug}", "", _("no review day is set"))
        elif lesson.next_review <= lesson.reviewed_on:
            yield Gap(f"lesson:{slug}", "", _("the next review is not after the last"))


def _questions(content: Content) -> Iterator[Gap]:
    for slug, question in content.questions.items():
        yield from (Gap(f"question:{slug}", "", what) for what in _wrong_with(question))


def _wrong_with(question: Question) -> Iterator[str]:
    if len(question.answers) < FEWEST_ANSWERS:
        yield _("fewer than two answers")
    if sum(answer.right for answer in question.answers) != 1:
        yield _("exactly one answer must be right")


def _tracks(content: Content) -> Iterator[Gap]:
    if not content.tracks:
        yield Gap("track", "", _("no audience has any lessons"))
    for name, track in content.tracks.items():
        where = f"track:{name}"
        if name not in set(Audience):
            yield Gap(where, "", _("no such audience"))
        if not track.lessons:
            yield Gap(where, "", _("no lessons"))
        if not track.questions:
            yield Gap(where, "", _("no questions"))
        if set(track.lessons) - set(content.lessons):
            yield Gap(where, "", _("names a lesson that is not there"))
        if set(track.questions) - set(content.questions):
            yield Gap(where, "", _("names a question that is not there"))

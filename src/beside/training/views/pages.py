"""What the public pages of the room show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from beside.training import laws, words
from beside.training.checking import Proof
from beside.training.core import prose
from beside.training.core.content import Answer, Content, Lesson, Question, Source
from beside.training.core.prose import Block
from beside.training.laws import Law
from beside.training.queries import Offered


@dataclass(frozen=True)
class CourseCard:
    """A course on the list."""

    slug: str
    title: str
    summary: str
    minutes: int
    lessons: int


def card_of(course: Offered) -> CourseCard:
    """The card of a course, in the language of the page."""
    content, language = course.content, words.language()
    shortest = min((len(track.lessons) for track in content.tracks.values()), default=0)
    return CourseCard(
        course.slug, content.title.within(language), content.summary.within(language),
        content.minutes, shortest,
    )  # fmt: skip


@dataclass(frozen=True)
class CoursesPage:
    """All there is to learn."""

    cards: Sequence[CourseCard]


@dataclass(frozen=True)
class CoursePage:
    """One course, and whom it speaks to; the first stands out."""

    card: CourseCard
    first: str
    others: Sequence[str]


@dataclass(frozen=True)
class LessonLine:
    """A lesson by its number and title."""

    number: int
    title: str


@dataclass(frozen=True)
class TrackPage:
    """What one audience goes through."""

    card: CourseCard
    audience: str
    lessons: Sequence[LessonLine]
    questions: int


@dataclass(frozen=True)
class Told:
    """One lesson as it is read."""

    title: str
    blocks: Sequence[Block]
    sources: Sequence[Source]
    reviewed_on: date | None
    next_review: date | None
    overdue: bool
    asks_law: bool


def told(lesson: Lesson, course: Offered, on: date) -> Told:
    """A lesson in the language of the page. A later review of the whole course counts for it."""
    language = words.language()
    reviewed = max(filter(None, (lesson.reviewed_on, course.reviewed_on)), default=None)
    later = course.reviewed_on and lesson.reviewed_on and course.reviewed_on > lesson.reviewed_on
    next_review = course.next_review if later else lesson.next_review
    return Told(
        lesson.title.within(language), prose.read(lesson.body.within(language)), lesson.sources,
        reviewed, next_review, next_review is not None and next_review < on, lesson.law,
    )  # fmt: skip


@dataclass(frozen=True)
class LawHere:
    """What is known of the law of the state that was chosen."""

    states: Sequence[tuple[str, str]]
    chosen: str
    name: str
    laws: Sequence[Law]
    anybody_knows: bool


def law_here(chosen: str) -> LawHere:
    """The law of a state, if the address names one we know."""
    from beside.places import queries as places

    states = sorted((place.state, place.name) for place in places.states())
    names = dict(states)
    state = chosen.upper() if chosen.upper() in names else ""
    said = laws.here(state, words.language()) if state else []
    return LawHere(states, state, names.get(state, ""), said, laws.known())


@dataclass(frozen=True)
class LessonPage:
    """One lesson: where it stands on the way, and what comes next (0: the questions)."""

    card: CourseCard
    audience: str
    number: int
    of: int
    lesson: Told
    law: LawHere | None

    @property
    def way(self) -> Sequence[bool]:
        return [step <= self.number for step in range(1, self.of + 1)]

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.number < self.of else 0


@dataclass(frozen=True)
class WholePage:
    """Every lesson of an audience on one page, to print or to save."""

    card: CourseCard
    audience: str
    lessons: Sequence[Told]


@dataclass(frozen=True)
class Chosen:
    """An answer to choose, by its number."""

    number: int
    text: str


@dataclass(frozen=True)
class QuestionPage:
    """One question; with `why`, what came of an answer. `token` says what was passed."""

    card: CourseCard
    audience: str
    number: int
    of: int
    ask: str
    answers: Sequence[Chosen]
    token: str
    chosen: int = 0
    right: bool = False
    why: str = ""
    none_chosen: bool = False

    @property
    def way(self) -> Sequence[bool]:
        reached = self.number if self.right else self.number - 1
        return [step <= reached for step in range(1, self.of + 1)]

    @property
    def after(self) -> int:
        return self.number + 1 if self.number < self.of else 0


def asked(question: Question) -> tuple[str, list[Chosen]]:
    """A question and its answers in the language of the page."""
    language = words.language()
    answers = [Chosen(n, a.text.within(language)) for n, a in enumerate(question.answers, 1)]
    return question.ask.within(language), answers


def why(answer: Answer) -> str:
    """What an answer explains."""
    return answer.why.within(words.language())


@dataclass(frozen=True)
class CodePage:
    """A code typed in: asked for, refused, or good."""

    said: str = ""
    refused: str = ""


@dataclass(frozen=True)
class DonePage:
    """What a code proves, and the way to a certificate."""

    proof: Proof
    title: str
    fault: str = ""


@dataclass(frozen=True)
class CertificatePage:
    """A certificate on its way to the printer; the name is on this page and nowhere else."""

    proof: Proof
    title: str
    name: str
    lessons: Sequence[str]


def lesson_titles(content: Content, audience: str) -> list[str]:
    """The titles of an audience's lessons; of all, where the audience has gone since."""
    language = words.language()
    track = content.tracks.get(audience)
    slugs = track.lessons if track else content.lessons
    return [content.lessons[slug].title.within(language) for slug in slugs]

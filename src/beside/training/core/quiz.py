"""Where somebody stands in a quiz. Nothing of it is kept: it travels in the page.

A question is passed by its right answer and by nothing else; wrong ones may be tried for ever.
"""

from dataclasses import dataclass, replace

from beside.training.core.content import Answer, Content, Question


class NoSuchAnswer(LookupError):
    """The question has no answer of that number."""


class NotYet(ValueError):
    """Questions are still to be answered."""


@dataclass(frozen=True)
class Standing:
    """How far somebody is: the version and audience they began with, and questions passed.

    `seed` is drawn when the quiz begins; the completion code is made from it, so that
    sending the end twice gives the same code twice.
    """

    version: int
    audience: str
    seed: str
    passed: int = 0


@dataclass(frozen=True)
class Marked:
    """What came of an answer: right or not, why, and where it leads."""

    answer: Answer
    standing: Standing


def questions(content: Content, audience: str) -> tuple[Question, ...]:
    """The questions of an audience, in order."""
    return tuple(content.questions[slug] for slug in content.tracks[audience].questions)


def mark(content: Content, standing: Standing, number: int, chosen: int) -> Marked:
    """Judge answer `chosen` (from 1) to question `number` (from 1).

    Raises NoSuchAnswer; NotYet when an earlier question was not passed.
    """
    asked = questions(content, standing.audience)
    if not 1 <= number <= len(asked):
        raise NoSuchAnswer(number)
    if number > standing.passed + 1:
        raise NotYet(number)
    answers = asked[number - 1].answers
    if not 1 <= chosen <= len(answers):
        raise NoSuchAnswer(chosen)
    answer = answers[chosen - 1]
    passed = max(standing.passed, number) if answer.right else standing.passed
    return Marked(answer, replace(standing, passed=passed))


def is_done(content: Content, standing: Standing) -> bool:
    """Whether every question was passed."""
    return standing.passed >= len(questions(content, standing.audience))

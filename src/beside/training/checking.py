"""Is this code good? For programmes that ask, by whatever door they ask.

proof = checking.check("k7mx 39rc", on=today)    # Proof("overdose", 3, …)
"""

from dataclasses import dataclass
from datetime import date

from beside.kernel.codes import NotACode, parse
from beside.training.core.required import Completed
from beside.training.core.sessions import State
from beside.training.models import Completion, GroupSession, Version

__all__ = ["NotACode", "NotKnown", "Proof", "check"]


class NotKnown(LookupError):
    """It could be one of our codes, and is none: wrong, called off, still to come, or too old."""


@dataclass(frozen=True)
class Proof:
    """What a code proves: that somebody completed this, on that day. Not who."""

    code: str
    course: str
    version: Version
    audience: str
    language: str
    on: date
    in_a_group: bool

    @property
    def completed(self) -> Completed:
        """As requirements are judged by."""
        return Completed(self.course, self.version.number, self.on)


def check(said: str, *, on: date) -> Proof:
    """What the code proves, however it was typed.

    Raises NotACode (mistyped: no code of ours can be so) and NotKnown.
    """
    code = parse(said)
    alone = Completion.objects.select_related("version").filter(code=code).first()
    if alone is not None:
        return _proof(alone, code, in_a_group=False)
    group = GroupSession.objects.select_related("version").filter(code=code, on_date__lte=on)
    held = group.exclude(state=State.CANCELLED).first()
    if held is None:
        raise NotKnown
    return _proof(held, code, in_a_group=True)


def _proof(row: Completion | GroupSession, code: str, *, in_a_group: bool) -> Proof:
    return Proof(
        code, row.version.course_id, row.version, row.audience, row.language, row.on_date,
        in_a_group,
    )  # fmt: skip

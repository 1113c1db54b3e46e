"""Whether somebody may answer a real call: they have heard the console ring, and practised once."""

from dataclasses import dataclass

from beside.accounts.models import User
from beside.line.models import Operator


@dataclass(frozen=True)
class Ready:
    """What is done of it. A supervisor may let somebody in without."""

    sound: bool
    practice: bool
    let_in: bool

    @property
    def may_answer(self) -> bool:
        return self.let_in or (self.sound and self.practice)


def of(user: User) -> Ready:
    """How ready they are."""
    operator = Operator.objects.filter(pk=user.pk).first()
    if operator is None:
        return Ready(sound=False, practice=False, let_in=False)
    return Ready(
        operator.sound_tested_at is not None, operator.practised_at is not None,
        operator.let_in_at is not None,
    )  # fmt: skip

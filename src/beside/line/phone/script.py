"""What is said and asked on a leg, in no provider's words."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Say:
    """Words read aloud; `loud` for somebody who may be asleep."""

    words: str = field(repr=False)
    loud: bool = False
    language: str = ""  # if not the script's own


@dataclass(frozen=True)
class Pause:
    """Silence, in seconds. Never more than a breath: nobody is left in silence."""

    seconds: int


@dataclass(frozen=True)
class Ask:
    """Say something and listen for keys; they go to the address `to`.

    `keys` are waited for (0: any number of them, until #), `seconds` at most. Without an
    answer the script goes on.
    """

    says: tuple[Say | Pause, ...]
    to: str
    keys: int = 1
    seconds: int = 5


@dataclass(frozen=True)
class Go:
    """Fetch the next script from `to`."""

    to: str


@dataclass(frozen=True)
class Join:
    """Into the session's room. `begins` is false for who waits there for somebody else.

    `wait` gives the words heard alone, `events` is told who came and left, and `then` what
    follows when the room is left.
    """

    room: str
    wait: str
    events: str
    then: str
    begins: bool


@dataclass(frozen=True)
class Bridge:
    """Ring somebody else and put the two through; afterwards `then`."""

    number: str = field(repr=False)
    then: str
    seconds: int = 30


@dataclass(frozen=True)
class HangUp:
    """We end the call."""


Step = Say | Pause | Ask | Go | Join | Bridge | HangUp


@dataclass(frozen=True)
class Script:
    """Steps in one language, from the first."""

    language: str
    steps: tuple[Step, ...]

    @property
    def numbers(self) -> list[str]:
        """Whom the provider rings by itself while it follows the script."""
        return [step.number for step in self.steps if isinstance(step, Bridge)]

    @property
    def first_words(self) -> str:
        """What a carrier without a keypad can say instead."""
        for step in self.steps:
            if isinstance(step, Say):
                return step.words
            if isinstance(step, Ask):
                return " ".join(say.words for say in step.says if isinstance(say, Say))
        return ""

"""What rooms upstairs know of the law, for the lesson about it.

    laws.register("supply", lambda state, language: [laws.Law(...), ...])

`state` is a postal code. Nobody answering is an answer: the lesson then says "not known".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Law:
    """One sentence of the law in the language asked for, and where it stands.

    `words` say it whole; `topic` is a slug that no page shows. `value` is yes, no, partial or
    unknown. `stale`: it was not looked at for too long.
    """

    topic: str
    value: str
    words: str
    citation: str = ""
    as_of: date | None = None
    stale: bool = False
    source_url: str = ""


Answering = Callable[[str, str], Sequence[Law]]
_answering: dict[str, Answering] = {}


def register(name: str, answer: Answering) -> None:
    """Have `answer(state, language)` asked; call it in `AppConfig.ready`."""
    _answering[name] = answer


def forget(name: str) -> None:
    """Ask it no more."""
    _answering.pop(name, None)


def known() -> bool:
    """Whether anybody upstairs answers at all."""
    return bool(_answering)


def here(state: str, language: str) -> list[Law]:
    """All that is known of the law of a state, in the order of those who answer; may be empty."""
    return [law for answer in _answering.values() for law in answer(state, language)]

"""Numbers beside the line that an operator of the machine sets."""

from dataclasses import dataclass

from beside import env


@dataclass(frozen=True)
class Number:
    """A number as it is read, and as a phone dials it."""

    name: str
    shown: str

    @property
    def dial(self) -> str:
        return "".join(each for each in self.shown if each.isdigit() or each == "+")


def line() -> Number | None:
    """The line's own number for calls and SMS (BESIDE_LINE_NUMBER)."""
    shown = env.text("BESIDE_LINE_NUMBER")
    return Number("", shown) if shown else None


def partner() -> Number | None:
    """A line that answers when ours cannot: BESIDE_LINE_PARTNER, "name, number"."""
    name, _, shown = env.text("BESIDE_LINE_PARTNER").rpartition(",")
    return Number(name.strip(), shown.strip()) if shown.strip() else None

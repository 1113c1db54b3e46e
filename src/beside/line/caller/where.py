"""Numbers beside the line that an operator of the machine sets."""

from dataclasses import dataclass

from beside import env
from beside.line.models import Elsewhere


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
    """A line that answers when ours cannot: from the settings, else BESIDE_LINE_PARTNER.

    The variable reads "name, number".
    """
    partners = Elsewhere.objects.filter(kind=Elsewhere.Kind.PARTNER, is_active=True)
    if kept := partners.order_by("order", "id").first():
        return Number(kept.label, kept.number)
    name, _, shown = env.text("BESIDE_LINE_PARTNER").rpartition(",")
    return Number(name.strip(), shown.strip()) if shown.strip() else None

"""How fast the line's clocks run. Every number is a setting of the coalition, with its source.

Sources are those of docs/methods/rhythm.md. Seconds throughout.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from enum import StrEnum


class Route(StrEnum):
    """How somebody uses: it sets how often the line asks."""

    INJECT = "inject"
    SMOKE = "smoke"
    SNORT = "snort"
    SWALLOW = "swallow"
    OTHER = "other"


class NotARhythm(ValueError):
    """A number lies outside what keeps people alive. `name` says which."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(f"{name} must be from {least} to {most} seconds")
        self.name, self.least, self.most = name, least, most


def _seconds(default: int, least: int, most: int) -> int:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Rhythm:
    """The clocks of one session; copied onto it when it opens, so that a change harms nobody."""

    inject: int = _seconds(60, 30, 120)  # NUA checks every 120 to 180 s, SafeSpot acts after 60
    smoke: int = _seconds(60, 30, 120)
    snort: int = _seconds(90, 30, 180)
    swallow: int = _seconds(120, 60, 300)
    other: int = _seconds(60, 30, 180)
    first_prompt: int = _seconds(30, 10, 60)  # Lifeguard: alarm at 50 s, louder, call at 75 s more
    second_prompt: int = _seconds(35, 10, 60)
    veto: int = _seconds(20, 10, 60)  # Brave: 20 s before the address is shown
    with_operator: int = _seconds(180, 60, 300)  # an operator confirms the person at least so often
    overflow: int = _seconds(20, 10, 60)  # NENA: 95 % of calls answered within 20 s
    arrival: int = _seconds(600, 120, 1800)  # rural EMS: about 10 min to irreversible harm
    helped: int = _seconds(7200, 600, 86400)

    def __post_init__(self) -> None:
        for each in fields(self):
            least, most = each.metadata["least"], each.metadata["most"]
            if not least <= getattr(self, each.name) <= most:
                raise NotARhythm(each.name, least, most)

    def check_in(self, route: Route) -> timedelta:
        """How long until somebody who uses this way must be heard again."""
        return timedelta(seconds=getattr(self, route.value))

    def as_words(self) -> dict[str, int]:
        """As it is kept with a session."""
        return asdict(self)


def rhythm_of(kept: Mapping[str, int]) -> Rhythm:
    """A kept rhythm read again; numbers it never knew take today's default."""
    known = {each.name for each in fields(Rhythm)}
    return Rhythm(**{name: value for name, value in kept.items() if name in known})


DEFAULT = Rhythm()

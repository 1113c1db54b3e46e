"""Numbers a coalition sets for its line beside the rhythm: each with limits and a source."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta


class NotThatNumber(ValueError):
    """A number lies outside its limits. `name` says which."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(f"{name} must be from {least} to {most}")
        self.name, self.least, self.most = name, least, most


def _whole(default: int, least: int, most: int) -> int:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Numbers:
    """How long things are kept, when the line promises people, and what staffing assumes."""

    quiet_minutes: int = _whole(15, 5, 60)  # after a quiet session all is destroyed
    emergency_days: int = _whole(7, 1, 7)  # after an emergency; SafeSpot deletes in 7 days
    follow_up_hours: int = _whole(24, 4, 72)  # until somebody calls the person back
    opens_hour: int = _whole(0, 0, 23)  # people answer from this hour, by the coalition's clock
    closes_hour: int = _whole(24, 1, 24)  # to this one; before `opens_hour`: on the next day
    calls_per_week: int = _whole(30, 1, 5000)  # expected until counts say otherwise
    handling_minutes: int = _whole(20, 1, 180)  # NORS: calls typically last 15 to 20 minutes
    patience_seconds: int = _whole(120, 10, 3600)  # mean time until somebody who waits gives up
    away_percent: int = _whole(0, 0, 60)  # of a shift spent in breaks, debriefs, training

    def __post_init__(self) -> None:
        for each in fields(self):
            least, most = each.metadata["least"], each.metadata["most"]
            if not least <= getattr(self, each.name) <= most:
                raise NotThatNumber(each.name, least, most)

    @property
    def quiet(self) -> timedelta:
        return timedelta(minutes=self.quiet_minutes)

    @property
    def emergency(self) -> timedelta:
        return timedelta(days=self.emergency_days)

    @property
    def follow_up(self) -> timedelta:
        return timedelta(hours=self.follow_up_hours)

    def promises(self, hour: int) -> bool:
        """Whether people answer in this hour of the day, 0 to 23."""
        if self.opens_hour < self.closes_hour:
            return self.opens_hour <= hour < self.closes_hour
        return hour >= self.opens_hour or hour < self.closes_hour

    def as_words(self) -> dict[str, int]:
        return asdict(self)


def numbers_of(kept: Mapping[str, int]) -> Numbers:
    """Kept numbers read again; a name that is no longer known is left out."""
    known = {each.name for each in fields(Numbers)}
    return Numbers(**{name: value for name, value in kept.items() if name in known})


DEFAULT = Numbers()

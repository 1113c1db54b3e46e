"""The forecast and the promises together: how many it takes, and where too few are promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from beside.kernel import house
from beside.line.core import forecast, pooling, weeks
from beside.line.core.erlang import on_the_rota
from beside.line.core.forecast import Forecast
from beside.line.core.numbers import Numbers
from beside.line.models import Gap
from beside.line.rota import queries, settings

LOOK_BACK = timedelta(weeks=forecast.LOOK_BACK)


@dataclass(frozen=True)
class Staffing:
    """A week as it is expected; `needs` by hour of the week, nought where nobody is promised."""

    forecast: Forecast
    handling_minutes: float
    numbers: Numbers
    needs_90: tuple[int, ...]  # for 90 % within 15 s
    needs_95: tuple[int, ...]  # for 95 % within 20 s

    @property
    def needs(self) -> tuple[int, ...]:
        """What meets both."""
        return tuple(map(max, self.needs_90, self.needs_95))


def staffing(at: datetime) -> Staffing:
    """From the counts of the last half year."""
    numbers, today = settings.current(), house.today(at)
    since = today - LOOK_BACK
    counts = queries.calls_by_hour(since, today)
    seen = forecast.forecast(counts, until=today, expected_per_week=numbers.calls_per_week)
    minutes = forecast.mean_handling(
        queries.calls_by_length(since, today), expected_minutes=numbers.handling_minutes
    )
    ninety, ninety_five = (_needs(seen, minutes, numbers, i) for i in (0, 1))
    return Staffing(seen, minutes, numbers, ninety, ninety_five)


def _needs(seen: Forecast, minutes: float, numbers: Numbers, target: int) -> tuple[int, ...]:
    away = numbers.away_percent / 100
    return tuple(
        on_the_rota(
            pooling.needed(hour.calls, minutes, pooling.NENA[target : target + 1]), away_share=away
        )
        if numbers.promises(slot % 24)
        else 0
        for slot, hour in enumerate(seen.hours)
    )


def gaps(start: datetime, end: datetime, known: Staffing | None = None) -> list[Gap]:
    """The hours that begin in [start, end) with fewer promised than it takes. Not kept."""
    needs = (known or staffing(start)).needs
    zone, hours = house.zone(), weeks.hours(start, end)
    at_console, on_call = (
        queries.spans(start, end + weeks.HOUR, on_call_only=rung) for rung in (False, True)
    )
    found = []
    for hour in hours:
        needed, there = needs[weeks.slot(hour, zone)], weeks.there(at_console, hour)
        if there < needed:
            rung = weeks.there(on_call, hour)
            found.append(Gap(starts_at=hour, needed=needed, there=there, on_call=rung))
    return found


@dataclass(frozen=True)
class Stretch:
    """Hours in a row that are short in the same way."""

    starts_at: datetime
    ends_at: datetime
    needed: int
    there: int
    on_call: int


def stretches(found: Sequence[Gap]) -> list[Stretch]:
    """Gaps hour by hour, joined."""
    joined: list[Stretch] = []
    for gap in found:
        end = gap.starts_at + weeks.HOUR
        kind = (gap.needed, gap.there, gap.on_call)
        last = joined[-1] if joined else None
        if (
            last
            and last.ends_at == gap.starts_at
            and kind == (last.needed, last.there, last.on_call)
        ):
            joined[-1] = Stretch(last.starts_at, end, *kind)
        else:
            joined.append(Stretch(gap.starts_at, end, *kind))
    return joined

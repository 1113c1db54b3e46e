"""How many calls each hour of a week will bring, and how sure that is.

Level and trend come from whole weeks, the week's shape from the hours in them; both lean
on what is known beforehand as long as counts are small. docs/methods/erlang.md.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from beside.line.core.gammas import gamma_quantile
from beside.line.core.weeks import SLOTS

LOOK_BACK = 26  # whole weeks
PEAK_HOUR, PEAKEDNESS = 21, 0.88  # the starting shape: evenings, the peak twice the mean
MARGINAL_WEIGHT = 100.0  # calls the starting shape is worth, against each margin
EXPECTED_SD = 0.7  # of the expected level, in logarithms: within a factor of two either way
TREND_SD = 0.02  # a week's growth, beforehand: within 4 % either way
INTERVAL = 0.8
STRENGTHS = tuple(4.0 * 2**n for n in range(13))  # calls; how firmly margins hold single hours
NOTHING = 1e-12

Counts = Mapping[tuple[date, int], int]


@dataclass(frozen=True)
class Level:
    """Calls a week: the mean, its squared coefficient of variation, growth from week to week."""

    per_week: float
    variation: float
    growth: float


@dataclass(frozen=True)
class Expected:
    """One hour of the week: calls expected, and an 80 % interval for the true rate."""

    calls: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """The next week, hour by hour from Monday 00:00."""

    hours: tuple[Expected, ...]
    level: Level
    low: float  # a week
    high: float
    weeks: int  # whole weeks of counts it rests on
    strength: float  # in calls: how firmly single hours are held to the week's margins

    @property
    def peak(self) -> int:
        """The busiest hour of the week."""
        return max(range(SLOTS), key=lambda slot: self.hours[slot].calls)


def starting_shape() -> tuple[float, ...]:
    """Shares of the week before anything was counted: every day alike, evenings twice the mean."""
    day = [math.exp(PEAKEDNESS * math.cos(math.tau * (h - PEAK_HOUR) / 24)) for h in range(24)]
    return tuple(hour / sum(day) / 7 for _ in range(7) for hour in day)


def forecast(counts: Counts, *, until: date, expected_per_week: float) -> Forecast:
    """From calls by (day, hour), days before `until`; the last whole weeks are looked at.

    A week without any call counts as a week only after the first call.
    """
    first = _first_day(counts, until)
    weeks = (until - first).days // 7
    totals, slots = _tallied(counts, first, weeks)
    level = _level(totals, expected_per_week)
    shape, strength = _shape(slots)
    calls = sum(slots)
    hours = tuple(_expected(level, slot, shape, strength, calls) for slot in range(SLOTS))
    alpha = 1 / max(level.variation, NOTHING)
    low, high = (gamma_quantile(q, shape=alpha, mean=level.per_week) for q in _ends())
    return Forecast(hours, level, low, high, weeks, strength)


def _ends() -> tuple[float, float]:
    return (1 - INTERVAL) / 2, (1 + INTERVAL) / 2


def _first_day(counts: Counts, until: date) -> date:
    """The first day of the weeks that are looked at, each ending where the next begins."""
    days = [day for (day, _), calls in counts.items() if calls and day < until]
    weeks = min(LOOK_BACK, ((until - min(days)).days + 6) // 7) if days else 0
    return until - timedelta(days=7 * weeks)


def _tallied(counts: Counts, first: date, weeks: int) -> tuple[list[int], list[int]]:
    totals, slots = [0] * weeks, [0] * SLOTS
    for (day, hour), calls in counts.items():
        week = (day - first).days // 7
        if 0 <= week < weeks:
            totals[week] += calls
            slots[day.weekday() * 24 + hour] += calls
    return totals, slots


def _level(totals: Sequence[int], expected: float) -> Level:
    """Poisson regression on the week, log link, overdispersed; Newton's steps.

    Beforehand the level is log-normal about the expected one, growth normal about nought.
    """
    dispersion = 1.0
    for _ in range(3):
        a, b, variation = _fitted(totals, expected, dispersion)
        dispersion = _dispersion(totals, a, b)
    return Level(math.exp(a), variation, math.expm1(b))


def _fitted(
    totals: Sequence[int], expected: float, dispersion: float
) -> tuple[float, float, float]:
    """Log level of the week to come, log growth a week, and the variance of the former."""
    n, middle = len(totals), math.log(expected)
    a, b, aa, ab, bb = middle, 0.0, 1.0, 0.0, 1.0
    if sum(totals):
        a = math.log(sum(totals) / n)
    for _ in range(50):
        means = [math.exp(a + b * (week - n)) / dispersion for week in range(n)]
        off = [y / dispersion - m for y, m in zip(totals, means, strict=True)]
        aa = sum(means) + EXPECTED_SD**-2
        ab = sum(m * (week - n) for week, m in enumerate(means))
        bb = sum(m * (week - n) ** 2 for week, m in enumerate(means)) + TREND_SD**-2
        da = sum(off) - (a - middle) * EXPECTED_SD**-2
        db = sum(e * (week - n) for week, e in enumerate(off)) - b * TREND_SD**-2
        whole = aa * bb - ab * ab
        step_a, step_b = (bb * da - ab * db) / whole, (aa * db - ab * da) / whole
        a, b = a + max(-1.0, min(1.0, step_a)), b + max(-0.05, min(0.05, step_b))
        if abs(step_a) + abs(step_b) < 1e-12:
            break
    return a, b, bb / (aa * bb - ab * ab)


def _dispersion(totals: Sequence[int], a: float, b: float) -> float:
    """Pearson's chi-squared over its degrees of freedom, never below Poisson's 1."""
    n = len(totals)
    if n < 4:
        return 1.0
    means = [math.exp(a + b * (week - n)) for week in range(n)]
    return max(1.0, sum((y - m) ** 2 / m for y, m in zip(totals, means, strict=True)) / (n - 2))


def _shape(slots: Sequence[int]) -> tuple[list[float], float]:
    """Shares of the week, and how firmly they are held: day and hour margins, then single hours."""
    margins = _margins(slots)
    calls = sum(slots)
    strength = (
        max(STRENGTHS, key=lambda k: _evidence(slots, margins, k)) if calls else STRENGTHS[-1]
    )
    whole = strength + calls
    return [(strength * m + n) / whole for m, n in zip(margins, slots, strict=True)], strength


def _margins(slots: Sequence[int]) -> list[float]:
    """Share of the day times share of the hour, each held to the starting shape."""
    start, calls = starting_shape(), sum(slots)
    by_day = [sum(slots[day * 24 : day * 24 + 24]) for day in range(7)]
    counted = [sum(slots[hour::24]) for hour in range(24)]
    by_hour = [
        counted[hour - 1] / 4 + counted[hour] / 2 + counted[(hour + 1) % 24] / 4
        for hour in range(24)
    ]
    whole = MARGINAL_WEIGHT + calls
    days = [(MARGINAL_WEIGHT / 7 + n) / whole for n in by_day]
    hours = [(MARGINAL_WEIGHT * 7 * start[h] + n) / whole for h, n in enumerate(by_hour)]
    return [day * hour for day in days for hour in hours]


def _evidence(slots: Sequence[int], margins: Sequence[float], strength: float) -> float:
    """The log chance of these counts under a Dirichlet-multinomial of this strength."""
    calls = sum(slots)
    found = math.lgamma(strength) - math.lgamma(strength + calls)
    for n, share in zip(slots, margins, strict=True):
        if n:
            found += math.lgamma(strength * share + n) - math.lgamma(strength * share)
    return found


def _expected(
    level: Level, slot: int, shape: Sequence[float], strength: float, calls: int
) -> Expected:
    """A gamma about the product of level and share; variations of level, day, hour and rest added.

    Each share varies as a Dirichlet's does, given the calls its estimate rests on.
    """
    day, hour = sum(shape[slot // 24 * 24 : slot // 24 * 24 + 24]), sum(shape[slot % 24 :: 24])
    margins = MARGINAL_WEIGHT + calls
    variation = level.variation + _varies(shape[slot], strength + calls)
    variation += _varies(day, margins) + _varies(hour, margins)
    expected = level.per_week * shape[slot]
    low, high = (gamma_quantile(q, shape=1 / variation, mean=expected) for q in _ends())
    return Expected(expected, low, high)


def _varies(share: float, calls: float) -> float:
    """The squared coefficient of variation of a Dirichlet's share."""
    return (1 - share) / (share * (calls + 1))


def mean_handling(by_band: Mapping[int, int], *, expected_minutes: float) -> float:
    """Minutes a call takes, from counts by band (upper ends, 0: longer than an hour).

    Middles of the bands, an hour and a quarter for "longer"; the expected value counts as 20
    calls.
    """
    middles = {5: 3.0, 15: 10.0, 30: 22.5, 60: 45.0, 0: 75.0}
    calls = sum(by_band.values())
    minutes = sum(middles[band] * n for band, n in by_band.items())
    return (minutes + 20 * expected_minutes) / (calls + 20)

"""How far kits reach now, by each source; what is missing to the aim; 9 and 20 for a death."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from beside.supply.core.need import bird, irvine, profound
from beside.supply.core.need.bird import Rule
from beside.supply.core.need.channels import CHANNELS, Channels, Weighing
from beside.supply.core.need.forecast import Forecast, forecast
from beside.supply.need import published
from beside.supply.need.areas import Area, summed


class Basis(StrEnum):
    """From what the need of a place is known. Labels are in `words.py`."""

    AT_RISK = "at_risk"  # people at risk, kits in circulation (PROFOUND)
    STATE = "state"  # the state's own curve, by share of people at risk (Irvine)


@dataclass(frozen=True)
class Saturated:
    """One place: the share of witnessed overdoses with a kit at hand, and what is missing."""

    area: Area
    by_source: dict[Weighing, float]
    chosen: float
    missing: int  # community kits a year, to the aim
    rule: Rule  # 9 and 20 for each death

    @property
    def low(self) -> float:
        return min(self.by_source.values())

    @property
    def high(self) -> float:
        return max(self.by_source.values())


def tau(area: Area, basis: Basis) -> float:
    """Effective kits a year; that many bring 63 % of witnessed overdoses a kit."""
    if basis is Basis.STATE and (state := published.state_need(area.state)):
        return state.tau * area.at_risk / published.at_risk_of_state(area.state)
    return area.at_risk / profound.steady_state()


def saturated(area: Area, *, weights: Channels, basis: Basis, target: float) -> Saturated:
    """What is known of one place."""
    height = max(tau(area, basis), 1e-9)
    found = {each: irvine.saturation(area.kits, height, CHANNELS[each]) for each in Weighing}
    return Saturated(
        area, found, found[weights.weighing],
        irvine.more_kits(target, area.kits, height, weights),
        bird.kits_for_deaths(area.deaths.count),
    )  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """All places together."""

    people: int
    at_risk: float
    deaths: float
    hidden: int  # places whose deaths are estimated
    kits: float
    low: float
    chosen: float
    high: float
    missing: int
    now: Forecast
    aimed: Forecast
    least: int
    recommended: int

    @property
    def agrees(self) -> bool:
        """Whether it matters on a page whose weights are used."""
        return self.high - self.low < 0.005


def whole(rows: Sequence[Saturated], *, ceiling: float, target: float) -> Whole:
    """The area as a whole: shares weighed by deaths, under the ceiling."""
    deaths = sum(row.area.deaths.count for row in rows)

    def mean(share: Callable[[Saturated], float]) -> float:
        return sum(share(row) * row.area.deaths.count for row in rows) / (deaths or 1)

    without = sum(row.area.deaths.count / (1 - ceiling * row.chosen) for row in rows)
    now = Forecast(without, min(deaths, without), ceiling)
    return Whole(
        sum(row.area.people for row in rows), sum(row.area.at_risk for row in rows), deaths,
        sum(row.area.deaths.is_hidden for row in rows), summed(row.area for row in rows).total,
        mean(lambda row: row.low), mean(lambda row: row.chosen), mean(lambda row: row.high),
        sum(row.missing for row in rows), now,
        forecast(without_kits=without, saturation=max(target, 0.0), ceiling=ceiling),
        sum(row.rule.least for row in rows), sum(row.rule.recommended for row in rows),
    )  # fmt: skip

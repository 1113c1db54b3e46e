"""What if: more kits, other ways, more people beside those who would be alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from beside.supply.core.need import profound, whatif
from beside.supply.core.need.channels import Channels, Kits
from beside.supply.core.need.whatif import Answer, Place, Settings
from beside.supply.need.areas import Area, share_of, summed
from beside.supply.need.charts import Reach
from beside.supply.need.numbers import Numbers

SEED = 20_221
CURVE, CURVE_DRAWS = 9, 80
NOTHING = 0.05  # deaths a year; less is shown as nought


@dataclass(frozen=True)
class Supposed:
    """What a planner sets: kits a year by channel, shares of overdoses."""

    kits: Kits
    weights: Channels
    witnessed: float  # of all overdoses
    lined: float  # of those still nobody witnesses, with a line that calls
    witnessed_now: float  # of all overdoses, as things are

    @property
    def settings(self) -> Settings:
        line = self.lined * (1 - self.beside)
        return Settings(self.kits, self.weights, self.beside, line)

    @property
    def beside(self) -> float:
        """Of overdoses nobody would have witnessed, the share with somebody there now."""
        alone = 1 - self.witnessed_now
        more = self.witnessed - self.witnessed_now
        return min(1.0, max(0.0, more / alone)) if alone > 0 else 0.0


@dataclass(frozen=True)
class Told:
    """The answer, what stands now, and the curve of more kits."""

    place: Place
    answer: Answer
    now: Answer
    curve: Sequence[Reach]
    here: Reach

    @property
    def is_as_now(self) -> bool:
        """Whether nothing was set that changes anything."""
        averted = self.answer.averted
        return max(abs(averted.low), abs(averted.high)) < NOTHING


def place_of(areas: Sequence[Area], numbers: Numbers) -> Place:
    """All these places as one, with the numbers in use."""
    return Place(
        at_risk=sum(area.at_risk for area in areas),
        deaths=sum(area.deaths.count for area in areas), kits_now=summed(areas),
        at_risk_range=(
            sum(area.at_risk_low for area in areas), sum(area.at_risk_high for area in areas)
        ),
        deaths_range=_deaths_range(areas), branches=numbers.branches,
    )  # fmt: skip


def _deaths_range(areas: Sequence[Area]) -> tuple[float, float]:
    """Counts of places are independent: their distances add up as squares."""
    total = sum(area.deaths.count for area in areas)
    below = sum((area.deaths.count - area.deaths.low) ** 2 for area in areas) ** 0.5
    above = sum((area.deaths.high - area.deaths.count) ** 2 for area in areas) ** 0.5
    return max(0.0, total - below), total + above


def suppose(place: Place, said: Supposed) -> Told:
    """Always the same for the same question: the draws are seeded."""
    answer = whatif.what_if(place, said.settings, seed=SEED)
    going_on = Settings(place.kits_now, said.weights)
    now = whatif.what_if(place, going_on, seed=SEED)
    return Told(place, answer, now, _curve(place, said), _reach(said.kits, answer))


def _curve(place: Place, said: Supposed) -> list[Reach]:
    """From no kits to twice as many as asked, or as would bring a kit to four in five."""
    whole = max(said.kits.total, 1.6 * place.at_risk / profound.steady_state(), 1.0)
    points = []
    for step in range(CURVE):
        wanted = 1.25 * whole * step / (CURVE - 1)
        kits = scaled(said.kits, wanted)
        settings = replace(said.settings, kits=kits)
        found = whatif.what_if(place, settings, seed=SEED, draws=CURVE_DRAWS)
        points.append(_reach(kits, found))
    return points


def scaled(kits: Kits, total: float) -> Kits:
    """So many, in the same mix of channels; community kits when there are none yet."""
    return share_of(kits, total / kits.total) if kits.total else Kits(total)


def _reach(kits: Kits, found: Answer) -> Reach:
    """Shares of the deaths there would be without any kit."""
    without = found.base.without_kits or 1.0
    middle = found.base.averted_share
    low, high = (found.deaths.high / without, found.deaths.low / without)
    ceiling = found.base.ceiling
    return Reach(
        round(kits.total), max(0.0, min(middle, 1 - low)), middle,
        max(middle, min(ceiling, 1 - high)),
    )  # fmt: skip

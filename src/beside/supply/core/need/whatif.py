"""What if: the same forecast under many draws from the ranges in use, seeded.

Kits, channels, whose weights, people beside those who would be alone and a line are set by the
planner; what nobody knows exactly is drawn. Every draw is a `Forecast` under its own ceiling.
Method: docs/methods/what-if.md.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from beside.supply.core.need import profound, towns
from beside.supply.core.need.allocation import Allocation, Group, water_fill
from beside.supply.core.need.channels import Channels, Kits
from beside.supply.core.need.evidence import Parameter
from beside.supply.core.need.forecast import Forecast, forecast
from beside.supply.core.need.towns import Effect, Town

DRAWS = 500


@dataclass(frozen=True)
class Settings:
    """What the planner sets. `beside`, `on_the_line`: see `profound.Tree`; shares of overdoses
    that nobody would have witnessed."""

    kits: Kits
    weights: Channels
    beside: float = 0.0
    on_the_line: float = 0.0


@dataclass(frozen=True)
class Place:
    """What is known of the place as it stands: people at risk, and deaths a year with the kits
    that go out now. Ranges are drawn when given; `branches` are those of the tree, published or
    known better by who plans."""

    at_risk: float
    deaths: float
    kits_now: Kits
    at_risk_range: tuple[float, float] | None = None
    deaths_range: tuple[float, float] | None = None
    branches: Mapping[str, Parameter] = field(default_factory=lambda: profound.PUBLISHED)


@dataclass(frozen=True)
class Spread:
    """A figure over the draws: 5 %, the middle, 95 %."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Answer:
    """What came out, each as a spread; `base` at the likely values themselves."""

    base: Forecast
    saturation: Spread
    ceiling: Spread
    deaths: Spread
    averted: Spread  # a year, against going on as now
    draws: int
    seed: int


def what_if(place: Place, settings: Settings, *, seed: int, draws: int = DRAWS) -> Answer:
    """Deaths a year under the settings, a supply being steady for long."""
    rng = random.Random(seed)  # noqa: S311 - a simulation, not a secret
    base = _one(place, settings, None)[0]
    found = [_one(place, settings, rng) for _ in range(draws)]
    return Answer(
        base,
        spread([met for _, met, _ in found]),
        spread([each.ceiling for each, _, _ in found]),
        spread([each.deaths for each, _, _ in found]),
        spread([now - each.deaths for each, _, now in found]),
        draws,
        seed,
    )


def _one(
    place: Place, settings: Settings, rng: random.Random | None
) -> tuple[Forecast, float, float]:
    """Forecast, saturation, and deaths as they are now; at the likely values without `rng`.

    Deaths now, with the kits of now and the tree of now, tell how many overdoses there are. The
    same overdoses then meet the kits, the people and the line of the settings.
    """
    branches = place.branches
    tree = profound.likely(branches) if rng is None else profound.draw(rng, branches=branches)
    adjustment = profound.ADJUSTMENT.value if rng is None else profound.ADJUSTMENT.draw(rng)
    weights = {
        channel: settings.weights.weight(channel)
        if rng is None
        else settings.weights.parameter(channel).draw(rng)
        for channel in settings.kits.by_channel()
    }
    at_risk = _drawn(place.at_risk, place.at_risk_range, rng)
    deaths_now = _drawn(place.deaths, place.deaths_range, rng)

    def met(kits: Kits) -> float:
        worth = sum(each * weights[channel] for channel, each in kits.by_channel().items())
        return profound.saturation(
            worth * profound.steady_state(), at_risk, adjustment=adjustment
        )  # fmt: skip

    overdoses = deaths_now / tree.death(met(place.kits_now))
    then = replace(tree, beside=settings.beside, on_the_line=settings.on_the_line)
    reached = met(settings.kits)
    told = forecast(
        without_kits=overdoses * then.death(0.0), saturation=reached, ceiling=then.ceiling
    )
    return told, reached, deaths_now


def allocated(
    places: Sequence[Town],
    kits: int,
    *,
    effects: Sequence[Effect],
    groups: Sequence[Group] = (),
    at_risk: Sequence[tuple[float, float] | None] = (),
    deaths: Sequence[tuple[float, float] | None] = (),
    seed: int,
) -> list[tuple[int, int]]:
    """The 5 % and 95 % of each place's kits when the allocation is made anew for each draw.

    One draw for each of `effects`; people at risk and deaths are drawn from their ranges (in the
    order of `places`) where given. The other kind of range is `ranges.near_optimal`.
    """
    rng = random.Random(seed)  # noqa: S311 - a simulation, not a secret
    taken: list[list[int]] = [[] for _ in places]
    for what in effects:
        drawn = [
            replace(
                town,
                at_risk=_drawn(town.at_risk, at_risk[at] if at_risk else None, rng),
                expected_deaths=_drawn(town.expected_deaths, deaths[at] if deaths else None, rng),
            )
            for at, town in enumerate(places)
        ]
        made: Allocation = water_fill(drawn, kits, effect=what, slack=0.0, groups=groups)
        for at, share in enumerate(made.shares):
            taken[at].append(share.kits)
    return [(int(_at(each, 0.05)), int(_at(each, 0.95))) for each in taken]


def effects(tree: profound.Tree, *, draws: int, seed: int) -> list[Effect]:
    """Effects of community kits over draws of the tree and of how many kits are at hand."""
    rng = random.Random(seed)  # noqa: S311 - a simulation, not a secret
    found = []
    for _ in range(draws):
        one = towns.effect(profound.draw(rng, tree), weight=1.0)
        found.append(replace(one, adjustment=profound.ADJUSTMENT.draw(rng)))
    return found


def spread(values: Sequence[float]) -> Spread:
    """5 %, middle and 95 % of some values."""
    return Spread(_at(values, 0.05), _at(values, 0.5), _at(values, 0.95))


def _at(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _drawn(value: float, bounds: tuple[float, float] | None, rng: random.Random | None) -> float:
    if bounds is None or rng is None:
        return value
    return rng.triangular(min(bounds[0], value), max(bounds[1], value), value)

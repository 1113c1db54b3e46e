"""Rhode Island, 39 towns, 50,000 kits: now, by people, by water-filling, beside what was published.

    python -m benchmarks.peers_2_rhode_island [--quick]

People at risk and overdoses of each town come from PROFOUND's own tables. One constant is fitted,
the number of overdoses, so that the status quo has the published 362.93 deaths. That the published
greedy allocation then comes out near its published 342.79 is the test of the closed form; its
figure for other allocations can only be compared within the closed form.
"""

import math
import random
from dataclasses import dataclass, replace

from benchmarks import rhode_island as ri
from benchmarks.show import Result, alone

BAR = (
    "three ways and the published figures side by side; closed form within 2 % of 342.79; "
    "water-filling no worse than any of them"
)


@dataclass(frozen=True)
class Compared:
    """Deaths a year in the closed form."""

    status_quo: float
    greedy: float
    proportional: float
    ours: float
    ranges: str

    @property
    def better(self) -> float:
        """Deaths a year by which water-filling beats population-proportional."""
        return self.proportional - self.ours


def compare(tree, adjustment: float) -> Compared:  # type: ignore[no-untyped-def]
    """All four allocations under one tree, the status quo at its published figure."""
    from beside.supply.core.need import allocation, profound, towns

    rows = ri.towns()
    old = ri.still_there()
    effect = replace(
        towns.effect(tree, weight=1 - old), adjustment=adjustment
    )  # kits of 2024-2026, as in circulation in 2026
    everybody = math.fsum(row.at_risk for row in rows)
    pharmacy = ri.PHARMACY_KITS / 2.69 * profound.steady_state()
    kept = ri.KITS * profound.steady_state() * old
    held = {row.name: float(row.status_quo) for row in rows}
    bare = [
        towns.Town(
            row.name,
            row.at_risk,
            row.overdoses,
            in_circulation=pharmacy * row.at_risk / everybody + kept * row.status_quo / ri.KITS,
        )
        for row in rows
    ]
    # overdoses are relative so far: each town's expected deaths follow from its saturation
    places = _scaled(bare, effect, held)
    return Compared(
        allocation.status_quo(places, ri.KITS, effect=effect, held=held).forecast.deaths,
        allocation.status_quo(
            places, ri.KITS, effect=effect, held={row.name: row.greedy for row in rows}
        ).forecast.deaths,
        allocation.proportional(
            places, ri.KITS, effect=effect, by={row.name: row.people_share for row in rows}
        ).forecast.deaths,
        (
            ours := allocation.water_fill(places, ri.KITS, effect=effect, slack=0.005)
        ).forecast.deaths,
        _widest(ours),
    )


def _scaled(bare, effect, held):  # type: ignore[no-untyped-def]
    """Deaths of each town without new kits, so that with those of now the state has 362.93."""
    from beside.supply.core.need import towns

    shape = [
        replace(
            town,
            expected_deaths=town.expected_deaths
            * (1 - effect.ceiling * towns.saturation(town, 0, effect)),
        )
        for town in bare
    ]
    now = math.fsum(towns.forecast_for(town, held[town.name], effect).deaths for town in shape)
    scale = ri.STATUS_QUO / now
    return [replace(town, expected_deaths=town.expected_deaths * scale) for town in shape]


def _widest(ours) -> str:  # type: ignore[no-untyped-def]
    """How wide the near-optimal ranges are, relative to the kits."""
    widths = [
        (share.high - share.low) / 2 / share.kits for share in ours.shares if share.kits > 100
    ]
    return f"+/-{min(widths):.0%} to {max(widths):.0%}"


def run(quick: bool) -> Result:
    if not ri.here():
        return Result("2", "PROFOUND's tables are not carried, and not here", BAR, False)
    from beside.supply.core.need import profound

    base = replace(profound.BASE, with_naloxone=0.0)
    found = compare(base, 1.0)
    rng = random.Random(2026)
    drawn = [
        compare(replace(profound.draw(rng), with_naloxone=0.0), profound.ADJUSTMENT.draw(rng))
        for _ in range(10 if quick else 60)
    ]
    better = sorted(each.better for each in drawn)
    greedy = sorted(each.greedy for each in drawn)
    off = found.greedy / ri.GREEDY - 1
    figure = (
        f"deaths of 2026, closed form (published): status quo {found.status_quo:.2f}"
        f" ({ri.STATUS_QUO}, fitted), greedy {found.greedy:.2f} ({ri.GREEDY}, {off:+.1%}), "
        f"population-proportional {found.proportional:.2f} (none), "
        f"water-filling {found.ours:.2f} (none), ranges {found.ranges} of a town's kits at 0.5 %. "
        f"Against the status quo water-filling averts {found.status_quo - found.ours:.1f} deaths; "
        f"against plain population-proportional only {found.better:.2f} "
        f"({found.better / found.proportional:.2%}; {better[0]:.2f} to {better[-1]:.2f} over "
        f"{len(drawn)} draws of the published ranges, greedy {greedy[0]:.0f} to {greedy[-1]:.0f}), "
        "far below what the published runs could tell apart (SE 1.2): where everybody's risk is "
        "alike, as PROFOUND holds of these towns, dividing by people is as good"
    )
    fits = abs(off) <= 0.02
    best = found.ours <= min(found.greedy, found.proportional, found.status_quo) + 1e-9
    return Result("2", figure, BAR, fits and best)


if __name__ == "__main__":
    alone(run)

"""The freshness score against what happened: methadone directories 2009 to 2012.

    python -m benchmarks.house_5_freshness [--draw]

Fitted to the lists of 2009, 2010 and 2011 only; judged by what the list of 2012,
not used in the fit, shows one and two years after each earlier list. `--draw`
writes the picture of docs/methods/freshness.md anew.
"""

import sys
from pathlib import Path

from benchmarks.show import Result
from beside.directory.truth import calibration, freshness
from beside.directory.truth.calibration import Curve, Observed

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "methods" / "freshness.svg"
BAR = 3.0
FIELDS = ("found", "address", "phone")
NAMES = {"found": "found at all", "address": "address", "phone": "main phone"}
WIDE, HIGH, LEFT, TOP = 640, 380, 60, 30
MARKS = {"found": "circle", "address": "square", "phone": "diamond"}


def run(quick: bool) -> list[Result]:
    """Predicted less observed, in points, for each field one and two years on."""
    results = []
    for field in FIELDS:
        off = {seen.years: miss for seen, miss in misses(field) if seen.years <= 2}
        figure = ", ".join(f"{years} y {miss:+.1f}" for years, miss in sorted(off.items()))
        holds = max(map(abs, off.values())) <= BAR
        words = f"{NAMES[field]} still right, predicted less observed in 2012: {figure} points"
        results.append(Result("5", words, f"within {BAR:g}", holds))
    return [*results, _shipped_agrees()]


def fitted_before_2012(field: str) -> Curve:
    """What somebody could have known in 2011."""
    return calibration.fit(calibration.observed(field, seen_by=2011))


def misses(field: str) -> list[tuple[Observed, float]]:
    """For every earlier list what 2012 showed, and by how many points the prediction missed."""
    curve = fitted_before_2012(field)
    unseen = [o for o in calibration.observed(field) if o.first_year + o.years == 2012]
    return [(seen, 100 * (curve.at(seen.years) - seen.share)) for seen in unseen]


def _shipped_agrees() -> Result:
    """The numbers in the code are those of a fit to all four lists."""
    curve = calibration.fit(calibration.observed("found"))
    off = max(
        abs(curve.right_at_first - freshness.LIST_RIGHT_AT_FIRST),
        abs(curve.per_year - freshness.LOSS_PER_YEAR),
    )
    words = f"constants in the code differ from the fit by {off:.5f}"
    return Result("5", words, "≤ 0.0001", off <= 1e-4)


def picture() -> str:
    """Observed shares as marks, the fit of 2011 as lines, its 95% interval as a band."""
    body = "".join(_field(field) for field in FIELDS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#221d16">'
        "<title>Predicted and observed survival of listings after one, two and three years</title>"
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fffdf8"/>{_axes()}{body}</svg>\n'
    )


def _x(years: float) -> float:
    return LEFT + years * (WIDE - LEFT - 150) / 3.2


def _y(share: float) -> float:
    return TOP + (1 - share) / 0.3 * (HIGH - TOP - 50)


def _axes() -> str:
    lines = "".join(
        f'<path d="M{LEFT} {_y(s / 100):.1f}H{_x(3.2):.1f}" stroke="#e0d6c3"/>'
        f'<text x="{LEFT - 8}" y="{_y(s / 100) + 4:.1f}" text-anchor="end">{s} %</text>'
        for s in range(70, 101, 5)
    )
    years = "".join(
        f'<text x="{_x(n):.1f}" y="{HIGH - 26}" text-anchor="middle">{n}</text>' for n in range(4)
    )
    words = (
        f'<text x="{_x(1.6):.1f}" y="{HIGH - 8}" text-anchor="middle">years after the list</text>'
    )
    return f"{lines}{years}{words}"


def _field(field: str) -> str:
    ink = {"found": "#0b5c50", "address": "#a4480f", "phone": "#3b4d8f"}[field]
    curve = fitted_before_2012(field)
    draws = calibration.intervals(field, seen_by=2011, draws=300, seed=1)
    steps = [n / 10 for n in range(33)]
    low, high = ([sorted(c.at(t) for c in draws)[place] for t in steps] for place in (7, 292))
    band = " ".join(f"{_x(t):.1f},{_y(v):.1f}" for t, v in zip(steps, high, strict=True))
    band += " " + " ".join(
        f"{_x(t):.1f},{_y(v):.1f}" for t, v in zip(reversed(steps), reversed(low), strict=True)
    )
    line = " ".join(f"{_x(t):.1f},{_y(curve.at(t)):.1f}" for t in steps)
    marks = "".join(_mark(field, seen, ink) for seen in calibration.observed(field))
    x, y = _x(3.25), _y(curve.at(3.2)) + 4 + {"address": -9, "phone": 9}.get(field, 0)
    label = f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}">{NAMES[field]}</text>'
    return (
        f'<polygon points="{band}" fill="{ink}" opacity=".1"/>'
        f'<polyline points="{line}" fill="none" stroke="{ink}" stroke-width="2"/>{marks}{label}'
    )


def _mark(field: str, seen: Observed, ink: str) -> str:
    """Filled: seen only in 2012, after the fit. Hollow: used in the fit."""
    x, y = _x(seen.years), _y(seen.share)
    fill = ink if seen.first_year + seen.years == 2012 else "#fffdf8"
    look = f'fill="{fill}" stroke="{ink}" stroke-width="2"'
    if MARKS[field] == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" {look}/>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if MARKS[field] == "diamond" else ""
    return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" {look}{turn}/>'


if __name__ == "__main__":
    if "--draw" in sys.argv:
        PICTURE.write_text(picture())
    results = run(quick="--quick" in sys.argv)
    print(*results, sep="\n")
    sys.exit(not all(result.holds for result in results))

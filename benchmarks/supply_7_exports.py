"""One entry, four funders' forms: what leaves the house against the fixtures, cell by cell.

    python -m benchmarks.supply_7_exports [--quick]

Reports go through the service as people make them; each style is compared with the file in
tests/supply/reversals/fixtures.
"""

import csv
import io

from benchmarks import throwaway
from benchmarks.show import Result, alone

BAR = "4 of 4 styles, 0 cells differ"


def run(quick: bool) -> Result:
    with throwaway.house(durable=False):
        from tests.supply.reversals import fixtures, given

        from beside.supply.core.report_styles import Style

        program = given.program_with_doses()
        fixtures.keep_all(program)
        cells = differ = whole = 0
        for style in Style:
            ours, theirs = fixtures.exported(program, style), fixtures.expected(style)
            here, wrong = _compared(ours, theirs)
            cells, differ, whole = cells + here, differ + wrong, whole + (ours == theirs)
        reports = len(fixtures.GIVEN["reports"])
    figure = (
        f"{whole} of {len(Style)} styles as their fixtures (NEO, Illinois, New York, California): "
        f"{reports} reports, {cells} cells, {differ} differ"
    )
    return Result("7", figure, BAR, whole == len(Style) and not differ)


def _compared(ours: str, theirs: str) -> tuple[int, int]:
    """Cells in all, and those that differ."""
    left, right = (list(csv.reader(io.StringIO(text))) for text in (ours, theirs))
    pairs = [
        (a[n] if n < len(a) else None, b[n] if n < len(b) else None)
        for a, b in zip(left, right, strict=False)
        for n in range(max(len(a), len(b)))
    ]
    missing = abs(len(left) - len(right))
    return len(pairs), sum(a != b for a, b in pairs) + missing


if __name__ == "__main__":
    alone(run)

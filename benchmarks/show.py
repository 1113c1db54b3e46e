"""What the house must show: runs the figures of one issue and judges each against its bar.

python -m benchmarks.show house [--quick]

Finds `benchmarks/house_*.py` and calls each one's `run(quick)`. Prints one line for
each: number, figure, bar, "holds" or "falls short". Ends with 1 if any falls short.
"""

import argparse
import importlib
import os
import re
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import processor

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Result:
    """One figure measured, the bar it must pass, and whether it does."""

    number: str
    figure: str
    bar: str
    holds: bool

    def __str__(self) -> str:
        verdict = "holds" if self.holds else "falls short"
        return f"{self.number:>4}  {self.figure}  [bar: {self.bar}]  {verdict}"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.show", description=__doc__)
    parser.add_argument("what", help="house, line, ...")
    parser.add_argument("--quick", action="store_true", default=bool(os.environ.get("QUICK")))
    parser.add_argument("--only", default="", help="numbers, such as 4,7")
    words = parser.parse_args(argv)
    found = list(modules(words.what, {part for part in words.only.split(",") if part}))
    if not found:
        print(f"There is nothing to show for {words.what}.", file=sys.stderr)
        return 2
    results = [result for module in found for result in measure(module, quick=words.quick)]
    short = sum(not result.holds for result in results)
    print(f"{len(results) - short} of {len(results)} hold" if short else f"All {len(results)} hold")
    return 1 if short else 0


def modules(what: str, only: set[str]) -> Iterator[str]:
    """Names of the modules to run, by their number."""
    pattern = re.compile(rf"{re.escape(what)}_(\d+)_\w+")
    found = {
        path.stem: match for path in HERE.glob("*.py") if (match := pattern.fullmatch(path.stem))
    }
    for name, match in sorted(found.items(), key=lambda pair: (int(pair[1][1]), pair[0])):
        if not only or match[1] in only:
            yield f"benchmarks.{name}"


def measure(module: str, *, quick: bool) -> list[Result]:
    """Run one module and print its lines. A module that raises falls short."""
    began, before = time.monotonic(), processor.clock()
    try:
        answer = importlib.import_module(module).run(quick)
    except Exception as why:
        traceback.print_exc()
        number = module.split("_")[1]
        answer = Result(number, f"{module} raised {type(why).__name__}", "runs to its end", False)
    results = answer if isinstance(answer, list) else [answer]
    took = f"{time.monotonic() - began:.0f} s, {processor.withheld(before)}"
    for result in results:
        print(f"{result}  ({took})", flush=True)
    return results


def alone(run: object) -> None:
    """For `python -m benchmarks.house_4_finder [--quick]`: run one module by itself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", default=bool(os.environ.get("QUICK")))
    before = processor.clock()
    answer = run(parser.parse_args().quick)  # type: ignore[operator]
    results = answer if isinstance(answer, list) else [answer]
    for result in results:
        print(f"{result}  ({processor.withheld(before)})")
    sys.exit(any(not result.holds for result in results))


if __name__ == "__main__":
    sys.exit(main())

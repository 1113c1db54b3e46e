"""A worker for the line's benchmarks: the real one.

WALL_STEPPED in the environment is the seconds by which its wall clock is wrong;
NEW_VERSION makes its timer code another version's: other clocks in the table.
"""

import os
import sys
import time
from dataclasses import replace


def main() -> None:
    import django

    django.setup()
    from beside.kernel import clock
    from beside.kernel.worker import Worker

    if stepped := int(os.environ.get("WALL_STEPPED", "0")) * 1_000_000_000:
        shared = clock.timeline._shared
        clock.timeline.__init__(shared, wall_ns=lambda: time.time_ns() + stepped)  # type: ignore[misc]
    if os.environ.get("NEW_VERSION"):
        _another_version()
    print("up", flush=True)
    sys.exit(Worker(with_jobs=False).run())


def _another_version() -> None:
    """The same states with quicker prompts, as after an upgrade in the middle of the night."""
    from beside.line import moving
    from beside.line.core import session
    from beside.line.core.rhythm import Rhythm

    old = session.steps

    def steps(rhythm: Rhythm, route: object) -> object:
        return old(replace(rhythm, first_prompt=25, second_prompt=36), route)  # type: ignore[arg-type]

    moving.steps = steps  # type: ignore[assignment]


if __name__ == "__main__":
    main()

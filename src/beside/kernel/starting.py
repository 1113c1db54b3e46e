"""Starting data: what a new house is filled with, offered by the rooms that own it.

In `AppConfig.ready`: `starting.register("places in the United States", fill)`.
`fill(at)` is called whenever the house is prepared. It does nothing when its
data are there already, and answers how many rows it wrote.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

Fill = Callable[[datetime], int]

_fills: dict[str, Fill] = {}


def register(name: str, fill: Fill) -> None:
    """Offer starting data. Called in the order of INSTALLED_APPS, downstairs first."""
    _fills[name] = fill


def fill(at: datetime) -> Iterator[tuple[str, int]]:
    """Fill what is empty; tell each name and the rows written."""
    for name, act in _fills.items():
        yield name, act(at)

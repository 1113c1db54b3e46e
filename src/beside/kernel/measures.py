"""What the kernel and the rooms let be measured; the metrics page reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Value = float | Mapping[tuple[str, ...], float]


@dataclass(frozen=True)
class Gauge:
    """A number that can be read at any moment; with `labels`, one for each combination."""

    name: str
    help: str
    read: Callable[[], Value]
    labels: tuple[str, ...] = ()


_gauges: dict[str, Gauge] = {}


def gauge(name: str, help: str, read: Callable[[], Value], *, labels: tuple[str, ...] = ()) -> None:
    """Offer a number under `name` (beside_ is put before it). Call in AppConfig.ready.

    With labels, `read` returns {(label values...): number}.
    """
    _gauges[name] = Gauge(name, help, read, labels)


def gauges() -> list[Gauge]:
    """Every gauge, by name."""
    return [_gauges[name] for name in sorted(_gauges)]

"""What is counted. Routes, never paths; a route is a name from urls.py and says nothing of anybody.

Under the supervisor every process writes into files of one folder
(PROMETHEUS_MULTIPROC_DIR), so any of them can answer for all.
"""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily

from beside.kernel import measures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"

REQUESTS = Counter("beside_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "beside_request_seconds",
    "Time to answer, at the server.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class _Gauges:
    """The numbers rooms offer (kernel.measures), read when somebody asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for gauge in measures.gauges():
            family = GaugeMetricFamily(
                f"beside_{gauge.name}", gauge.help, labels=list(gauge.labels) or None
            )
            value = gauge.read()
            if isinstance(value, float | int):
                family.add_metric([], value)
            else:
                for labels, number in value.items():
                    family.add_metric(list(labels), number)
            yield family


def page() -> bytes:
    """Every number, in Prometheus's text form."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    registry.register(_Gauges())
    return generate_latest(registry)

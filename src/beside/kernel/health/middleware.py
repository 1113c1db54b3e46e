"""One line and one count for each answer: the route's name, the status, the time."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from beside.kernel.health import numbers

log = logging.getLogger("beside.requests")
QUIET = {"kernel_machine:healthz", "kernel_machine:readyz", "kernel_machine:metrics"}
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Meter:
    """Stands first, so that it sees what the others did."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self._get_response(request)
        seconds = time.perf_counter() - began
        route = request.resolver_match.view_name if request.resolver_match else "none"
        method = request.method if request.method in METHODS else "other"
        numbers.REQUESTS.labels(route, method, str(response.status_code)).inc()
        numbers.SECONDS.labels(route).observe(seconds)
        if route not in QUIET:
            facts = {"route": route, "method": method, "status": response.status_code}
            log.info("answered", extra={**facts, "ms": round(seconds * 1000, 1)})
        return response

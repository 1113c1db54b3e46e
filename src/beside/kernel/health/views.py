"""/healthz for load balancers, /readyz for whoever watches, /metrics for Prometheus."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_safe

from beside import env
from beside.kernel import clock, doors
from beside.kernel.doors import public
from beside.kernel.health import numbers
from beside.kernel.health.readiness import readiness

LOOPBACK = {"127.0.0.1", "::1"}


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Says nothing about anything else."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 when the database, its tables or a worker fails; says which."""
    found = readiness(clock.now())
    return JsonResponse(
        {"ready": found.is_ready, "failing": list(found.failing)},
        status=200 if found.is_ready else 503,
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus: with the token, or from this machine while the house is local."""
    if not _may_read(request):
        return HttpResponseForbidden()
    return HttpResponse(
        numbers.page(), content_type=numbers.CONTENT_TYPE, headers={"Cache-Control": "no-store"}
    )


doors.mark(metrics, doors.Rule("token"))


def _may_read(request: HttpRequest) -> bool:
    """Behind a proxy everybody seems to come from this machine, so there only the token counts."""
    if token := env.text("BESIDE_METRICS_TOKEN"):
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    is_local = not settings.SITE_ADDRESS.startswith("https://")
    was_forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
    return is_local and not was_forwarded and request.META.get("REMOTE_ADDR") in LOOPBACK

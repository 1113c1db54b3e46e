"""The security policy of every answer, written once where it is always the same."""

from functools import lru_cache
from typing import Any

from csp.constants import HEADER, HEADER_REPORT_ONLY
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

OWN_WORDS = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


@lru_cache(maxsize=1)
def _house_policy() -> str:
    return str(build_policy())


class Policy(CSPMiddleware):
    """django-csp's, which puts the same header together anew for every answer.

    Where neither the page nor its nonce asks for anything of its own, the one
    from the settings is set as it stands.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if _is_special(request, response):
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, _house_policy())
        # From here on a nonce would come too late, as django-csp says.
        vars(request)["csp_nonce"] = _too_late()
        return response


@lru_cache(maxsize=1)
def _too_late() -> Any:
    from csp.middleware import CheckableLazyObject

    return CheckableLazyObject(CSPMiddleware._csp_nonce_post_response)


def _is_special(request: HttpRequest, response: HttpResponseBase) -> bool:
    own = vars(response)
    return (
        "_csp_nonce" in vars(request)
        or any(name in own or f"{name}_ro" in own for name in OWN_WORDS)
        or getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None) is not None
        or response.has_header(HEADER_REPORT_ONLY)
        or "EXCLUDE_URL_PREFIXES" in settings.CONTENT_SECURITY_POLICY
    )

"""Our security policy is django-csp's, only quicker."""

import pytest
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from beside.design.policy import Policy

HEADER = "Content-Security-Policy"


def plain(request):
    return HttpResponse("ok")


def with_a_nonce(request):
    return HttpResponse(str(request.csp_nonce))


def with_words_of_its_own(request):
    answer = HttpResponse("ok")
    answer._csp_update = {"img-src": ["https://tiles.example"]}
    return answer


def parts(header):
    """Directives with their sources; the order says nothing."""
    return {one.split()[0]: set(one.split()[1:]) for one in header.split(";")}


@pytest.mark.parametrize("view", [plain, with_words_of_its_own])
def test_the_header_is_the_one_of_django_csp(rf, view):
    ours, theirs = Policy(view)(rf.get("/")), CSPMiddleware(view)(rf.get("/"))

    assert parts(ours[HEADER]) == parts(theirs[HEADER])


def test_a_nonce_that_was_used_is_allowed(rf):
    answer = Policy(with_a_nonce)(rf.get("/"))

    assert f"'nonce-{answer.content.decode()}'" in parts(answer[HEADER])["script-src"]


def test_a_nonce_asked_for_too_late_is_refused(rf):
    request = rf.get("/")
    Policy(plain)(request)

    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)

"""The doors of staff pages: signed in, holding a permission, freshly confirmed.

    @needs(Permission.EDIT_DIRECTORY)
    @step_up
    def merge(request): ...

Each door writes its rule on the view (`kernel.doors`), where a house test reads it.
A door that finds nobody sends to the sign-in page and back; one that finds the wrong
person answers 403. The rules a person must first meet themselves (change a one-time
password, set up a second factor) send them to the page where that is done.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from beside.accounts import queries
from beside.accounts.core import roles
from beside.accounts.core.roles import Permission
from beside.accounts.fresh import freshly_confirmed
from beside.accounts.models import User
from beside.kernel import clock
from beside.kernel.doors import NoRule, Rule, mark, rule_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Standing:
    """What the one at the door holds, read once per request."""

    permissions: frozenset[Permission]
    needs_second_factor: bool
    has_second_factor: bool


def standing(request: HttpRequest) -> Standing:
    """The standing of the signed-in person; kept on the request."""
    kept = getattr(request, "_standing", None)
    if isinstance(kept, Standing):
        return kept
    user = signed_in_user(request)
    held = queries.roles_of(user, clock.now())
    found = Standing(
        permissions=roles.permissions(held) if user.is_active else frozenset(),
        needs_second_factor=roles.need_second_factor(held),
        has_second_factor=has_second_factor(user),
    )
    user.has_just(found.permissions)
    request._standing = found  # type: ignore[attr-defined]
    return found


def has_second_factor(user: User) -> bool:
    """Whether `user` has set up a passkey or one-time codes."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def signed_in_user(request: HttpRequest) -> User:
    """The one who signed in. Only for views behind a door."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether `user` holds `permission` now. For sockets, commands and menus."""
    return isinstance(user, User) and permission in queries.permissions_of(user, clock.now())


def entrance(view: View) -> View:
    """Anyone may come in: pages on the way to signing in, which need a cookie for it."""
    return mark(view, Rule("entrance"))


def by_link(view: View) -> View:
    """Whoever holds the link; the view itself judges what stands in it."""
    return mark(view, Rule("token"))


def settling(view: View) -> View:
    """Anyone signed in, even before a one-time password is changed or a second factor set up.

    Only for the pages where those very things are done.
    """
    return _door(view, Rule("signed_in"), settled=False)


def signed_in(view: View) -> View:
    """Anyone who has signed in may come in."""
    return _door(view, Rule("signed_in", steps_up=_steps_up(view)))


def needs(permission: Permission) -> Callable[[View], View]:
    """Only those whose roles allow `permission` may come in."""

    def door(view: View) -> View:
        return _door(view, Rule("permission", permission.value, _steps_up(view)))

    return door


def step_up(view: View) -> View:
    """Ask for a fresh sign-in before a dangerous act. Alone, it is `signed_in` as well."""
    try:
        rule = rule_of(view)
    except NoRule:
        rule = Rule("signed_in")
    return _door(view, replace(rule, steps_up=True))


def _steps_up(view: Callable[..., Any]) -> bool:
    try:
        return rule_of(view).steps_up
    except NoRule:
        return False


def _door(view: View, rule: Rule, *, settled: bool = True) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = _refusal(request, rule, settled) or view(request, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    return mark(cast(View, guarded), rule)


def _refusal(request: HttpRequest, rule: Rule, settled: bool) -> HttpResponseBase | None:
    """Where to send, instead of in. Raises PermissionDenied for the wrong person."""
    if not request.user.is_authenticated:
        return _send(request, "account_login")
    if settled and (unsettled := _unsettled(request)):
        return _send(request, unsettled)
    held = standing(request)
    if rule.permission and Permission(rule.permission) not in held.permissions:
        raise PermissionDenied
    if rule.steps_up and not freshly_confirmed(request):
        return confirm_first(request)
    return None


def _unsettled(request: HttpRequest) -> str:
    """The page where this person must first put their own account in order, or nothing."""
    held = standing(request)
    if signed_in_user(request).must_change_password:
        return "account_change_password"
    if held.needs_second_factor and not held.has_second_factor and not settings.DEMO:
        return "mfa_index"  # a demonstration has invented people, and nobody's phone at hand
    return ""


def confirm_first(request: HttpRequest) -> HttpResponseBase:
    """To the page that asks for the password, a code or a passkey once more, and back."""
    if not request.user.is_authenticated:
        return _send(request, "account_login")
    with_password = signed_in_user(request).has_usable_password()
    return _send(request, "account_reauthenticate" if with_password else "mfa_reauthenticate")


def _send(request: HttpRequest, url_name: str) -> HttpResponseBase:
    """To another page and back here, by address only: nothing of a form is kept."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else _came_from(request)
    answer = redirect_to_login(back, reverse(url_name))
    if getattr(request, "htmx", False):
        answer["HX-Redirect"] = answer.url
        answer.status_code = 204
    return answer


def _came_from(request: HttpRequest) -> str:
    """The page that held the form; its own address when the browser does not say."""
    return urlsplit(request.headers.get("referer", "")).path or request.path

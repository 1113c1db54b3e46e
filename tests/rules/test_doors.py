"""Every address names its access rule, and is walked as everybody.

The rule stands on the view (`kernel.doors`). Here each address of the resolver is
opened over HTTP by somebody who is not signed in, by somebody without a role and by
each role in turn; every answer must be the one the rule promises.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beside.accounts.access import has_second_factor
from beside.accounts.core import roles
from beside.accounts.models import Sitting, User
from beside.kernel.doors import NoRule, Rule, rule_of
from tests import people
from tests.rules import samples

RULES = {"public", "entrance", "token", "signed_in", "permission"}
CHOICE = re.compile(r"\(\?P<(\w+)>([\w|]+)\)")  # an address that allows a few words
VISITORS = ["anonymous", "no role", *(role.slug for role in roles.house_roles())]


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver, with all that leads to it."""

    name: str
    route: str
    view: Any
    converters: dict[str, Any] = field(default_factory=dict)

    def path(self) -> str:
        return self._with(samples.arguments(self.name, self.converters))

    def path_to_nothing(self) -> str:
        return self._with(samples.leading_nowhere(self.converters))

    def _with(self, arguments: samples.Arguments) -> str:
        choices = {name: words.split("|")[0] for name, words in CHOICE.findall(self.route)}
        return reverse(self.name, kwargs={**choices, **arguments})


def _addresses(
    resolver: URLResolver, namespaces: tuple[str, ...] = (), route: str = "", kinds: Any = None
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        leads = f"{route}{pattern.pattern}"
        converters = {**(kinds or {}), **getattr(pattern.pattern, "converters", {})}
        if isinstance(pattern, URLPattern):
            name = ":".join((*namespaces, pattern.name)) if pattern.name else ""
            yield Address(name, leads, pattern.callback, converters)
        else:
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _addresses(pattern, (*namespaces, *space), leads, converters)


ADDRESSES = list(_addresses(get_resolver()))


def test_there_are_addresses():
    assert len(ADDRESSES) > 30


def test_every_address_has_a_name():
    assert [address.route for address in ADDRESSES if not address.name] == []


def test_every_address_names_its_rule():
    without, unknown = [], []
    for address in ADDRESSES:
        try:
            rule = rule_of(address.view)
        except NoRule:
            without.append(f"{address.name} {address.route}")
        else:
            unknown += [address.name] if rule.name not in RULES else []

    assert without == []
    assert unknown == []


def test_every_permission_asked_for_is_in_the_table():
    asked = {rule_of(a.view).permission for a in ADDRESSES if _has_rule(a)} - {""}

    assert asked <= set(roles.Permission)


def test_every_sample_belongs_to_an_address():
    assert samples.named() <= {address.name for address in ADDRESSES}


def _has_rule(address: Address) -> bool:
    try:
        rule_of(address.view)
    except NoRule:
        return False
    return True


class Visitor:
    """Somebody with a browser, who signs in again whenever a page has signed them out."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.client = Client(raise_request_exception=False)
        slugs = [] if kind in {"anonymous", "no role"} else [kind]
        self.user = None if kind == "anonymous" else people.person(*slugs)
        self.second_factor = roles.need_second_factor(slugs)
        self.let_in = True

    def open(self, path: str, method: str) -> Any:
        if self.user is None:
            self.client.cookies.clear()
        elif self.let_in:
            self._put_right(self.user)
        answer = getattr(self.client, method)(path)
        self.let_in = answer.status_code < 400
        return answer

    def _put_right(self, user: User) -> None:
        """A page that let them in may have signed them out, or taken their second factor."""
        here = self.client.session.get("sitting")
        if not Sitting.objects.filter(pk=here, ended_at=None).exists():
            people.sign_in(self.client, user, fresh=True)
        if self.second_factor and not has_second_factor(user):
            people.give_second_factor(user)


def _allowed(rule: Rule, visitor: str) -> bool:
    """Whether this visitor should come in."""
    if rule.name in {"public", "entrance", "token"}:
        return True
    if visitor == "anonymous":
        return False
    if rule.name == "signed_in":
        return True
    return visitor != "no role" and rule.permission in roles.role(visitor).permissions


def _fault(rule: Rule, visitor: str, answer: Any, *, opened: bool = True) -> str:
    """What is wrong with an answer, or nothing. 503 is how a page says `not ready`.

    Where nothing is behind a door (not `opened`), "not found" refuses nobody.
    """
    status = answer.status_code
    to_sign_in = status in {302, 303} and "/staff/account/sign-in/" in answer["Location"]
    if status >= 500 and status != 503:
        return f"a server error, {status}"
    if rule.name == "token":
        return ""  # what stands in the link is judged by the view, and ours may lead nowhere
    if _allowed(rule, visitor):
        if status in {401, 403} or (to_sign_in and rule.name != "entrance"):
            return f"keeps out somebody who may come in, {status}"
        if rule.name == "public" and answer.cookies:
            return f"sets a cookie: {', '.join(answer.cookies)}"
        return ""
    refused = to_sign_in or status in {401, 403, 405} or (opened and status == 404)
    if visitor != "anonymous" and to_sign_in:
        return "sends somebody who is signed in to sign in"
    return "" if refused else f"lets in somebody who may not, {status}"


def _to_walk(kind: str) -> list[Address]:
    """Doors open to everybody are the same for every role: two visitors are enough for them."""
    with_rule = [address for address in ADDRESSES if _has_rule(address)]
    if kind in {"anonymous", "no role"}:
        return with_rule
    return [a for a in with_rule if rule_of(a.view).name in {"signed_in", "permission"}]


def _once_a_rule(kind: str) -> list[Address]:
    """Every door for who is not signed in; every one that is not public for who holds no role.

    Of a role one door of each rule: that the others are guarded, and by which rule, those two
    find out; the test marked slow sends every role to every door, and through it.
    """
    every = _to_walk(kind)
    if kind == "anonymous":
        return every
    if kind == "no role":  # what is public is drawn for nobody in particular
        return [a for a in every if rule_of(a.view).name != "public"]
    return list({rule_of(a.view): a for a in every}.values())


def _ways_in(kind: str, opened: bool) -> tuple[str, ...]:
    """Who only knocks does so once: a door is guarded alike whatever the method.

    That it is, those find out who are not signed in.
    """
    return ("get", "post") if opened or kind == "anonymous" else ("get",)


def _walk(kind: str, to_walk: list[Address], opens: Callable[[Rule], bool]) -> list[str]:
    """What is wrong with the doors for one visitor, who only knocks where nothing is opened."""
    visitor, wrong = Visitor(kind), []
    for address in to_walk:
        rule = rule_of(address.view)
        opened = opens(rule)
        path = address.path() if opened else address.path_to_nothing()
        for method in _ways_in(kind, opened):
            answer = visitor.open(path, method)
            if fault := _fault(rule, kind, answer, opened=opened):
                wrong.append(f"{method.upper()} {path} ({address.name}): {fault}")
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("kind", VISITORS)
def test_every_door_holds(kind):
    """Doors that are open to everybody are gone through; at the others one knocks."""
    open_to_all = {"public", "entrance", "token"}
    through = kind == "anonymous"
    assert _walk(kind, _once_a_rule(kind), lambda rule: through and rule.name in open_to_all) == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("kind", VISITORS)
def test_every_page_opens_for_everybody_who_may_come_in(kind):
    assert _walk(kind, _to_walk(kind), lambda rule: True) == []


@pytest.mark.django_db
def test_a_dangerous_door_asks_again_after_a_while():
    wrong = []
    for address in ADDRESSES:
        if not (_has_rule(address) and rule_of(address.view).steps_up):
            continue
        rule = rule_of(address.view)
        holder = next(
            (r.slug for r in roles.house_roles() if rule.permission in r.permissions), "technician"
        )
        client = people.sign_in(Client(), people.person(holder))
        answer = client.get(address.path())
        if answer.status_code != 302 or "/staff/account/confirm/" not in answer["Location"]:
            wrong.append(f"{address.name}: {answer.status_code}")

    assert wrong == []

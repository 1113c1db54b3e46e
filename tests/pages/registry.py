"""Every page that can be looked at: found in the house's addresses, not listed by hand.

Addresses without parameters are found by themselves. A room adds the others, and
addresses with a question in them, in `tests/<room>/pages.py`:

    def pages() -> list[Page]:
        return [Page("a place", "/en/place/…/"), Page("a search", "/en/near/?near=40405")]
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from beside.kernel.doors import NoRule, Rule, rule_of
from tests.rules import house

NOT_PAGES = re.compile(
    r"/(export|download|take|logout|csv|xlsx|json|feed|board)\b|\.\w+$|/api/|^/en/_"
)


@dataclass(frozen=True)
class Page:
    """One page in English; other languages are the same path with another first part.

    `budget` is in bytes on the wire, everything on the page included. A page that `lives`
    shows a clock somebody's life hangs on: WCAG 2.2.1 excepts real-time events, axe cannot know.
    """

    name: str
    path: str
    signed_in: bool = False
    budget: int = 30_000
    requests: int = 3
    keeps_offline: bool = False
    entrance: bool = False  # the door of staff: may set the cookie of its form
    status: int = 200
    lives: bool = False  # asks again by itself, without script too: what it shows cannot wait
    listed: bool = True  # by a room; one found by itself may turn out to be no page

    def within(self, language: str) -> str:
        return f"/{language}{self.path[3:]}"


def every_page(more: Iterable[Page] = ()) -> list[Page]:
    """All of them, public ones first; `more` are those that the caller furnished."""
    found = {page.path: page for page in (*_by_address(), *_by_rooms(), *more)}
    return sorted(found.values(), key=lambda page: (page.signed_in, page.path))


def pages_of_the_shell() -> Iterator[Page]:
    """Those that need nothing to be there: what no room furnishes."""
    yield from _by_address()
    yield from import_module("tests.pages.own").pages()


def _by_rooms() -> Iterator[Page]:
    for room in ("pages", *house.rooms()):
        name = f"tests.{room}.own" if room == "pages" else f"tests.{room}.pages"
        if find_spec(name):
            yield from import_module(name).pages()


def _by_address() -> Iterator[Page]:
    with translation.override("en"):
        for path, pattern in _addresses(get_resolver().url_patterns, "/"):
            rule = _rule(pattern)
            if not path.startswith("/en/") or rule is None or NOT_PAGES.search(path):
                continue
            staff = rule.name in {"signed_in", "permission"}
            page = Page(str(pattern.name), path, listed=False)
            yield replace(page, signed_in=True, budget=120_000, requests=12) if staff else page


def _rule(pattern: URLPattern) -> Rule | None:
    try:
        rule = rule_of(pattern.callback)
    except NoRule:
        return None
    return rule if rule.name in {"public", "signed_in", "permission"} else None


def _addresses(
    patterns: Iterable[URLPattern | URLResolver], under: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = under + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, here)
        elif "<" not in here and "(" not in here:
            yield here.replace("^", "").replace("$", ""), pattern

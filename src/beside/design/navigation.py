"""What stands in the menus. Rooms put their links here; base templates draw them.

A lower room may not name an upper room's pages, so nobody writes a link to a
room in a base template: the room that owns the page registers it when the
house starts, and its address is looked up when a page is drawn.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

log = logging.getLogger(__name__)

Words = str | Promise
Slot = Literal["overdose_now", "finder", "card", "footer", "keep", "about"]
SINGLE: frozenset[Slot] = frozenset({"overdose_now", "finder", "keep", "about"})


@dataclass(frozen=True)
class Link:
    """One place to go.

    `slot` says where a public link stands; `group` does so for staff, under the
    heading it was given. `note` is a line under the label, on cards and in the palette.
    `permission` is asked of `user.has_permission`; "" lets everyone on staff in.
    `hidden` links appear in the palette only. `field` is what the finder
    calls the ZIP code or town in its address.
    """

    name: str
    label: Words
    url_name: str
    order: int = 100
    note: Words = ""
    query: str = ""
    slot: Slot | Literal["staff"] = "staff"
    group: str = ""
    permission: str = ""
    hidden: bool = False
    field: str = "near"

    @property
    def url(self) -> str:
        """The address in the language of the page being drawn. Raises NoReverseMatch."""
        return _address(self.url_name, get_language(), get_urlconf()) + self.query

    @property
    def heading(self) -> Words:
        """What stands over the group."""
        return _headings.get(self.group, "")

    @property
    def stands(self) -> bool:
        """Whether the address can be found; a menu leaves out what cannot, and the log says so."""
        try:
            self.url  # noqa: B018 - looked up, and not asked for here
        except NoReverseMatch:
            log.error("navigation: no page is named %s", self.url_name)
            return False
        return True


@cache
def _address(url_name: str, _language: str | None, _urls: str | None) -> str:
    """Fifty are asked for on every staff page, and none changes while the house runs."""
    return reverse(url_name)


class SlotTaken(ValueError):
    """Two rooms want the same single place."""


class Visitor(Protocol):
    """Whoever looks at a staff page."""

    def has_permission(self, name: str) -> bool: ...


_links: dict[tuple[str, str], Link] = {}
_headings: dict[str, Words] = {}


def group(name: str, heading: Words) -> None:
    """Give a group of the staff menu its heading."""
    _headings[name] = heading


def _put(link: Link) -> Link:
    if link.slot in SINGLE and any(
        other.slot == link.slot and other.name != link.name for other in _links.values()
    ):
        raise SlotTaken(f"{link.slot} is already taken; {link.name} cannot have it")
    _links[("staff" if link.slot == "staff" else "public", link.name)] = link
    return link


def staff(
    name: str,
    label: Words,
    url_name: str,
    *,
    order: int = 100,
    permission: str = "",
    group: str = "",
    note: Words = "",
    hidden: bool = False,
) -> Link:
    """Put a page in the staff menu. Its order places it; `group` gathers pages of one room."""
    return _put(
        Link(
            name, label, url_name, order, note=note, group=group, permission=permission,
            hidden=hidden,
        )
    )  # fmt: skip


def action(name: str, label: Words, url_name: str, *, permission: str = "") -> Link:
    """Put something to do in the staff palette (Ctrl-K), though not in the menu."""
    return staff(name, label, url_name, permission=permission, hidden=True)


def public(
    name: str,
    label: Words,
    url_name: str,
    *,
    slot: Slot = "card",
    order: int = 100,
    note: Words = "",
    query: str = "",
    field: str = "near",
) -> Link:
    """Put a page before the public.

    `overdose_now`, `finder`, `keep` ("what we keep") and `about` are single
    places every public page shows; `card` stands on the front page, `footer`
    at the foot of every page. Raises SlotTaken for a second single place.
    """
    return _put(Link(name, label, url_name, order, note, query, slot, field=field))


def _in_order(links: Iterable[Link]) -> list[Link]:
    return sorted((link for link in links if link.stands), key=lambda link: link.order)


def standing(slot: Slot) -> list[Link]:
    """The public links of a slot, in order."""
    return _in_order(link for link in _links.values() if link.slot == slot)


def single(slot: Slot) -> Link | None:
    """The one link of a single slot, or None while no room has taken it."""
    found = standing(slot)
    return found[0] if found else None


def allowed(visitor: object, link: Link) -> bool:
    """Whether someone who is signed in may follow a staff link."""
    if not link.permission:
        return True
    ask = getattr(visitor, "has_permission", None)
    return bool(ask and ask(link.permission))


def staff_links(visitor: object, *, hidden: bool = False) -> list[Link]:
    """The staff links this person may follow; with `hidden`, the palette's too."""
    return _in_order(
        link
        for link in _links.values()
        if link.slot == "staff" and (hidden or not link.hidden) and allowed(visitor, link)
    )


def every_link() -> list[Link]:
    """All that was registered, standing or not. For the house's tests."""
    return list(_links.values())

"""What rooms upstairs show beside an encounter: "They have a card".

An empty slot draws nothing.
"""

from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from beside.accounts.core.roles import Permission
from beside.accounts.models import User

Words = str | Promise


@dataclass(frozen=True)
class Filling:
    """A link with a sentence, registered by a room upstairs."""

    name: str
    label: Words
    url_name: str
    permission: Permission
    note: Words = ""
    order: int = 100


@dataclass(frozen=True)
class Link:
    """As the page draws it; the address says at which site somebody stands."""

    label: Words
    note: Words
    url: str


_filled: dict[str, Filling] = {}


def fill(
    name: str,
    label: Words,
    *,
    url_name: str,
    permission: Permission,
    note: Words = "",
    order: int = 100,
) -> None:
    """Put a link beside the page of encounters; call it in `AppConfig.ready`.

    The page is called with `?place=<id of the site>`.
    """
    _filled[name] = Filling(name, label, url_name, permission, note, order)


def empty(name: str) -> None:
    """Take a link out again."""
    _filled.pop(name, None)


def links(user: User, place_id: UUID | None) -> list[Link]:
    """Those this person may follow, in order; links whose page is missing are left out."""
    mine = [one for one in _filled.values() if user.has_permission(one.permission)]
    found = [_link(one, place_id) for one in sorted(mine, key=lambda one: one.order)]
    return [one for one in found if one]


def _link(one: Filling, place_id: UUID | None) -> Link | None:
    try:
        url = reverse(one.url_name)
    except NoReverseMatch:
        return None
    where = f"?{urlencode({'place': str(place_id)})}" if place_id else ""
    return Link(one.label, one.note, url + where)

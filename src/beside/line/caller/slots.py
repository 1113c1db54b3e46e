"""What follows for somebody who said yes on the last page. Rooms upstairs fill it.

`kits`: naloxone by mail. `referral`: somebody who helps to find care. An empty slot draws nothing.
The link carries nothing of the session.
"""

from dataclasses import dataclass
from typing import Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Words = str | Promise
Wish = Literal["kits", "referral"]


@dataclass(frozen=True)
class Filling:
    """A link with a sentence, registered by a room upstairs."""

    label: Words
    note: Words
    url_name: str
    query: str = ""

    @property
    def url(self) -> str:
        """The address in the language of the page being drawn."""
        return reverse(self.url_name) + (f"?{self.query}" if self.query else "")


_filled: dict[tuple[Wish, str], Filling] = {}


def fill(
    wish: Wish, name: str, label: Words, *, note: Words = "", url_name: str, query: str = ""
) -> None:
    """Put a link after a wish; call it in `AppConfig.ready`."""
    _filled[wish, name] = Filling(label, note, url_name, query)


def empty(wish: Wish, name: str) -> None:
    """Take a link out again."""
    _filled.pop((wish, name), None)


def filled(*wishes: Wish) -> list[Filling]:
    """What follows on these wishes; links whose page is missing are left out."""
    return [one for (wish, _), one in _filled.items() if wish in wishes and _stands(one)]


def _stands(one: Filling) -> bool:
    try:
        reverse(one.url_name)
    except NoReverseMatch:
        return False
    return True

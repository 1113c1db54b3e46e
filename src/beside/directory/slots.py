"""Places on this room's public pages that rooms upstairs may fill.

`nothing_near`: other ways to help when nothing is found, or nothing open (by post, by phone).
`after_use`: what follows once naloxone was used ("We used it").
`the_law`: what the law here says to those who call.
An empty slot draws nothing.
"""

from dataclasses import dataclass
from typing import Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Words = str | Promise
Slot = Literal["nothing_near", "after_use", "the_law"]


@dataclass(frozen=True)
class Filling:
    """A link with a sentence, registered by a room upstairs."""

    name: str
    label: Words
    note: Words
    url_name: str
    order: int = 100

    @property
    def url(self) -> str:
        """The address in the language of the page being drawn."""
        return reverse(self.url_name)


_filled: dict[tuple[Slot, str], Filling] = {}


def fill(
    slot: Slot, name: str, label: Words, *, note: Words = "", url_name: str, order: int = 100
) -> None:
    """Put a link into a slot; call it in `AppConfig.ready`."""
    _filled[slot, name] = Filling(name, label, note, url_name, order)


def empty(slot: Slot, name: str) -> None:
    """Take a link out again."""
    _filled.pop((slot, name), None)


def filled(slot: Slot) -> list[Filling]:
    """What stands in the slot, in order; links whose page is missing are left out."""
    found = [one for (where, _), one in _filled.items() if where == slot and _stands(one)]
    return sorted(found, key=lambda one: one.order)


def _stands(one: Filling) -> bool:
    try:
        reverse(one.url_name)
    except NoReverseMatch:
        return False
    return True

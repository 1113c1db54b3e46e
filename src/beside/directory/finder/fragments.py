"""Pieces of the result page as text. Django's templates would take ten times as long.

Whatever comes from the directory passes `escape`. The part of a card that does not
change from request to request is made once per language and kept with the index.
"""

from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from django.utils.translation import get_language, gettext

from beside.directory.finder import words
from beside.directory.finder.calendar import CLOSED, OPEN
from beside.directory.finder.index import Index
from beside.directory.finder.listing import Listing
from beside.directory.finder.search import Hit
from beside.directory.finder.words import dialled
from beside.directory.truth.freshness import Checked
from beside.directory.truth.words import checked_words, tone
from beside.kernel import house

STATE_CLASS = {OPEN: "open", CLOSED: "shut"}


@dataclass(frozen=True)
class Halves:
    """A card cut where the changing line goes in; and the short form of the further list."""

    head: str
    tail: str
    line: str


class Fragments:
    """The unchanging halves of every card of one index, made when first shown."""

    def __init__(self) -> None:
        self._spoken: dict[str, Spoken] = {}

    def now(self) -> "Spoken":
        """Those in the language of the page being drawn; asked once a page, not once a card."""
        language = get_language() or "en"
        if (spoken := self._spoken.get(language)) is None:
            spoken = self._spoken[language] = Spoken(language)
        return spoken


class Spoken:
    """Halves in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._care = gettext("Do not rely on this without checking: call first.")
        self._made: dict[int, Halves] = {}
        self._offered: dict[frozenset[str], str] = {}
        self._told: dict[tuple[Checked | None, int | None, date], str] = {}

    def of(self, index: Index, place: int) -> Halves:
        """The halves of one place."""
        if (made := self._made.get(place)) is None:
            made = self._made[place] = self._halves(index.listings[place])
        return made

    def told(self, one: Listing, at: datetime) -> str:
        """When it was last checked; few differ."""
        key = (one.checked, one.year, house.today(at))
        if (told := self._told.get(key)) is None:
            words = checked_words(one.checked, one.year, at)
            told = self._told[key] = f'<span class="{tone(one.checked, at)}">{words}</span>'
        return told

    def _halves(self, one: Listing) -> Halves:
        link = f'<a href="at/{one.key}/">{escape(one.name)}</a>'
        return Halves(
            head=f'<li class="place" id="s{one.key}"><h3>{link}</h3><p class="told">',
            tail=f"</p>{_where(one)}{self._offers(one.offers)}{self._warning(one)}</li>",
            line=f'<li id="s{one.key}">{link} ',
        )

    def _offers(self, offers: frozenset[str]) -> str:
        if (made := self._offered.get(offers)) is None:
            told = " · ".join(escape(offer) for offer in words.offer_words(offers))
            made = self._offered[offers] = f"<p>{told}</p>" if told else ""
        return made

    def _warning(self, one: Listing) -> str:
        """The number to call, and why to call first."""
        call = f'<a href="tel:{dialled(one.phone)}">{escape(one.phone)}</a>' if one.phone else ""
        care = self._care if one.unreliable else ""
        said = " ".join(part for part in (care, call) if part)
        return f'<p class="care">{said}</p>' if said else ""


def _where(one: Listing) -> str:
    parts = [escape(part) for part in (one.organization, one.street, one.city) if part]
    if one.organization == one.name:
        parts = parts[1:]
    return f'<p class="muted">{" · ".join(parts)}</p>'


def card(index: Index, spoken: Spoken, hit: Hit, then: datetime, at: datetime) -> str:
    """One place: how far, whether it is open `then`, and how it was last checked as of `at`."""
    halves, one = spoken.of(index, hit.place), index.listings[hit.place]
    zone = index.timetables[index.timetable[hit.row]].time_zone
    state = words.state_words(hit.state, hit.changes, zone, then, spoken.language)
    return (
        f"{halves.head}<b>{words.miles_words(hit.miles, spoken.language)}</b> · "
        f'<span class="{STATE_CLASS.get(hit.state, "")}">{state}</span> · '
        f"{spoken.told(one, at)}{halves.tail}"
    )


def line(index: Index, spoken: Spoken, hit: Hit) -> str:
    """One further place: its name and how far."""
    miles = f"{hit.miles:.1f}" if hit.miles < 10 else f"{hit.miles:.0f}"
    return f"{spoken.of(index, hit.place).line}{miles}</li>"

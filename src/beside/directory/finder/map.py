"""The map of an answer: SVG drawn on the server. A list of the same places always stands beside it.

Shapes tell kinds apart: circle for naloxone and other harm reduction, square for
medicine and care, house for housing and shelter, diamond for the rest. A circle
with a number stands for several places and leads to a closer look.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from urllib.parse import quote_plus, urlencode

from django.utils.translation import get_language, gettext, ngettext

from beside.directory.core.offers import Offer
from beside.directory.finder import labels
from beside.directory.finder.cluster import Mark, marks
from beside.directory.finder.index import MILES_PER_DEGREE, Index
from beside.directory.finder.listing import Listing
from beside.directory.finder.search import Hit

SIZE = 340
EDGE = 20
RINGS = (0.5, 1, 2, 5, 10, 25, 50, 100, 200)
REACHES = (0.5, 1, 2, 3, 5, 7, 10, 15, 20, 25, 35, 50, 75, 100, 150, 250)

REDUCING_HARM = frozenset(
    {Offer.NALOXONE, Offer.TEST_STRIPS, Offer.SYRINGE_SERVICES, Offer.DROP_IN}
)
HOUSING = frozenset({Offer.RECOVERY_HOUSING, Offer.SHELTER})
OTHER = frozenset({Offer.FOOD, Offer.SHOWERS, Offer.PEER_SUPPORT})
# Each symbol carries an unseen circle, so that a finger finds it.
FINGER = '<circle r="15" class="finger"/>'
SHAPES = (
    '<circle r="8"/>',
    '<path d="M-7-7H7V7H-7z"/>',
    '<path d="M0-9L9-1H7V8H-7V-1H-9z"/>',
    '<path d="M0-10L10 0 0 10-10 0z"/>',
)
SYMBOLS = "".join(
    f'<symbol id="k{number}" viewBox="-15 -15 30 30">{FINGER}{shape}</symbol>'
    for number, shape in enumerate(SHAPES, 1)
)


@dataclass(frozen=True)
class View:
    """A square of the earth, `miles` from its middle to its edge."""

    latitude: float
    longitude: float
    miles: float

    def project(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Degrees to the units of the drawing; equirectangular about the middle."""
        across = (longitude - self.longitude) * self.shrink
        up = latitude - self.latitude
        return SIZE / 2 + across * self.scale, SIZE / 2 - up * self.scale

    @cached_property
    def shrink(self) -> float:
        """How much narrower a degree east is than a degree north."""
        return math.cos(math.radians(self.latitude))

    @cached_property
    def scale(self) -> float:
        """Units of the drawing per degree north."""
        return (SIZE / 2 - EDGE) / (self.miles / MILES_PER_DEGREE)


@dataclass(frozen=True)
class Land:
    """What lies under the marks: lines as SVG, and towns by size with where they lie."""

    lines: str
    towns: tuple[tuple[str, float, float], ...]


Ground = Callable[[View], Land]


@lru_cache(maxsize=4096)
def kind_of(offers: frozenset[str]) -> int:
    """Which symbol stands for a place."""
    for number, kinds in ((1, REDUCING_HARM), (3, HOUSING)):
        if offers & kinds:
            return number
    return 2 if offers - OTHER else 4


def view_of(latitude: float, longitude: float, hits: Sequence[Hit]) -> View:
    """The smallest of some fixed views about the middle that holds every hit."""
    farthest = max(hit.miles for hit in hits)
    return View(latitude, longitude, next((m for m in REACHES if m >= farthest), REACHES[-1]))


def draw(
    index: Index, hits: Sequence[Hit], view: View, kept: dict[str, str], ground: Ground
) -> str:
    """The whole `<svg>`. `kept` are the filters a closer look keeps; `ground` draws the land."""
    places = [index.listings[hit.place] for hit in hits]
    points = [view.project(one.latitude, one.longitude) for one in places]
    drawn = marks([x for x, _ in points], [y for _, y in points])
    language = get_language() or "en"
    asked = urlencode(kept) + "&" if kept else ""
    body = "".join(_mark(index, hits, mark, view, asked, language) for mark in drawn)
    taken = [labels.around(one.x, one.y, 9 if len(one.members) == 1 else 16) for one in drawn]
    taken.append(labels.around(SIZE / 2, SIZE / 2, 8))
    land, rings = ground(view), _rings(view, taken, language)
    return (
        f'<svg class="map" viewBox="0 0 {SIZE} {SIZE}" role="group"'
        f' aria-label="{_label(language, len(hits))}">'
        f'{SYMBOLS}{land.lines}<g class="town">{labels.towns(land.towns, taken, SIZE)}</g>{rings}'
        f'<path class="here" d="M{SIZE / 2:g} {SIZE / 2 - 7:g}v14m-7-7h14"/>{body}</svg>'
    )


# `language` is part of the key only: gettext already speaks it.
@lru_cache(maxsize=1024)
def _label(language: str, count: int) -> str:
    return ngettext("Map of %(n)d place", "Map of %(n)d places", count) % {"n": count}


@lru_cache(maxsize=64)
def _ring_words(language: str, miles: float) -> str:
    return gettext("%(miles)s mi") % {"miles": f"{miles:g}"}


@lru_cache(maxsize=8)
def _many_words(language: str) -> str:
    return gettext("%(n)d places near %(city)s: look closer")


def _rings(view: View, taken: list[labels.Box], language: str) -> str:
    drawn = [ring for ring in RINGS if 0.3 * view.miles <= ring <= view.miles * 1.05][-2:]
    scale = (SIZE / 2 - EDGE) / view.miles
    return "".join(
        f'<circle class="ring" cx="{SIZE / 2:g}" cy="{SIZE / 2:g}" r="{ring * scale:.0f}"/>'
        + labels.ring(_ring_words(language, ring), ring * scale, taken, SIZE)
        for ring in drawn
    )


def _mark(
    index: Index, hits: Sequence[Hit], mark: Mark, view: View, asked: str, language: str
) -> str:
    first = index.listings[hits[mark.members[0]].place]
    x, y = round(mark.x), round(mark.y)
    if len(mark.members) == 1:
        kind = kind_of(first.offers)
        return (
            f'<a href="#s{first.key}" aria-label="{escape(first.name)}">'
            f'<use href="#k{kind}" x="{x - 15}" y="{y - 15}" width="30" height="30"/></a>'
        )
    label = _many_words(language) % {
        "n": len(mark.members),
        "city": first.city or first.zip,
    }
    return (
        f'<a class="many" href="{_closer(first, view, asked)}"'
        f' aria-label="{escape(label)}"><circle cx="{x}" cy="{y}" r="15"/>'
        f'<text x="{x}" y="{y + 5}">{len(mark.members)}</text></a>'
    )


def _closer(first: Listing, view: View, asked: str) -> str:
    """A search about the cluster's own ZIP code; in the list when it cannot be split further."""
    if not first.zip or view.miles <= 2:
        return f"#s{first.key}"
    miles = max(1, math.ceil(view.miles / 4))
    return escape(f"?{asked}near={quote_plus(first.zip)}&miles={miles}")

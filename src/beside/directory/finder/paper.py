"""The finder on paper: a one-page list, and cards with a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from beside.directory.finder import standing, words
from beside.directory.finder.asked import Asked
from beside.directory.finder.listing import Listing
from beside.directory.finder.pages import usual
from beside.directory.finder.search import Hit, answer
from beside.directory.finder.standing import Standing
from beside.directory.truth.words import checked_words
from beside.places.queries import Place

ON_A_PAGE = 12


@dataclass(frozen=True)
class PaperLine:
    """One place on the list."""

    listing: Listing
    miles: str
    hours: str
    offers: str
    told: str


@dataclass(frozen=True)
class ListPage:
    """The nearest places on one page."""

    place: Place
    lines: Sequence[PaperLine]
    printed_on: datetime
    code: SafeString
    address: str


@dataclass(frozen=True)
class CardPage:
    """A card: some words and a code."""

    title: str
    lines: Sequence[str]
    code: SafeString
    address: str

    @property
    def shown_address(self) -> str:
        """The address as people copy it: without the scheme."""
        return self.address.partition("://")[2]


def list_page(asked: Asked, place: Place, ready: Standing, at: datetime) -> ListPage:
    """The best dozen, and a code that opens the living list."""
    found = answer(ready.index, asked.question(place, usual(ready)), at)
    address = _address(f"{reverse('directory:find')}?near={place.zip or place.name}")
    return ListPage(
        place=place,
        lines=[_line(ready, hit, at) for hit in found.hits[:ON_A_PAGE]],
        printed_on=at,
        code=code(address),
        address=address,
    )


def _line(ready: Standing, hit: Hit, at: datetime) -> PaperLine:
    one = ready.index.listings[hit.place]
    offering = ready.index.rows[hit.row][1]
    return PaperLine(
        listing=one,
        miles=words.miles_words(hit.miles),
        hours=words.week_words(offering.hours, at),
        offers=", ".join(words.offer_words(one.offers)),
        told=checked_words(one.checked, one.year, at),
    )


def zip_card(place: Place) -> CardPage:
    """A card for a ZIP code."""
    address = _address(f"{reverse('directory:find')}?near={place.zip}")
    return CardPage(place.label, (), code(address), address)


def site_card(key: str, at: datetime) -> CardPage | None:
    """A card for a place."""
    index = standing.current(at).index
    if (number := index.by_key.get(key)) is None:
        return None
    one = index.listings[number]
    address = _address(reverse("directory:place", args=[key]))
    lines = [part for part in (one.street, f"{one.city}, {one.state} {one.zip}", one.phone) if part]
    return CardPage(one.name, lines, code(address), address)


def _address(path: str) -> str:
    return str(settings.SITE_ADDRESS).rstrip("/") + path


def code(address: str) -> SafeString:
    """A QR code as SVG, in the page's own ink."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr",
        lineclass=None, dark="#000", light="#fff",
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308 - made here, of our own address

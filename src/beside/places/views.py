"""The one page of places: where the maps come from, and how far to trust them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from beside.design.pages import render
from beside.kernel.doors import public
from beside.places import provenance
from beside.places.provenance import Coverage, Source


@dataclass(frozen=True)
class SourcesPage:
    """What the tables hold, and each source with its year."""

    coverage: Coverage
    sources: tuple[Source, ...]


@public
def sources(request: HttpRequest) -> HttpResponse:
    """Where our maps come from."""
    page = SourcesPage(provenance.coverage(), provenance.SOURCES)
    return render(request, "places/sources.html", page=page)

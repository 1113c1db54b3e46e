"""The HSDS API: required and optional endpoints of 3.0, and the POST twins of 3.1."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from beside.directory.hsds import finding, pages, shapes
from beside.directory.hsds.answers import NotHere, as_json, as_lines, door
from beside.directory.hsds.forest import Branch, Document, Grower, in_order
from beside.directory.hsds.questions import Question, read

VERSION = "3.1"
LIST = frozenset({"search", "page", "per_page", "format"})
TERMED = frozenset({"taxonomy_term_id", "taxonomy_id"})
SERVICES = LIST | TERMED | {"organization_id", "modified_after", "minimal", "full"}
TERMS = LIST | {"taxonomy_id", "top_only", "parent_id"}
ORGANIZATIONS = LIST | TERMED | {"full_service", "full"}
AT_LOCATIONS = (
    LIST | TERMED | {"organization_id", "modified_after", "full", "postcode", "proximity"}
)
STREAMED_AT_ONCE = 200


def address(path: str = "") -> str:
    """A whole address below /hsds."""
    return f"{settings.SITE_ADDRESS}/hsds{path}"


@door("GET")
def about(request: HttpRequest) -> HttpResponse:
    """What this API is."""
    read(request, frozenset())
    return as_json(
        request,
        {
            "version": VERSION,
            "profile": address("/profile"),
            "openapi_url": address("/openapi.json"),
        },
    )


@door("GET", "POST")
def services(request: HttpRequest) -> HttpResponseBase:
    """A page of services."""
    asked = read(request, SERVICES)
    branch = shapes.SERVICE if asked.full else shapes.SERVICE_LISTED
    if asked.minimal:
        return _listed(request, asked, finding.services(asked), Branch("service"), _minimal)
    return _listed(request, asked, finding.services(asked), branch)


@door("GET")
def service(request: HttpRequest, key: str) -> HttpResponse:
    """One service with all that belongs to it."""
    return _one(request, shapes.SERVICE, key)


@door("GET", "POST")
def taxonomies(request: HttpRequest) -> HttpResponseBase:
    """A page of taxonomies."""
    asked = read(request, LIST)
    return _listed(request, asked, finding.taxonomies(asked), shapes.TAXONOMY)


@door("GET")
def taxonomy(request: HttpRequest, key: str) -> HttpResponse:
    """One taxonomy."""
    return _one(request, shapes.TAXONOMY, key)


@door("GET", "POST")
def taxonomy_terms(request: HttpRequest) -> HttpResponseBase:
    """A page of terms."""
    asked = read(request, TERMS)
    return _listed(request, asked, finding.terms(asked), shapes.TERM)


@door("GET")
def taxonomy_term(request: HttpRequest, key: str) -> HttpResponse:
    """One term."""
    return _one(request, shapes.TERM, key)


@door("GET", "POST")
def organizations(request: HttpRequest) -> HttpResponseBase:
    """A page of organizations."""
    asked = read(request, ORGANIZATIONS)
    branch = shapes.ORGANIZATION if asked.full else shapes.ORGANIZATION_LISTED
    if asked.full_service:
        branch = shapes.ORGANIZATION_WITH_SERVICES
    return _listed(request, asked, finding.organizations(asked), branch)


@door("GET")
def organization(request: HttpRequest, key: str) -> HttpResponse:
    """One organization; `full_service` says how much of its services."""
    asked = read(request, frozenset({"full_service"}))
    branch = shapes.ORGANIZATION_WITH_SERVICES if asked.full_service else shapes.ORGANIZATION
    return _one(request, branch, key, allowed=frozenset({"full_service"}))


@door("GET", "POST")
def service_at_locations(request: HttpRequest) -> HttpResponseBase:
    """A page of services at locations."""
    asked = read(request, AT_LOCATIONS)
    branch = shapes.AT_LOCATION if asked.full else shapes.AT_LOCATION_LISTED
    return _listed(request, asked, finding.at_locations(asked), branch)


@door("GET")
def service_at_location(request: HttpRequest, key: str) -> HttpResponse:
    """One service at one location."""
    return _one(request, shapes.AT_LOCATION, key)


def _one(
    request: HttpRequest, branch: Branch, key: str, allowed: frozenset[str] = frozenset()
) -> HttpResponse:
    read(request, allowed)
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise NotHere(key) from error
    grower = Grower(public=True)
    rows = grower.read(branch.table, grower.rows(branch.table).filter(pk=wanted), "modified_at")
    if not rows:
        raise NotHere(key)
    [document] = grower.grow(branch, rows)
    return as_json(request, document, modified_at=rows[0]["modified_at"])


def _listed(
    request: HttpRequest,
    asked: Question,
    rows: "QuerySet[Any]",
    branch: Branch,
    trim: Callable[[Document], Document] | None = None,
) -> HttpResponseBase:
    ordered = rows.order_by("id")
    if asked.ndjson:
        return as_lines(_streamed(ordered, branch, trim))
    total = rows.count()
    start = (asked.page - 1) * asked.per_page
    asked_for = ordered[start : start + asked.per_page] if start < total else ordered.none()
    grower = Grower(public=True)
    found = grower.read(branch.table, asked_for, "modified_at")
    grown = grower.grow(branch, found)
    contents = [trim(one) for one in grown] if trim else grown
    body = pages.page(contents, total=total, number=asked.page, per_page=asked.per_page)
    newest = max((row["modified_at"] for row in found), default=None)
    return as_json(request, body, modified_at=newest)


def _streamed(
    rows: "QuerySet[Any]", branch: Branch, trim: Callable[[Document], Document] | None
) -> Iterator[Document]:
    keys = rows.values_list("pk", flat=True).iterator(chunk_size=STREAMED_AT_ONCE)
    while chunk := list(islice(keys, STREAMED_AT_ONCE)):
        grower = Grower(public=True)
        found = in_order(grower.found(branch.table, "id", chunk), chunk)
        for document in grower.grow(branch, found):
            yield trim(document) if trim else document


def _minimal(document: Document) -> Document:
    """Id and date, as HSDS asks, with the two fields its schema will not do without."""
    kept = {key: document[key] for key in ("id", "name", "status", "last_modified")}
    return {**kept, "modified_date": document["last_modified"]}

"""Which rows answer a question. Every filter given must hold (AND)."""

import json
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Q, QuerySet

from beside.directory import access
from beside.directory.hsds.questions import Question
from beside.directory.models import (
    Attribute,
    Organization,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

METRES_IN_MILE = 1609.344
METRES_IN_DEGREE = 111_000.0


class NoSuchPlace(LookupError):
    """No place is known by this postcode."""


def services(asked: Question) -> "QuerySet[Service]":
    """Public services that answer the question."""
    rows = access.public_services()
    rows = _searched(rows, asked.search, "name", "alternate_name", "description")
    if asked.organization_id:
        rows = rows.filter(organization_id=asked.organization_id)
    if asked.modified_after:
        rows = rows.filter(last_modified__gte=asked.modified_after)
    return _termed(rows, asked, {"service": "pk"})


def organizations(asked: Question) -> "QuerySet[Organization]":
    """Public organizations that answer the question; a term may be said of one of its services."""
    rows = access.public_organizations()
    rows = _searched(rows, asked.search, "name", "alternate_name", "description")
    if not (asked.taxonomy_id or asked.taxonomy_term_id):
        return rows
    providing = _termed(access.public_services(), asked, {"service": "pk"})
    direct = _termed(rows, asked, {"organization": "pk"})
    return rows.filter(
        Q(pk__in=direct.values("pk")) | Q(pk__in=providing.values("organization_id"))
    )


def at_locations(asked: Question) -> "QuerySet[ServiceAtLocation]":
    """Public services at public locations that answer the question."""
    rows = access.public_services_at_locations()
    rows = _searched(rows, asked.search, "service__name", "service__description", "location__name")
    if asked.organization_id:
        rows = rows.filter(service__organization_id=asked.organization_id)
    if asked.modified_after:
        rows = rows.filter(
            Q(modified_at__gte=asked.modified_after)
            | Q(service__last_modified__gte=asked.modified_after)
            | Q(location__modified_at__gte=asked.modified_after)
        )
    rows = _termed(
        rows,
        asked,
        {"service_at_location": "pk", "service": "service_id", "location": "location_id"},
    )
    return _near(rows, asked) if asked.postcode else rows


def taxonomies(asked: Question) -> "QuerySet[Taxonomy]":
    """Lists of terms that answer the question."""
    return _searched(Taxonomy.objects.all(), asked.search, "name", "description")


def terms(asked: Question) -> "QuerySet[TaxonomyTerm]":
    """Terms that answer the question. `top_only`: those that stand under no other."""
    rows = _searched(TaxonomyTerm.objects.all(), asked.search, "name", "description", "code")
    if asked.taxonomy_id:
        rows = rows.filter(taxonomy_detail_id=asked.taxonomy_id)
    if asked.parent_id:
        rows = rows.filter(parent_id=asked.parent_id)
    return rows.filter(parent=None) if asked.top_only else rows


def _searched(rows: "QuerySet[Any]", words: str, *fields: str) -> "QuerySet[Any]":
    if not words:
        return rows
    vector = SearchVector(*fields, config="english")
    query = SearchQuery(words, config="english", search_type="websearch")
    found: QuerySet[Any] = rows.annotate(searched=vector).filter(searched=query)
    return found


def _termed(rows: "QuerySet[Any]", asked: Question, links: dict[str, str]) -> "QuerySet[Any]":
    for field, wanted in (
        ("taxonomy_term_id", asked.taxonomy_term_id),
        ("taxonomy_term__taxonomy_detail_id", asked.taxonomy_id),
    ):
        if wanted:
            rows = rows.filter(_linked(links, field, wanted))
    return rows


def _linked(links: dict[str, str], field: str, wanted: UUID) -> Q:
    either = Q()
    for entity, key in links.items():
        either |= Q(
            Exists(
                Attribute.objects.filter(
                    link_entity=entity, link_id=OuterRef(key), **{field: wanted}
                )
            )
        )
    return either


def _near(rows: "QuerySet[ServiceAtLocation]", asked: Question) -> "QuerySet[ServiceAtLocation]":
    """Within `proximity` of the postcode's centre; without it, those whose area covers it."""
    from beside.places import queries as places

    try:
        found = places.locate(asked.postcode)
    except (places.UnknownPlace, places.MilitaryZip) as error:
        raise NoSuchPlace(asked.postcode) from error
    if not found:
        raise NoSuchPlace(asked.postcode)
    point = found[0].point
    if asked.proximity is None:
        return rows.exclude(service_id__in=_not_covering(point.lat, point.lon))
    reach = asked.proximity / METRES_IN_DEGREE * 1.02
    boxed = rows.filter(
        location__latitude__range=(point.lat - reach, point.lat + reach),
        location__longitude__isnull=False,
    ).values_list("pk", "location__latitude", "location__longitude")
    miles = asked.proximity / METRES_IN_MILE
    near = [
        key
        for key, lat, lon in boxed
        if lat is not None
        and lon is not None
        and places.distance_miles(point, type(point)(lat, lon)) <= miles
    ]
    return rows.filter(pk__in=near)


def _not_covering(lat: float, lon: float) -> set[UUID]:
    """Services whose areas are all drawn as GeoJSON and none of them holds the point."""
    covering: set[UUID] = set()
    drawn: set[UUID] = set()
    areas = ServiceArea.objects.exclude(service=None).values_list(
        "service_id", "extent_type", "extent"
    )
    for service_id, kind, extent in areas:
        holds = _holds(extent, lat, lon) if kind.lower() == "geojson" else True
        (covering if holds else drawn).add(service_id)
    return drawn - covering


def _holds(extent: str, lat: float, lon: float) -> bool:
    """Whether a GeoJSON shape holds a point; a shape that cannot be read excludes nobody."""
    from shapely import Point
    from shapely.geometry import shape

    try:
        return bool(shape(json.loads(extent)).covers(Point(lon, lat)))
    except Exception:  # a partner's broken shape must not hide a service
        return True

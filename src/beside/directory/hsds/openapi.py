"""The OpenAPI document of the API, built from the same schemas that judge its answers."""

from functools import cache
from typing import Any

from django.conf import settings

from beside.directory.hsds import questions
from beside.directory.hsds.profile import profiled
from beside.directory.hsds.tables import ORDER

Json = dict[str, Any]
LISTED = {
    "services": "service_list",
    "organizations": "organization_list",
    "service_at_locations": "service_at_location_list",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
SINGULAR = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
_LIST = ("search", "page", "per_page", "format")
_TERMED = ("taxonomy_term_id", "taxonomy_id")
ASKED: dict[str, tuple[str, ...]] = {
    "services": (*_LIST, *_TERMED, "organization_id", "modified_after", "minimal", "full"),
    "organizations": (*_LIST, *_TERMED, "full_service", "full"),
    "service_at_locations": (
        *_LIST,
        *_TERMED,
        "organization_id",
        "modified_after",
        "full",
        "postcode",
        "proximity",
    ),
    "taxonomies": _LIST,
    "taxonomy_terms": (*_LIST, "taxonomy_id", "top_only", "parent_id"),
}
_ID = {"type": "string", "format": "uuid"}
_YES_NO = {"type": "boolean"}
PARAMETERS: dict[str, tuple[str, Json]] = {
    "search": ("Full text search.", {"type": "string", "maxLength": questions.LONGEST_SEARCH}),
    "page": (
        "Page number, from 1.",
        {"type": "integer", "minimum": 1, "maximum": questions.LAST_PAGE},
    ),
    "per_page": (
        f"Results in one page; {questions.PER_PAGE} unless told. With minimal, as many as "
        f"{questions.MOST_MINIMAL}.",
        {"type": "integer", "minimum": 1, "maximum": questions.MOST_PER_PAGE},
    ),
    "format": (
        "`ndjson` streams all results, one a line, without pages.",
        {"type": "string", "enum": ["json", "ndjson"]},
    ),
    "taxonomy_term_id": ("Records of which this term is said.", _ID),
    "taxonomy_id": ("Records of which any term of this taxonomy is said.", _ID),
    "organization_id": ("Services this organization provides.", _ID),
    "modified_after": (
        "Results modified on or after this moment.",
        {"type": "string", "format": "date-time"},
    ),
    "minimal": ("Only what a harvester needs, all in one page.", _YES_NO),
    "full": ("With all that belongs to each record.", _YES_NO),
    "full_service": ("With whole services.", _YES_NO),
    "postcode": (
        "A ZIP code or place. With proximity: results that near its centre; without: results "
        "whose drawn service area, if any, holds it.",
        {"type": "string", "maxLength": 40},
    ),
    "proximity": (
        "Metres from the postcode's centre.",
        {"type": "number", "exclusiveMinimum": 0, "maximum": questions.FARTHEST_METRES},
    ),
    "top_only": ("Only terms that stand under no other.", _YES_NO),
    "parent_id": ("Terms under this one.", _ID),
}


@cache
def document() -> Json:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Beside directory (HSDS)",
            "version": "1",
            "description": "Overdose prevention and recovery services near you, in the Human "
            "Services Data Specification with our recovery profile. Read only. Confidential "
            "places are not here. Records whose `source_list.unreliable` is true come from a "
            "historical list: do not rely on them without checking. POST asks the same as GET "
            "without leaving the question in an address.",
            "license": {"name": "See source_list of each record"},
        },
        "servers": [{"url": f"{settings.SITE_ADDRESS}/hsds"}],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Json:
    paths: Json = {"/": {"get": _operation("about", "What this API is.", _ok("About"))}}
    for name, one in SINGULAR.items():
        paths[f"/{name}"] = {"get": _list_get(name), "post": _list_post(name)}
        paths[f"/{name}/{{id}}"] = {"get": _by_id(name, one)}
    return paths


def _operation(name: str, summary: str, ok: Json, **more: Any) -> Json:
    bad = {
        "description": "The question cannot be answered; `detail` says why.",
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
    responses = {"200": ok, "400": bad, "404": bad}
    return {"operationId": name, "summary": summary, "responses": responses, **more}


def _list_get(name: str) -> Json:
    parameters = [
        {
            "name": key,
            "in": "query",
            "description": PARAMETERS[key][0],
            "schema": PARAMETERS[key][1],
        }
        for key in ASKED[name]
    ]
    return _operation(f"list_{name}", f"A page of {name}.", _page(name), parameters=parameters)


def _list_post(name: str) -> Json:
    properties = {
        key: {**PARAMETERS[key][1], "description": PARAMETERS[key][0]} for key in ASKED[name]
    }
    body = {
        "required": False,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": properties,
                    "additionalProperties": False,
                }
            }
        },
    }
    return _operation(
        f"ask_{name}", f"A page of {name}, asked in the body.", _page(name), requestBody=body
    )


def _by_id(name: str, one: str) -> Json:
    parameters: list[Json] = [{"name": "id", "in": "path", "required": True, "schema": _ID}]
    if one == "organization":
        summary, schema = PARAMETERS["full_service"]
        parameters.append(
            {"name": "full_service", "in": "query", "description": summary, "schema": schema}
        )
    return _operation(
        f"get_{one}", f"One {one.replace('_', ' ')}.", _ok(one), parameters=parameters
    )


def _ok(schema: str) -> Json:
    return {
        "description": "The answer.",
        "content": {"application/json": {"schema": _ref(schema)}},
    }


def _page(name: str) -> Json:
    items = _ref(LISTED[name])
    schema = {
        "allOf": [_ref("Page")],
        "properties": {"contents": {"type": "array", "items": items}},
        "required": ["contents"],
    }
    return {
        "description": "A page.",
        "content": {
            "application/json": {"schema": schema},
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> Json:
    names = (*ORDER, "service_list", "organization_list", "service_at_location_list")
    return {**{name: _localised(profiled(name)) for name in names}, **OWN}


def _localised(schema: Any) -> Any:
    """Bare file references become references into this document; HSDS's own keys go."""
    if isinstance(schema, list):
        return [_localised(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: (
            {name: _localised(prop) for name, prop in value.items()}
            if key == "properties"
            else _localised(value)
        )
        for key, value in schema.items()
        if key not in NOT_SCHEMA
    }
    ref = kept.get("$ref", "")
    if isinstance(ref, str) and ref.endswith(".json"):
        return _ref(ref.removesuffix(".json"))
    return kept


NOT_SCHEMA = {
    "path",
    "datapackage_metadata",
    "tabular_required",
    "constraints",
    "core",
    "name",
    "example",
}
_WHOLE = {"type": "integer", "minimum": 0}
OWN: Json = {
    "About": {
        "type": "object",
        "properties": {
            "version": {"type": "string"},
            "profile": {"type": "string", "format": "uri"},
            "openapi_url": {"type": "string", "format": "uri"},
        },
        "required": ["version", "profile", "openapi_url"],
    },
    "Page": {
        "type": "object",
        "properties": {
            "total_items": _WHOLE,
            "total_pages": _WHOLE,
            "page_number": {"type": "integer", "minimum": 1},
            "size": _WHOLE,
            "first_page": _YES_NO,
            "last_page": _YES_NO,
            "empty": _YES_NO,
        },
        "required": [
            "total_items",
            "total_pages",
            "page_number",
            "size",
            "first_page",
            "last_page",
            "empty",
        ],
    },
    "Problem": {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
        "required": ["title", "status", "detail"],
    },
}

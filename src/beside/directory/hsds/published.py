"""What the API says of itself: its profile, its schemas, its OpenAPI document."""

from django.http import HttpRequest, HttpResponse

from beside.directory.hsds import openapi as description
from beside.directory.hsds.answers import NotHere, as_json, door
from beside.directory.hsds.profile import PATCHES, profiled
from beside.directory.hsds.tables import ORDER
from beside.directory.hsds.views import address

LISTED = ("service_list", "organization_list", "service_at_location_list")


@door("GET")
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return as_json(request, description.document())


@door("GET")
def profile(request: HttpRequest) -> HttpResponse:
    """The recovery profile: where its patches and merged schemas are."""
    return as_json(
        request,
        {
            "name": "recovery",
            "title": "Beside recovery profile of HSDS",
            "description": "Overdose prevention and recovery: what is offered, naloxone held, "
            "medication at the first visit, walk-in, no identification, and where each record "
            "came from. Patches are JSON Merge Patches (RFC 7386).",
            "based_on": "HSDS 3.1-dev (openreferral/specification, abc731c, 2024-10-10)",
            "licence": "CC BY-SA 4.0; Human Services Data Specification: an Open Referral "
            "resource (https://openreferral.org/)",
            "patches": {name: address(f"/profile/{name}.json") for name in PATCHES},
            "schemas": {name: address(f"/schema/{name}.json") for name in (*ORDER, *LISTED)},
        },
    )


@door("GET")
def patch(request: HttpRequest, name: str) -> HttpResponse:
    """One JSON Merge Patch of the profile."""
    if name not in PATCHES:
        raise NotHere(name)
    return as_json(request, PATCHES[name])


@door("GET")
def merged(request: HttpRequest, name: str) -> HttpResponse:
    """One HSDS schema with the profile applied."""
    if name not in {*ORDER, *LISTED}:
        raise NotHere(name)
    return as_json(request, profiled(name))

"""The rows staff may edit, which of their fields, and how a value stands in the journal."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db import models

from beside.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceCapacity,
)

Row = (
    Organization | Service | Location | Address | Phone | Schedule | Language
    | Accessibility | CostOption | ServiceCapacity
)  # fmt: skip

EDITABLE: Mapping[type[models.Model], tuple[str, ...]] = {
    Organization: ("name", "alternate_name", "description", "email", "website", "visibility"),
    Service: (
        "name", "alternate_name", "description", "url", "email", "status", "alert",
        "application_process", "eligibility_description", "fees_description", "wait_time",
        "interpretation_services", "offers", "naloxone_products", "first_visit_medication",
        "next_slot_at", "walk_in", "no_id_needed", "free", "visibility",
    ),
    Location: (
        "name", "description", "transportation", "latitude", "longitude", "location_type",
        "visibility",
    ),
    Address: ("address_1", "address_2", "city", "state_province", "postal_code", "country"),
    Phone: ("number", "extension", "type", "description"),
    Schedule: (
        "opens_at", "closes_at", "freq", "byday", "valid_from", "valid_to", "exception",
        "description",
    ),
    Language: ("name", "code", "note"),
    Accessibility: ("description", "details"),
    CostOption: ("option", "amount", "currency", "amount_description", "valid_from", "valid_to"),
    ServiceCapacity: ("available", "maximum", "description", "updated"),
}  # fmt: skip

TABLES: Mapping[str, type[models.Model]] = {
    model._meta.model_name or "": model for model in EDITABLE
}


def table_of(row: models.Model) -> str:
    """The name under which the journal knows a row's table."""
    return row._meta.model_name or ""


def plain(value: Any) -> Any:
    """A value as JSON can hold it and `Model.full_clean` can read it back."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def whole(row: models.Model) -> dict[str, Any]:
    """Every column of a row, plain, keyed by attribute name (`location_id`, not `location`)."""
    return {
        field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields
    }


def from_plain(model: type[models.Model], column: str, value: Any) -> Any:
    """The value of a column again, from the journal."""
    return cast("models.Field[Any, Any]", model._meta.get_field(column)).to_python(value)


def rebuilt(model: type[models.Model], kept: Mapping[str, Any]) -> models.Model:
    """An unsaved row made again from what `whole` kept."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {
        name: fields[name].to_python(value) if not fields[name].is_relation else value
        for name, value in kept.items()
        if name in fields
    }
    return model(**values)

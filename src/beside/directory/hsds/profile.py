"""The recovery profile: what we add to HSDS, as JSON Merge Patches (RFC 7386)."""

from typing import Any

from beside.directory.core.offers import Naloxone, Offer
from beside.directory.hsds.tables import Column, schema

YES_NO = {"type": "boolean"}


def _words(description: str, allowed: list[str]) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {"type": "string", "enum": allowed},
        "description": description,
    }


PROVENANCE: dict[str, Any] = {
    "source_list": {
        "type": "object",
        "description": "The list this record came from. `unreliable` true: do not rely on this "
        "record without checking.",
        "properties": {
            "name": {"type": "string"},
            "publisher": {"type": "string"},
            "year": {"type": "integer"},
            "unreliable": YES_NO,
        },
        "required": ["name", "unreliable"],
    },
    "external_id": {"type": "string", "description": "The record's own id in that list."},
}

VERIFICATION: dict[str, Any] = {
    "verification": {
        "type": "array",
        "description": "Per field: how and on which day it was last checked, never by whom. Of a "
        "service at several places: only what was checked at all of them, by the oldest check.",
        "items": {
            "type": "object",
            "properties": {
                "field": {"type": "string"},
                "checked_at": {"type": "string", "format": "date-time"},
                "method": {"type": "string"},
            },
            "required": ["field", "checked_at", "method"],
        },
    },
}

PATCHES: dict[str, dict[str, Any]] = {
    "service": {
        "properties": {
            **PROVENANCE,
            "offers": _words("What a person can be given here.", [offer.value for offer in Offer]),
            "naloxone_products": _words("Naloxone held here.", [kind.value for kind in Naloxone]),
            "first_visit_medication": {
                **YES_NO,
                "description": "Medication for opioid use disorder can start at the first visit.",
            },
            "next_slot_at": {
                "type": "string",
                "format": "date-time",
                "description": "The next free appointment, as last told.",
            },
            "walk_in": {**YES_NO, "description": "No appointment is needed."},
            "no_id_needed": {**YES_NO, "description": "No identification is asked for."},
            "free": {**YES_NO, "description": "Nothing is charged."},
            **VERIFICATION,
        }
    },
    "organization": {"properties": PROVENANCE},
    "location": {"properties": {**PROVENANCE, **VERIFICATION}},
    "schedule": {
        "properties": {
            "exception": {
                **YES_NO,
                "description": "On its days it replaces the regular hours; without opens_at "
                "it means closed.",
            }
        }
    },
    "phone": {
        "properties": {
            "extension_text": {
                "type": "string",
                "description": "An extension that is not one number.",
            }
        }
    },
}

ADDED: dict[str, dict[str, Column]] = {
    "organization": {"visibility": Column("visibility", "text")},
    "location": {"visibility": Column("visibility", "text")},
    "service": {
        "visibility": Column("visibility", "text"),
        "offers": Column("offers", "words"),
        "naloxone_products": Column("naloxone_products", "words"),
        "first_visit_medication": Column("first_visit_medication", "yes_no"),
        "next_slot_at": Column("next_slot_at", "moment"),
        "walk_in": Column("walk_in", "yes_no"),
        "no_id_needed": Column("no_id_needed", "yes_no"),
        "free": Column("free", "yes_no"),
    },
    "schedule": {"exception": Column("exception", "yes_no")},
}


def merge(target: Any, patch: Any) -> Any:
    """Apply a JSON Merge Patch. Source: RFC 7386, section 2."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def profiled(name: str) -> dict[str, Any]:
    """A published schema with our patch applied. Raises FileNotFoundError."""
    return dict(merge(schema(name), PATCHES.get(name, {})))

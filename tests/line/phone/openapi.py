"""The provider's own description of its API, pinned; and our own check of forms against it."""

import json
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("BESIDE_SHARED", CHECKOUT.parent / "shared"))
DOCUMENT = SHARED / "specs" / "twilio" / "twilio_api_v2010.json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """What went over the wire."""

    method: str
    path: str
    query: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body, keep_blank_values=True, strict_parsing=bool(self.body))


@lru_cache
def document() -> dict[str, Any]:
    if not DOCUMENT.exists():
        pytest.skip("the pinned OpenAPI document is not here (set BESIDE_SHARED)")
    found: dict[str, Any] = json.loads(DOCUMENT.read_text())
    return found


def faults(request: Request) -> list[str]:
    """What is wrong with a request: its path, method, query or any field of its form."""
    described = _operation(request)
    if described is None:
        return [f"no such operation: {request.method} {request.path}"]
    found = _of_query(described, request)
    schema = _schema(described)
    if schema is None:
        return found + (["a body where none belongs"] if request.body else [])
    return found + _of_form(schema, request)


def _operation(request: Request) -> dict[str, Any] | None:
    for pattern, methods in document()["paths"].items():
        fits = re.sub(r"\{[^}]+\}", "[^/]+", pattern.replace(".", r"\."))
        if re.fullmatch(fits, request.path) and request.method.lower() in methods:
            found: dict[str, Any] = methods[request.method.lower()]
            return found
    return None


def _schema(described: dict[str, Any]) -> dict[str, Any] | None:
    content = described.get("requestBody", {}).get("content", {})
    schema: dict[str, Any] | None = content.get(FORM, {}).get("schema")
    return schema


def _of_query(described: dict[str, Any], request: Request) -> list[str]:
    known = {p["name"]: p["schema"] for p in described.get("parameters", []) if p["in"] == "query"}
    found = []
    for name, value in parse_qsl(request.query):
        if name not in known:
            found.append(f"unknown in the query: {name}")
        else:
            found += _of_value(name, known[name], value)
    return found


def _of_form(schema: dict[str, Any], request: Request) -> list[str]:
    properties, found = schema["properties"], []
    if FORM not in request.headers.get("Content-Type", ""):
        found.append("not sent as a form")
    values: dict[str, list[str]] = {}
    for name, value in request.form:
        values.setdefault(name, []).append(value)
    found += [f"missing: {name}" for name in schema.get("required", []) if name not in values]
    for name, given in values.items():
        if name not in properties:
            found.append(f"unknown field: {name}")
            continue
        kind = properties[name]
        if kind.get("type") != "array" and len(given) > 1:
            found.append(f"said more than once: {name}")
        of_each = kind["items"] if kind.get("type") == "array" else kind
        for value in given:
            found += _of_value(name, of_each, value)
            if kind.get("type") == "array" and re.search(r"[\[(,]", value):
                found.append(f"several values in one: {name}={value}")
    return found


def _of_value(name: str, kind: dict[str, Any], value: str) -> list[str]:
    kind = _resolved(kind)
    if "enum" in kind and value not in kind["enum"]:
        return [f"{name}={value} is none of {kind['enum']}"]
    checks = {
        "integer": lambda: re.fullmatch(r"-?\d+", value),
        "boolean": lambda: value in ("true", "false"),
    }
    if kind.get("type") in checks and not checks[kind["type"]]():
        return [f"{name}={value} is no {kind['type']}"]
    form = kind.get("format")
    if form == "uri" and not (urlsplit(value).scheme and urlsplit(value).netloc):
        return [f"{name} is no address"]
    if form in ("endpoint", "phone-number") and not re.fullmatch(r"\+[1-9]\d{7,14}", value):
        return [f"{name} is no number"]
    return []


def _resolved(kind: dict[str, Any]) -> dict[str, Any]:
    if reference := kind.get("$ref"):
        found: Any = document()
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return dict(found)
    return kind

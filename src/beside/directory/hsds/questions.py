"""What a caller may ask of a list, read from a query string or a posted body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime

MOST_PER_PAGE = 500
PER_PAGE = 50
LAST_PAGE = 1_000_000
MOST_MINIMAL = 50_000
FARTHEST_METRES = 1_000_000
LONGEST_SEARCH = 200


class BadQuestion(ValueError):
    """The question cannot be read; the message says which part, and how to mend it."""


@dataclass(frozen=True)
class Question:
    """A read question. Filters that are None do not filter; those given all apply (AND)."""

    page: int = 1
    per_page: int = PER_PAGE
    ndjson: bool = False
    search: str = ""
    full: bool = False
    full_service: bool = False
    minimal: bool = False
    modified_after: datetime | None = None
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    top_only: bool = False
    postcode: str = ""
    proximity: float | None = None


def read(request: HttpRequest, allowed: frozenset[str]) -> Question:
    """The question asked. Raises BadQuestion; unknown parameters are refused by name."""
    said = _said(request)
    if unknown := sorted(said.keys() - allowed):
        raise BadQuestion(f"There is no parameter {unknown[0]!r} here.")
    minimal = _yes_no(said, "minimal")
    if "proximity" in said and not said.get("postcode"):
        raise BadQuestion("proximity needs a postcode to measure from.")
    return Question(
        page=_whole(said, "page", 1, LAST_PAGE),
        per_page=_whole(said, "per_page", MOST_MINIMAL if minimal else PER_PAGE, _most(minimal)),
        ndjson=_one_of(said, "format", ("json", "ndjson")) == "ndjson",
        search=_text(said, "search", LONGEST_SEARCH),
        full=_yes_no(said, "full"),
        full_service=_yes_no(said, "full_service"),
        minimal=minimal,
        modified_after=_moment(said, "modified_after"),
        taxonomy_term_id=_id(said, "taxonomy_term_id"),
        taxonomy_id=_id(said, "taxonomy_id"),
        organization_id=_id(said, "organization_id"),
        parent_id=_id(said, "parent_id"),
        top_only=_yes_no(said, "top_only"),
        postcode=_text(said, "postcode", 40),
        proximity=_metres(said, "proximity"),
    )


def _most(minimal: bool) -> int:
    return MOST_MINIMAL if minimal else MOST_PER_PAGE


def _said(request: HttpRequest) -> dict[str, str]:
    said = {key: values[-1] for key, values in request.GET.lists() if values}
    if request.method == "POST":
        said.update(_posted(request))
    for key, value in said.items():
        if "\0" in key or "\0" in value:
            raise BadQuestion("A parameter holds a character that cannot be read.")
    return {key: value for key, value in said.items() if value != ""}


def _posted(request: HttpRequest) -> dict[str, str]:
    if request.content_type != "application/json":
        return {key: values[-1] for key, values in request.POST.lists() if values}
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise BadQuestion("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise BadQuestion("The body must be a JSON object of parameters.")
    return {str(key): _plain(key, value) for key, value in body.items() if value is not None}


def _plain(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise BadQuestion(f"{key} must be text, a number, true or false.")


def _whole(said: Mapping[str, str], name: str, default: int, most: int) -> int:
    raw = said.get(name)
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 12 and 1 <= int(raw) <= most):
        raise BadQuestion(f"{name} must be a whole number from 1 to {most}.")
    return int(raw)


def _yes_no(said: Mapping[str, str], name: str) -> bool:
    return _one_of(said, name, ("false", "true")) == "true"


def _one_of(said: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    raw = said.get(name, words[0])
    if raw not in words:
        raise BadQuestion(f"{name} must be {' or '.join(words)}.")
    return raw


def _text(said: Mapping[str, str], name: str, longest: int) -> str:
    raw = said.get(name, "").strip()
    if len(raw) > longest:
        raise BadQuestion(f"{name} must not be longer than {longest} characters.")
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadQuestion(f"{name} holds a character that cannot be read.") from error
    return raw


def _id(said: Mapping[str, str], name: str) -> UUID | None:
    raw = said.get(name)
    if raw is None:
        return None
    try:
        return UUID(raw)
    except ValueError as error:
        raise BadQuestion(f"{name} must be a UUID.") from error


def _moment(said: Mapping[str, str], name: str) -> datetime | None:
    raw = said.get(name)
    if raw is None:
        return None
    try:
        if (moment := parse_datetime(raw)) is None and (day := parse_date(raw)) is not None:
            moment = datetime.combine(day, time())
    except ValueError:
        moment = None
    if moment is None:
        raise BadQuestion(f"{name} must be a date or a date and time, such as 2026-01-31T09:00Z.")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise BadQuestion(f"{name} is out of range.") from error


def _metres(said: Mapping[str, str], name: str) -> float | None:
    raw = said.get(name)
    if raw is None:
        return None
    try:
        metres = float(raw)
    except ValueError:
        metres = -1.0
    if not 0 < metres <= FARTHEST_METRES:
        raise BadQuestion(f"{name} must be metres, above 0 and at most {FARTHEST_METRES}.")
    return metres

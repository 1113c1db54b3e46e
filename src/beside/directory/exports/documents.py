"""The whole directory as JSON: organizations with all that belongs to them, and the rest beside."""

from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

import orjson

from beside.directory.exports.tabular import rows_of
from beside.directory.hsds import shapes
from beside.directory.hsds.forest import Branch, Grower, in_order
from beside.directory.hsds.memory import all_stays
from beside.directory.hsds.rows import as_held, flat

AT_ONCE = 500
# What no organization's document would carry: lists of terms and units, places of nobody.
BESIDE = ("taxonomy", "taxonomy_term", "unit", "meta_table_description")


def organizations(*, public: bool) -> Iterator[dict[str, Any]]:
    """Every organization, whole."""
    return _grown("organization", shapes.ORGANIZATION_WITH_SERVICES, public)


def _grown(table: str, branch: Branch, public: bool) -> Iterator[dict[str, Any]]:
    keys = rows_of(table, public=public).values_list("pk", flat=True).iterator(chunk_size=2000)
    while chunk := list(islice(keys, AT_ONCE)):
        grower = Grower(public=public)
        with all_stays():
            grown = grower.grow(branch, in_order(grower.found(table, "id", chunk), chunk))
        yield from grown


def write_json(out: IO[bytes], *, public: bool) -> None:
    """One page that holds everything, written as it is read."""
    total = rows_of("organization", public=public).count()
    head = {
        "total_items": total,
        "total_pages": 1 if total else 0,
        "page_number": 1,
        "size": total,
        "first_page": True,
        "last_page": True,
        "empty": total == 0,
    }
    out.write(orjson.dumps(head)[:-1])
    for table in BESIDE:
        held = as_held(table, rows_of(table, public=public), public=public)
        rows = held.iterator(chunk_size=2000)
        _array(out, table, (flat(table, row, public=public) for row in rows))
    lone = rows_of("location", public=public).filter(organization=None)
    grower = Grower(public=public)
    places = grower.grow(shapes.LOCATION, grower.read("location", lone))
    _array(out, "location", iter(places))
    _array(out, "contents", organizations(public=public))
    out.write(b"}\n")


def _array(out: IO[bytes], name: str, items: Iterator[dict[str, Any]]) -> None:
    out.write(b', "' + name.encode() + b'": [')
    for number, item in enumerate(items):
        out.write(b",\n" if number else b"\n")
        out.write(orjson.dumps(item))
    out.write(b"]")


def write_lines(out: IO[bytes], *, public: bool) -> None:
    """One organization a line."""
    for document in organizations(public=public):
        out.write(orjson.dumps(document) + b"\n")

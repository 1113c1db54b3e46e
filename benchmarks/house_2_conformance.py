"""Every answer of the HSDS API judged by the published schemas, formats included.

With the shared fixtures beside the checkout (or BESIDE_SHARED), also: which files
of the UK validator's sets import, and which of its Fail set are refused.
"""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import throwaway
from benchmarks.show import Result, alone

SHARED = Path(os.environ.get("BESIDE_SHARED", throwaway.CHECKOUT.parent / "shared"))
UK = SHARED / "specs" / "hsds" / "oruk-validator-fixtures"
LISTS = {
    "services": ("service_list", "service"),
    "organizations": ("organization_list", "organization"),
    "service_at_locations": ("service_at_location_list", "service_at_location"),
    "taxonomies": ("taxonomy", "taxonomy"),
    "taxonomy_terms": ("taxonomy_term", "taxonomy_term"),
}
OTHER_WAYS = {
    "services": ("minimal=true", "search=clinic", "modified_after=2020-01-01T00:00:00Z"),
    "organizations": ("search=clinic",),
    "service_at_locations": (
        "search=clinic", "modified_after=2020-01-01T00:00:00Z", "postcode=40403&proximity=50000",
    ),
}  # fmt: skip
FORBIDDEN = {"api_details.json", "service_full.json", "service_list.json", "taxonomy_term.json"}


def run(quick: bool) -> Result:
    """Load the region, ask everything, judge everything."""
    with throwaway.house(durable=False, rooms=("kernel", "directory")):
        from beside.directory import starting
        from beside.kernel import clock

        starting.fill(clock.now())
        answers, bad = 0, []
        for name, document, schema in _answers(ones=5 if quick else 60, pages=2 if quick else 20):
            answers += 1
            bad += [f"{name}: {fault}" for fault in _faults(document, schema)][:3]
        envelope = _envelope()
        imported, of, refused = _uk()
    figure = f"{answers - len(bad)} of {answers} answers valid, envelope {envelope}; UK: "
    if of:
        figure += f"{imported} of {of} files import, {refused} of {len(FORBIDDEN)} refused"
    else:
        figure += "its files are not here (set BESIDE_SHARED)"
    holds = not bad and envelope == "right" and of > 0 and refused == len(FORBIDDEN)
    for fault in bad[:10]:
        print(f"      {fault}")
    bar = "100 % valid; envelope right; UK sets import, forbidden files refused"
    return Result("2", figure, bar, holds and imported == of)


def _answers(ones: int, pages: int) -> Iterator[tuple[str, Any, str]]:
    for name, (item_schema, one_schema) in LISTS.items():
        keys: list[str] = []
        for page in range(1, pages + 1):
            answer = _get(f"/hsds/{name}?per_page=50&page={page}")
            for item in answer["contents"]:
                keys.append(item["id"])
                yield name, item, item_schema
        for key in keys[:: max(1, len(keys) // ones)]:
            yield name, _get(f"/hsds/{name}/{key}"), one_schema
    for name in OTHER_WAYS:
        yield from _other_ways(name, *LISTS[name], most=5 * ones)


def _other_ways(
    name: str, item_schema: str, one_schema: str, most: int
) -> Iterator[tuple[str, Any, str]]:
    """The same list whole, short, filtered, asked for by POST, and line by line."""
    for query in ("full=true", *OTHER_WAYS[name]):
        schema = one_schema if query == "full=true" else item_schema
        for item in _get(f"/hsds/{name}?per_page=50&{query}")["contents"][:most]:
            yield f"{name}?{query}", item, schema
    posted = _client().post(f"/hsds/{name}", {"search": "clinic"}, "application/json")
    for item in json.loads(posted.content)["contents"]:
        yield f"POST {name}", item, item_schema
    lines = _client().get(f"/hsds/{name}?format=ndjson").streaming_content
    for line in islice(b"".join(lines).splitlines(), most):
        yield f"{name} as lines", json.loads(line), item_schema
    if name == "organizations":
        for item in _get(f"/hsds/{name}?per_page=50")["contents"][:most]:
            whole = _get(f"/hsds/{name}/{item['id']}?full_service=true")
            yield f"{name} with services", whole, one_schema


def _client() -> Any:
    from django.test import Client

    return Client(headers={"host": "localhost"})


def _get(path: str) -> Any:
    return json.loads(_client().get(path).content)


def _faults(document: Any, schema: str) -> list[str]:
    from tests.directory.hsds.judge import faults

    return faults(document, schema) + faults(document, schema, ours=True)


def _envelope() -> str:
    """Right at the first page, the last, beyond, with one and with the most to a page."""
    return next((wrong for name in LISTS if (wrong := _wrong_envelope(name))), "right")


def _wrong_envelope(name: str) -> str:
    total = _get(f"/hsds/{name}?per_page=1")["total_items"]
    for per_page in (1, 50, 500):
        pages = -(-total // per_page)
        for page in {1, pages, pages + 1}:
            got = _get(f"/hsds/{name}?per_page={per_page}&page={page}")
            left = max(0, min(per_page, total - (page - 1) * per_page))
            want = {
                "total_items": total, "total_pages": pages, "page_number": page, "size": left,
                "first_page": page == 1, "last_page": page >= pages, "empty": left == 0,
            }  # fmt: skip
            if {key: got[key] for key in want} != want or len(got["contents"]) != left:
                return f"of {name} wrong at page {page} of {pages}"
    return ""


def _uk() -> tuple[int, int, int]:
    """Files of Default, Test and Warn that import; how many there are; Fail files refused."""
    from beside.directory.imports import batches, files
    from beside.directory.imports.batches import Choices, ListOf

    def refused(path: Path) -> bool:
        return batches.look(files.from_path(path), Choices(ListOf("UK"))).verdict.refused()

    if not UK.is_dir():
        return 0, 0, 0
    good = [
        path
        for folder in ("Default", "Test", "Warn")
        for path in sorted((UK / f"V3.0-UK-{folder}").glob("*.json"))
        if not path.name.startswith("dashboard")
        # Byte for byte the Fail set's own file, which HSDS forbids.
        and path.read_bytes() != (UK / "V3.0-UK-Fail" / "taxonomy_term.json").read_bytes()
    ]
    imported = sum(not refused(path) for path in good)
    return imported, len(good), sum(refused(UK / "V3.0-UK-Fail" / name) for name in FORBIDDEN)


if __name__ == "__main__":
    alone(run)

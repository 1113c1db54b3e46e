"""Faults as a list a person takes away, mends by, and brings back."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from beside.directory.imports.package import Fault

HEADERS = ("file", "row", "path", "column", "refused", "reason", "mend")


def write(faults: Iterable[Fault | Mapping[str, Any]]) -> str:
    """Faults, fresh or kept, as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    for fault in faults:
        writer.writerow(_line(fault))
    return text.getvalue()


def _line(fault: Fault | Mapping[str, Any]) -> list[Any]:
    if isinstance(fault, Fault):
        place = fault.place
        said = [place.file, place.row or "", place.path, fault.column]
        return [*said, "yes" if fault.hard else "no", fault.reason, fault.mend]
    refused = "yes" if fault["hard"] else "no"
    kept = [fault[key] or "" for key in ("file", "row", "path", "column")]
    return [*kept, refused, fault["reason"], fault["mend"]]

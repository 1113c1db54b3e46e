"""The kinds of export by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO

from beside.directory.exports import documents, lists, tabular


@dataclass(frozen=True)
class Format:
    """How one kind is written, and what it is called."""

    ending: str
    media_type: str
    write: Callable[..., None]


FORMATS: Mapping[str, Format] = {
    "json": Format("json", "application/json", documents.write_json),
    "ndjson": Format("ndjson", "application/x-ndjson", documents.write_lines),
    "package": Format("zip", "application/zip", tabular.write_package),
    "csv": Format("csv", "text/csv", lists.write_csv),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lists.write_xlsx,
    ),
}


def write(name: str, out: IO[bytes], *, public: bool) -> None:
    """Write the directory in one format. Raises KeyError for a format that is not there."""
    FORMATS[name].write(out, public=public)

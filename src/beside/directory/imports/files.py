"""From what was given (a file, a folder, an archive, an upload) to a package."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from beside.directory.imports import hsds_csv, hsds_json, mapped, ohana, sheets
from beside.directory.imports.ohana import LocateOrganization
from beside.directory.imports.package import Package
from beside.directory.imports.sheets import NotReadable, Sheet

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
MOST_IN_ARCHIVE = 500_000_000


@dataclass(frozen=True)
class Given:
    """What was given: a name and files by their names."""

    name: str
    files: Mapping[str, bytes]

    def fingerprint(self) -> str:
        """The same for the same content."""
        mark = sha256()
        for name in sorted(self.files):
            mark.update(sha256(self.files[name]).digest())
        return mark.hexdigest()


@dataclass(frozen=True)
class HowToRead:
    """Choices a person makes before reading. `scope` names the list: ids are made from it."""

    scope: str
    mapping: Mapping[str, Any] | None = None
    contacts: bool = False


class NeedsMapping(ValueError):
    """The file is in no form we know: a mapping must say which column is which."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__("Choose or make a mapping: which column is which field?")
        self.sheet = sheet


def from_path(path: Path) -> Given:
    """A file, folder or zip on this machine. Raises NotReadable."""
    if path.is_dir():
        found = sorted(one for one in path.iterdir() if one.is_file() and _table(one.name))
        if not found:
            raise NotReadable(f"{path.name} holds no tables.")
        return Given(path.name, {one.name: one.read_bytes() for one in found})
    return from_bytes(path.name, path.read_bytes())


def from_bytes(name: str, content: bytes) -> Given:
    """An upload. Raises NotReadable."""
    if name.lower().endswith(".zip"):
        return Given(name, _unzipped(name, content))
    return Given(name, {name: content})


def _unzipped(name: str, content: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if sum(info.file_size for info in archive.infolist()) > MOST_IN_ARCHIVE:
            raise NotReadable(f"{name} is too large when unpacked.")
        files = {
            PurePosixPath(info.filename).name: archive.read(info)
            for info in archive.infolist()
            if not info.is_dir() and _table(info.filename)
        }
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise NotReadable(f"{name} cannot be unpacked.") from error
    if not files:
        raise NotReadable(f"{name} holds no tables.")
    return files


def _table(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(TABLES)


def package(given: Given, how: HowToRead, organization_at: LocateOrganization) -> Package:
    """Read what was given. Raises NotReadable, NeedsMapping or BadMapping."""
    name, content = next(iter(given.files.items()))
    plain = name.lower()
    if plain.endswith((".json", ".ndjson", ".jsonl")):
        read = hsds_json.read if plain.endswith(".json") else hsds_json.read_lines
        return read(name, content, how.scope, contacts=how.contacts)
    found = [sheets.sheet(one, data) for one, data in given.files.items()]
    if how.mapping is not None:
        return mapped.read(found[0], how.mapping, how.scope, organization_at)
    if all(ohana.table_of(sheet.headers) for sheet in found):
        return ohana.Ohana(how.scope, organization_at, how.contacts).read(found)
    if all(hsds_csv.table_of(sheet) for sheet in found):
        made = hsds_csv.read(found, how.scope)
        if not how.contacts:
            _without_contacts(made)
        return made
    unknown = (
        next(
            sheet
            for sheet in found
            if not hsds_csv.table_of(sheet) and not ohana.table_of(sheet.headers)
        )
        if len(found) == 1
        else found[0]
    )
    raise NeedsMapping(unknown)


def known(given: Given) -> bool:
    """Whether the tables are in a form we know without a mapping."""
    found = [sheets.sheet(name, content) for name, content in given.files.items()]
    return all(ohana.table_of(one.headers) for one in found) or all(
        hsds_csv.table_of(one) for one in found
    )


def _without_contacts(package: Package) -> None:
    """Leave personal names out of a tabular package, and say how many."""
    from beside.directory.imports.package import Place

    named = {row.id for row in package.of("contact") if row.values.get("name")}
    if not named:
        return
    package.rows = [row for row in package.rows if not (row.table == "contact" and row.id in named)]
    package.note(
        Place("contacts.csv"),
        "",
        "contacts_left_out",
        f"{len(named)} personal contacts were left out.",
        "Ask for contacts if the coalition needs names; they stay with staff.",
    )

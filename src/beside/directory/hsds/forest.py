"""Rows grown into documents: one query per kind of branch, however many trees.

A `Branch` says which lists and single objects hang on a table. The same
branches serve the API (public rows only) and a full export (everything).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from beside.directory import access
from beside.directory.hsds import verified
from beside.directory.hsds.among import among
from beside.directory.hsds.rows import MODELS, as_held, attribute, flat
from beside.directory.hsds.tables import tables
from beside.directory.models import Attribute, Metadata, Record, Source

Document = dict[str, Any]
Held = Mapping[str, Any]


@dataclass(frozen=True)
class Branch:
    """What hangs on rows of `table`: lists below them, single objects they point to."""

    table: str
    lists: dict[str, "Branch"] = field(default_factory=dict)
    singles: dict[str, "Branch"] = field(default_factory=dict)


class Grower:
    """Grows documents. `public` decides what may leave; nothing below asks again."""

    def __init__(self, *, public: bool) -> None:
        self.public = public
        self._sources: dict[UUID, Document] = {}
        self._linked: dict[tuple[str, UUID], list[Document]] = defaultdict(list)
        # A place stands below its organization and below each service given there: grown once.
        self._grown: dict[tuple[int, UUID], Document] = {}

    def rows(self, table: str) -> "QuerySet[Record]":
        """All rows of a table that may be handed out."""
        model = MODELS[table]
        return access.public_rows(model) if self.public else model._default_manager.all()

    def found(self, table: str, column: str, keys: Iterable[UUID]) -> list[Held]:
        """Rows that may be handed out and whose `column` is one of `keys`, as `grow` takes them."""
        return self.read(table, self.rows(table).filter(among(column, keys)).order_by("id"))

    def read(self, table: str, rows: "QuerySet[Any]", *more: str) -> list[Held]:
        """Rows as `grow` takes them, with `more` attributes for the caller's own use."""
        return list(as_held(table, rows, *more, public=self.public))

    def grow(self, branch: Branch, rows: Sequence[Held]) -> list[Document]:
        """One document for each row (read by `as_held`), in the order given."""
        documents = self._level(branch, rows)
        self._hang_attributes()
        self._hang_metadata()
        return documents

    def _level(self, branch: Branch, rows: Sequence[Held]) -> list[Document]:
        documents = [self._flat(branch.table, row) for row in rows]
        by_id = {row["id"]: document for row, document in zip(rows, documents, strict=True)}
        self._grown.update(((id(branch), key), document) for key, document in by_id.items())
        self._hang_verification(branch.table, by_id)
        for name, below in branch.singles.items():
            self._point(branch, name, below, rows, documents)
        for name, below in branch.lists.items():
            self._hang(branch, name, below, by_id)
        if {"attributes", "metadata"} & tables()[branch.table].lists.keys():
            for key, document in by_id.items():
                self._linked[branch.table, key].append(document)
        return documents

    def _flat(self, table: str, row: Held) -> Document:
        document = flat(table, row, public=self.public)
        if row["source_id"] is not None and table in {"organization", "service", "location"}:
            document["source_list"] = self._source(row["source_id"])
        return document

    def _source(self, key: UUID) -> Document:
        if key not in self._sources:
            source = Source.objects.get(pk=key)
            said = {"name": source.name, "unreliable": source.unreliable}
            if source.publisher:
                said["publisher"] = source.publisher
            if source.year:
                said["year"] = source.year
            self._sources[key] = said
        return self._sources[key]

    def _point(
        self,
        branch: Branch,
        name: str,
        below: Branch,
        rows: Sequence[Held],
        documents: Sequence[Document],
    ) -> None:
        key = attribute(branch.table, _pointer(branch.table, name))
        wanted = {row[key] for row in rows if row[key] is not None}
        if missing := {one for one in wanted if (id(below), one) not in self._grown}:
            self._level(below, self.found(below.table, "id", missing))
        for row, document in zip(rows, documents, strict=True):
            if (target := self._grown.get((id(below), row[key]))) is not None:
                document[name] = target

    def _hang(self, branch: Branch, name: str, below: Branch, by_id: dict[UUID, Document]) -> None:
        key = f"{branch.table}_id"
        if not by_id:
            return
        found = self.found(below.table, key, by_id)
        for row, document in zip(found, self._level(below, found), strict=True):
            by_id[row[key]].setdefault(name, []).append(document)

    def _hang_verification(self, table: str, by_id: dict[UUID, Document]) -> None:
        """For the public; a full export is for carrying over, and a check is not carried."""
        of = {"service": verified.of_services, "location": verified.of_places}.get(table)
        if of is None or not self.public or not by_id:
            return
        for key, said in of(by_id).items():
            by_id[key]["verification"] = said

    def _hang_attributes(self) -> None:
        linked = among("link_id", {key for _, key in self._linked})
        found = self.read("attribute", Attribute.objects.filter(linked).order_by("id"))
        for row, document in zip(found, self._level(_ATTRIBUTE, found), strict=True):
            for owner in self._linked.get((row["link_entity"], row["link_id"]), ()):
                owner.setdefault("attributes", []).append(document)

    def _hang_metadata(self) -> None:
        """Only for a full export: it may quote what is no longer public."""
        if self.public:
            return
        linked = among("resource_id", {key for _, key in self._linked})
        for row in self.read("metadata", Metadata.objects.filter(linked).order_by("id")):
            for owner in self._linked.get((row["resource_type"], row["resource_id"]), ()):
                owner.setdefault("metadata", []).append(flat("metadata", row, public=False))


_ATTRIBUTE = Branch("attribute", singles={"taxonomy_term": Branch("taxonomy_term")})


def _pointer(table: str, name: str) -> str:
    return "taxonomy_id" if name == "taxonomy_detail" else f"{name}_id"


def in_order(rows: Iterable[Held], keys: Sequence[UUID]) -> list[Held]:
    """The rows in the order of `keys`; those no longer there are left out."""
    by_id = {row["id"]: row for row in rows}
    return [by_id[key] for key in keys if key in by_id]

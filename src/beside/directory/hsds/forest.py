"""Rows grown into documents: one query per kind of branch, however many trees.

A `Branch` says which lists and single objects hang on a table. The same
branches serve the API (public rows only) and a full export (everything).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from beside.directory import access
from beside.directory.hsds.rows import MODELS, attribute, flat
from beside.directory.hsds.tables import tables
from beside.directory.models import Attribute, Metadata, Record, Source

Document = dict[str, Any]


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

    def rows(self, table: str) -> "QuerySet[Record]":
        """All rows of a table that may be handed out."""
        model = MODELS[table]
        return access.public_rows(model) if self.public else model._default_manager.all()

    def grow(self, branch: Branch, rows: Sequence[Record]) -> list[Document]:
        """One document for each row, in the order given."""
        documents = self._level(branch, rows)
        self._hang_attributes()
        self._hang_metadata()
        return documents

    def _level(self, branch: Branch, rows: Sequence[Record]) -> list[Document]:
        documents = [self._flat(branch.table, row) for row in rows]
        by_id = {row.pk: document for row, document in zip(rows, documents, strict=True)}
        for name, below in branch.singles.items():
            self._point(branch, name, below, rows, documents)
        for name, below in branch.lists.items():
            self._hang(branch, name, below, by_id)
        if {"attributes", "metadata"} & tables()[branch.table].lists.keys():
            for key, document in by_id.items():
                self._linked[branch.table, key].append(document)
        return documents

    def _flat(self, table: str, row: Record) -> Document:
        document = flat(table, row, public=self.public)
        if row.source_id is not None and table in {"organization", "service", "location"}:
            document["source_list"] = self._source(row.source_id)
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
        rows: Sequence[Record],
        documents: Sequence[Document],
    ) -> None:
        key = attribute(branch.table, _pointer(branch.table, name))
        wanted = {getattr(row, key) for row in rows} - {None}
        if not wanted:
            return
        found = list(self.rows(below.table).filter(pk__in=wanted))
        grown = dict(zip((row.pk for row in found), self._level(below, found), strict=True))
        for row, document in zip(rows, documents, strict=True):
            if (target := grown.get(getattr(row, key))) is not None:
                document[name] = target

    def _hang(self, branch: Branch, name: str, below: Branch, by_id: dict[UUID, Document]) -> None:
        key = f"{branch.table}_id"
        found = list(self.rows(below.table).filter(**{f"{key}__in": by_id.keys()}).order_by("id"))
        for row, document in zip(found, self._level(below, found), strict=True):
            by_id[getattr(row, key)].setdefault(name, []).append(document)

    def _hang_attributes(self) -> None:
        found = list(
            Attribute.objects.filter(link_id__in={key for _, key in self._linked})
            .select_related("taxonomy_term")
            .order_by("id")
        )
        for row in found:
            document = flat("attribute", row, public=self.public)
            if row.taxonomy_term is not None:
                document["taxonomy_term"] = flat(
                    "taxonomy_term", row.taxonomy_term, public=self.public
                )
            for owner in self._linked.get((row.link_entity, row.link_id), ()):
                owner.setdefault("attributes", []).append(document)

    def _hang_metadata(self) -> None:
        """Only for a full export: it may quote what is no longer public."""
        if self.public:
            return
        keys = {key for _, key in self._linked}
        for row in Metadata.objects.filter(resource_id__in=keys).order_by("id"):
            for owner in self._linked.get((row.resource_type, row.resource_id), ()):
                owner.setdefault("metadata", []).append(flat("metadata", row, public=False))


def _pointer(table: str, name: str) -> str:
    return "taxonomy_id" if name == "taxonomy_detail" else f"{name}_id"


def in_order(rows: Iterable[Record], keys: Sequence[UUID]) -> list[Record]:
    """The rows in the order of `keys`; those no longer there are left out."""
    by_id = {row.pk: row for row in rows}
    return [by_id[key] for key in keys if key in by_id]

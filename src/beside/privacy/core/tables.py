"""Counts as tables, and all tables of a release as one set of cells and sums.

A cell is known by what it counts: {("county", "Estill"), ("sex", "F")}. So the
county's total is one and the same cell in every table that shows it, and what one
table gives away another cannot hide.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

ALL = "*"
Key = frozenset[tuple[str, str]]
Place = tuple[str, ...]


class Disagree(ValueError):
    """Two tables give different counts for one cell, so they do not count the same things."""


class NotATable(ValueError):
    """A count stands where the table's dimensions have no place for it."""


@dataclass(frozen=True)
class Dimension:
    """What a table is split by. `parents` names each category's group; "*" is everyone.

    {"Estill": "Kentucky", "Kentucky": "*", "Scioto": "Ohio", "Ohio": "*"}
    """

    name: str
    parents: Mapping[str, str]

    @classmethod
    def flat(cls, name: str, categories: Iterable[str]) -> "Dimension":
        return cls(name, dict.fromkeys(categories, ALL))

    def children(self) -> dict[str, list[str]]:
        """The categories of each group, everyone included."""
        groups: dict[str, list[str]] = {}
        for category, parent in self.parents.items():
            groups.setdefault(parent, []).append(category)
        return groups

    def leaves(self) -> dict[str, list[str]]:
        """The finest categories below each category, everyone included."""
        groups = self.children()

        def below(category: str) -> list[str]:
            inside = groups.get(category)
            return [category] if inside is None else [leaf for c in inside for leaf in below(c)]

        return {category: below(category) for category in (ALL, *self.parents)}


@dataclass(frozen=True)
class Table:
    """Counts by their finest categories, one of each dimension; what is missing is nought.

    Every total and subtotal is part of the table: a reader can add.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    counts: Mapping[Place, int]

    def places(self) -> Iterator[Place]:
        """Every cell with its totals, "*" standing for everyone."""
        return product(*((ALL, *dimension.parents) for dimension in self.dimensions))

    def key(self, place: Place) -> Key:
        named = zip((d.name for d in self.dimensions), place, strict=True)
        return frozenset((name, category) for name, category in named if category != ALL)

    def totals(self) -> dict[Place, int]:
        """The count of every place. Raises NotATable."""
        leaves = [dimension.leaves() for dimension in self.dimensions]
        finest = set(product(*(below[ALL] for below in leaves)))
        if wrong := [p for p, n in self.counts.items() if p not in finest or n < 0]:
            raise NotATable(f"{self.name}: {len(wrong)} counts have no place, or are below nought")
        return {
            place: sum(
                self.counts.get(leaf, 0)
                for leaf in product(*(b[c] for b, c in zip(leaves, place, strict=True)))
            )
            for place in self.places()
        }


@dataclass
class Cells:
    """All cells of a release, and every sum that holds among them: whole = sum of parts."""

    counts: dict[Key, int] = field(default_factory=dict)
    coarse: dict[Key, int] = field(default_factory=dict)  # how many finest cells it sums
    sums: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Sequence[Table]) -> "Cells":
        """Raises Disagree, NotATable."""
        cells = cls()
        for table in tables:
            cells._add(table)
        cells.sums = list(dict.fromkeys(cells.sums))
        return cells

    def _add(self, table: Table) -> None:
        leaves = [dimension.leaves() for dimension in table.dimensions]
        for place, count in table.totals().items():
            key = table.key(place)
            if self.counts.setdefault(key, count) != count:
                raise Disagree(f"{table.name} counts a cell otherwise than a table before it")
            size = prod(len(below[c]) for below, c in zip(leaves, place, strict=True))
            self.coarse[key] = max(size, self.coarse.get(key, 0))
        self.sums.extend(_sums(table))


def _sums(table: Table) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    groups = [dimension.children() for dimension in table.dimensions]
    for place in table.places():
        for axis, inside in enumerate(groups):
            if parts := inside.get(place[axis]):
                spread = ((*place[:axis], part, *place[axis + 1 :]) for part in parts)
                yield table.key(place), tuple(table.key(part) for part in spread)

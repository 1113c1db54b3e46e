"""The only way to a table that may be published.

    published = disclosure.release([by_county_and_sex, by_county_and_age], disclosure.CMS)
    published.cell("by county and sex", "Estill", "F")   # Shown(40), or Suppressed

All tables of one release are protected together, and together with the releases before
it that are given as `earlier`. See docs/methods/disclosure-control.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from beside.privacy.core.audit import Unsolved
from beside.privacy.core.cells import CDC_WONDER, CMS, Cell, Policy, Shown, Suppressed
from beside.privacy.core.suppress import CannotProtect, Earlier, Hidden, choose
from beside.privacy.core.tables import ALL, Cells, Dimension, Disagree, Key, NotATable, Place, Table

__all__ = [
    "ALL", "CDC_WONDER", "CMS", "CannotProtect", "Cell", "Dimension", "Disagree", "NotATable",
    "PoliciesDiffer", "Policy", "Published", "Shown", "Suppressed", "Table", "Unsolved",
    "release", "release_count",
]  # fmt: skip

_BY_RELEASE = object()


class PoliciesDiffer(ValueError):
    """A release builds on one that followed another policy."""


@dataclass(frozen=True)
class Published:
    """Tables that may be shown to anyone. Made by `release` alone."""

    tables: Mapping[str, Mapping[Place, Cell]]
    policy: Policy
    _sources: tuple[Table, ...]
    _hidden: Hidden
    _made_by: object

    def __post_init__(self) -> None:
        if self._made_by is not _BY_RELEASE:
            raise TypeError("only disclosure.release makes a publishable table")

    def __repr__(self) -> str:
        return f"Published({', '.join(self.tables)})"

    def cell(self, table: str, *place: str) -> Cell:
        """One cell; "*" stands for everyone. Raises KeyError."""
        return self.tables[table][place]

    def share(self, table: str, part: Place, of: Place) -> float | Suppressed:
        """`part` as a fraction of `of`; suppressed when either is, or when there is nobody."""
        above, below = self.cell(table, *part), self.cell(table, *of)
        if isinstance(above, Suppressed) or isinstance(below, Suppressed) or below == 0:
            return Suppressed()
        return above / below


def release(
    tables: Iterable[Table], policy: Policy, *, earlier: Sequence[Published] = ()
) -> Published:
    """Hide what must be hidden, so that no hidden count can be computed from all that shows.

    Raises NotATable, Disagree (tables that count the same cell differently), CannotProtect
    (an earlier release gave it away), Unsolved (nothing is proved, so nothing is released).
    """
    sources = tuple(tables)
    if any(published.policy != policy for published in earlier):
        raise PoliciesDiffer("releases that build on each other keep one policy")
    known = [table for published in earlier for table in published._sources]
    hidden = choose(Cells.of([*known, *sources]), policy, _given_away(earlier, known))
    mark = Suppressed(policy.threshold if hidden.all_small else None)
    shown = {table.name: _shown(table, hidden.keys, mark) for table in sources}
    return Published(shown, policy, sources, hidden, _BY_RELEASE)


def _given_away(earlier: Sequence[Published], known: Sequence[Table]) -> Earlier:
    hidden: frozenset[Key] = frozenset().union(*(p._hidden.keys for p in earlier))
    called_small = [p._hidden.keys for p in earlier if p._hidden.all_small]
    shown = frozenset(Cells.of(known).counts) - hidden
    return Earlier(shown, hidden, frozenset().union(*called_small))


def release_count(count: int, policy: Policy) -> Cell:
    """One number that stands alone, of which no part or whole is published anywhere."""
    return release([Table("count", (), {(): count})], policy).cell("count")


def _shown(table: Table, hidden: frozenset[Key], mark: Suppressed) -> dict[Place, Cell]:
    return {
        place: mark if table.key(place) in hidden else Shown(count)
        for place, count in table.totals().items()
    }

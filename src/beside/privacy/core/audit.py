"""The attacker: what whole numbers can a hidden cell be, given everything that is shown?

For each hidden cell we look for the least and the greatest value it can have in any table
of whole numbers that agrees with all that is shown: two integer programmes, solved exactly
(HiGHS, by way of SciPy). Each solution is a table that readers cannot rule out; those found
for one cell vouch for others too, so most programmes need not be solved.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from beside.privacy.core.tables import Cells, Key

Vector = NDArray[np.float64]
FAR = 1000


class Unsolved(RuntimeError):
    """The solver gave no answer, so nothing is known to be safe and nothing is released."""


@dataclass(frozen=True)
class Knowledge:
    """What everyone knows of hidden counts besides what is shown.

    None is below `least`; those that were called small are below `threshold`.
    """

    least: int
    threshold: int
    called_small: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Unknowns:
    """Hidden cells that hang together, and the sums that tie them: matrix @ values = shown."""

    keys: tuple[Key, ...]
    matrix: Vector
    shown: Vector
    true: Vector
    knowledge: Knowledge

    @cached_property
    def most(self) -> Vector:
        """No cell is looked for beyond this: far enough to leave any doubt a policy asks for."""
        far = float(self.true.max() * 2 + FAR)
        small = self.knowledge.called_small
        return np.array([self.knowledge.threshold - 1 if k in small else far for k in self.keys])

    def extreme(self, index: int, sign: int) -> Vector:
        """A table in which cell `index` is least (sign 1) or greatest (-1). Raises Unsolved."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        wanted = np.zeros(len(self.keys))
        wanted[index] = sign
        found = milp(
            wanted,
            integrality=np.ones(len(self.keys)),
            bounds=Bounds(self.knowledge.least, self.most),
            constraints=LinearConstraint(self.matrix, self.shown, self.shown),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise Unsolved(found.message)
        values: Vector = np.round(found.x)
        if not np.array_equal(self.matrix @ values, self.shown):
            raise Unsolved("the solver's table does not add up")
        return values


Tie = tuple[Key, tuple[Key, ...]]


def unknowns(cells: Cells, hidden: frozenset[Key], knowledge: Knowledge) -> list[Unknowns]:
    """The hidden cells, in groups that share no sum."""
    ties = [tie for tie in cells.sums if not hidden.isdisjoint((tie[0], *tie[1]))]
    group_of = _grouped(ties, hidden)
    groups: dict[int, tuple[list[Key], list[Tie]]] = {}
    for key, group in group_of.items():
        groups.setdefault(group, ([], []))[0].append(key)
    for tie in ties:
        one = next(key for key in (tie[0], *tie[1]) if key in hidden)
        groups[group_of[one]][1].append(tie)
    return [_written(cells, tuple(keys), own, knowledge) for keys, own in groups.values()]


def _grouped(ties: list[Tie], hidden: frozenset[Key]) -> dict[Key, int]:
    """A number for each hidden cell, the same for cells tied by a sum."""
    group_of = {key: number for number, key in enumerate(sorted(hidden, key=sorted))}
    members = {number: [key] for key, number in group_of.items()}
    for whole, parts in ties:
        together = {group_of[key] for key in (whole, *parts) if key in hidden}
        into = min(together)
        for other in together - {into}:
            moved = members.pop(other)
            members[into] += moved
            group_of.update(dict.fromkeys(moved, into))
    return group_of


def _written(
    cells: Cells, keys: tuple[Key, ...], ties: list[Tie], knowledge: Knowledge
) -> Unknowns:
    """Parts count once, the whole takes away; what is shown goes to the other side."""
    column = {key: number for number, key in enumerate(keys)}
    matrix, shown = np.zeros((len(ties), len(keys))), np.zeros(len(ties))
    for row, (whole, parts) in enumerate(ties):
        for key, sign in ((whole, -1), *((part, 1) for part in parts)):
            if key in column:
                matrix[row, column[key]] += sign
            else:
                shown[row] -= sign * cells.counts[key]
    true = np.array([cells.counts[key] for key in keys], dtype=float)
    return Unknowns(keys, matrix, shown, true, knowledge)


def too_sure(group: Unknowns, possible_values: int) -> list[Key]:
    """The cells of a group of which fewer than `possible_values` whole numbers are possible."""
    least, most = group.true.copy(), group.true.copy()
    if not len(group.shown):  # no sum gives anything away: all that is known is what everyone knows
        least, most = np.full_like(least, group.knowledge.least), group.most
    found = []
    for index, key in enumerate(group.keys):
        for sign in (-1, 1):
            if most[index] - least[index] + 1 < possible_values:
                seen = group.extreme(index, sign)
                least, most = np.minimum(least, seen), np.maximum(most, seen)
        if most[index] - least[index] + 1 < possible_values:
            found.append(key)
    return found

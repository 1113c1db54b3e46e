"""Choose what to hide besides the small counts, until no hidden one can be worked out.

First every sum with a single gap gets a second one, the cheapest; then the attacker is
asked (audit.py), and where a cell is still too sure one more neighbour is hidden, until
none is. It ends, at the latest when everything that is not nought is hidden.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from beside.privacy.core.audit import Knowledge, Tie, too_sure, unknowns
from beside.privacy.core.cells import Policy
from beside.privacy.core.tables import Cells, Key


class CannotProtect(ValueError):
    """What was published earlier lets a small count be worked out, whatever we hide now."""


@dataclass(frozen=True)
class Hidden:
    """The cells to hide, and whether all may be called "fewer than the threshold"."""

    keys: frozenset[Key]
    all_small: bool


@dataclass(frozen=True)
class Earlier:
    """What earlier releases of the same cells gave away: shown, hidden, hidden and called small."""

    shown: frozenset[Key] = frozenset()
    hidden: frozenset[Key] = frozenset()
    called_small: frozenset[Key] = frozenset()


def choose(cells: Cells, policy: Policy, earlier: Earlier) -> Hidden:
    """What to hide, everything hidden earlier included. Raises CannotProtect, Unsolved."""
    small = {key for key, count in cells.counts.items() if policy.hides(count)}
    choice = _Choice(cells, policy, earlier)
    keys = frozenset(choice.widened(small | earlier.hidden))
    all_small = keys == small and not choice.too_sure(keys, called_small=keys)
    return Hidden(keys, all_small)


@dataclass(frozen=True)
class _Choice:
    cells: Cells
    policy: Policy
    earlier: Earlier

    def widened(self, hidden: set[Key]) -> set[Key]:
        """Hide more until the attacker is sure of nothing."""
        while True:
            self._fill_single_gaps(hidden)
            sure = self.too_sure(hidden, called_small=self.earlier.called_small)
            if not sure:
                return hidden
            before = len(hidden)
            for key in sure:
                self._hide_neighbour(key, hidden)
            if len(hidden) == before:
                raise CannotProtect(f"{len(sure)} cells can be worked out, and nothing is left")

    def too_sure(self, hidden: Set[Key], *, called_small: frozenset[Key]) -> list[Key]:
        """The hidden cells of which too few values stay possible."""
        policy = self.policy
        knowledge = Knowledge(policy.least_hidden, policy.threshold, called_small)
        groups = unknowns(self.cells, frozenset(hidden), knowledge)
        return [key for group in groups for key in too_sure(group, policy.possible_values)]

    def _fill_single_gaps(self, hidden: set[Key]) -> None:
        lonely = True
        while lonely:
            lonely = False
            for tie in self.cells.sums:
                if sum(key in hidden for key in (tie[0], *tie[1])) == 1:
                    lonely |= self._hide_cheapest([tie], hidden)

    def _hide_neighbour(self, key: Key, hidden: set[Key]) -> None:
        """One more in the sums that give `key` away; where they have none left, anywhere."""
        own = [tie for tie in self.cells.sums if key == tie[0] or key in tie[1]]
        if not self._hide_cheapest(own, hidden):
            self._hide_cheapest(self.cells.sums, hidden)

    def _hide_cheapest(self, ties: Iterable[Tie], hidden: set[Key]) -> bool:
        """Hide the finest, then smallest, cell of these sums that may be; False if none may.

        A nought that shows is never hidden: a hidden count is known not to be nought.
        """
        may = {
            key
            for tie in ties
            for key in (tie[0], *tie[1])
            if key not in hidden and key not in self.earlier.shown and self._can_hide(key)
        }
        if may:
            hidden.add(min(may, key=self._cost))
        return bool(may)

    def _can_hide(self, key: Key) -> bool:
        return self.cells.counts[key] >= self.policy.least_hidden

    def _cost(self, key: Key) -> tuple[int, int, list[tuple[str, str]]]:
        return self.cells.coarse[key], self.cells.counts[key], sorted(key)

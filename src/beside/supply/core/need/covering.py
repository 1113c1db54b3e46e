"""Maximal covering, solved to proven optimality. Imports NumPy and SciPy: in workers only.

    maximize  sum w_r y_r    so that    y_r <= sum of x_j over the candidates j that reach r,
                                        sum x_j <= p,    x_j in {0, 1},    0 <= y_r <= 1

Branch and bound over linear relaxations that HiGHS solves. At each node the program is made small
(`rows`), a choice is sought by exchanges from what the relaxation prefers, and candidates whose
use or absence would bring the bound below the best choice known are settled for good. HiGHS's own
integer solver took up to four times as long on clustered towns. Method: docs/methods/placement.md.
"""

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from beside.supply.core.need import covering_rows as shrinking
from beside.supply.core.need.covering_rows import Rows

Floats = NDArray[np.float64]
CLOSE = 1e-7  # bounds nearer than this, of the value, are the same
LARGE = 40_000  # reaches; above, the interior point method is quicker than the simplex
STARTS = 30  # exchanges begin from so many choices at the root, from two elsewhere
PROGRESS = 0.1  # a round that settles fewer of the candidates is the last before branching


@dataclass(frozen=True)
class Solved:
    """Chosen columns, what they cover, the proven bound of it, and the size after the first cut."""

    columns: tuple[int, ...]
    value: float
    bound: float
    nodes: int
    size: tuple[int, int]

    @property
    def proven(self) -> bool:
        return self.bound <= self.value * (1 + CLOSE)


@dataclass(frozen=True)
class _Node:
    """Rows that are open, how many may still be chosen, what is chosen and what it covers."""

    rows: Rows
    left: int
    chosen: tuple[int, ...]
    covered: float


def solve(
    reach: Sequence[Sequence[int]], weights: Sequence[float], how_many: int, *, seconds: float
) -> Solved:
    """At most `how_many` columns of the largest covered weight."""
    return _Search(time.monotonic() + seconds).run(shrinking.merged(reach, weights), how_many)


class _Search:
    """The best choice so far, and the nodes that could still hold a better one."""

    def __init__(self, until: float) -> None:
        self.until, self.rng = until, np.random.default_rng(0)
        self.best: tuple[int, ...] = ()
        self.value, self.nodes = 0.0, 0
        self.size: tuple[int, int] | None = None

    def run(self, rows: Rows, how_many: int) -> Solved:
        waiting: list[tuple[float, int, _Node, int]] = []
        fresh = [_Node(rows, how_many, (), 0.0)]
        bound = 0.0
        while True:
            for node in fresh:
                if opened := self._bound(node):
                    heapq.heappush(waiting, (-opened[0], self.nodes, *opened[1:]))
            if not waiting or -waiting[0][0] <= self.value * (1 + CLOSE):
                bound = self.value
                break
            if time.monotonic() > self.until:
                bound = -waiting[0][0]
                break
            _, _, node, column = heapq.heappop(waiting)
            fresh = [_with(node, [column]), _without(node, {column})]
        return Solved(self.best, self.value, bound, self.nodes, self.size or (0, 0))

    def _bound(self, node: _Node) -> tuple[float, _Node, int] | None:
        """The node's bound, what is left of it, the column to branch on. None: nothing better."""
        while True:
            node = _Node(shrinking.undominated(node.rows), node.left, node.chosen, node.covered)
            columns = shrinking.columns(node.rows)
            self.size = self.size or (len(node.rows), len(columns))
            if len(columns) <= node.left or node.left == 0:
                taken = columns if node.left else []
                gained = sum(node.rows.values()) if node.left else 0.0
                self._offer((*node.chosen, *taken), node.covered + gained)
                return None
            program = Program(node.rows, columns)
            relaxed = program.relaxed(node.left, max(1.0, self.until - time.monotonic()))
            self.nodes += 1
            bound = node.covered + relaxed.bound
            if self._settled(bound):
                return None
            self._seek(program, relaxed.use, node, STARTS if self.nodes == 1 else 2)
            if self._settled(bound):
                return None
            enough = self.value * (1 + CLOSE) - node.covered
            out = {columns[at] for at in np.flatnonzero(relaxed.bound - relaxed.costs < enough)}
            sure = [columns[at] for at in np.flatnonzero(relaxed.bound - relaxed.needs < enough)]
            if len(out) < PROGRESS * len(columns) and not sure:
                column = columns[int(np.abs(relaxed.use - 0.5).argmin())]
                return bound, node, column
            node = _with(_without(node, out), sure)

    def _settled(self, bound: float) -> bool:
        return bound <= self.value * (1 + CLOSE)

    def _seek(self, program: "Program", use: Floats, node: _Node, starts: int) -> None:
        """Exchanges, beginning from what the relaxation uses most and from draws by its use."""
        chances = (use + 1e-3) / (use + 1e-3).sum()
        for number in range(starts):
            begin = np.argsort(-use, kind="stable")[: node.left]
            if number:
                begin = self.rng.choice(len(use), node.left, replace=False, p=chances)
            chosen, value = program.exchange(begin.tolist())
            columns = tuple(program.columns[at] for at in chosen)
            self._offer((*node.chosen, *columns), node.covered + value)

    def _offer(self, columns: tuple[int, ...], value: float) -> None:
        if value > self.value:
            self.best, self.value = columns, value


def _with(node: _Node, columns: Sequence[int]) -> _Node:
    """The node with these columns chosen."""
    rows, covered = shrinking.after(node.rows, columns)
    return _Node(
        rows, node.left - len(columns), (*node.chosen, *columns), node.covered + covered
    )  # fmt: skip


def _without(node: _Node, columns: set[int]) -> _Node:
    """The node with these columns left out."""
    return _Node(shrinking.without(node.rows, columns), node.left, node.chosen, node.covered)


@dataclass(frozen=True)
class _Relaxed:
    """A linear relaxation: its bound, how far it uses each column, and what the bound falls by if
    a column is used (`costs`) or left out (`needs`)."""

    bound: float
    use: Floats
    costs: Floats
    needs: Floats


class Program:
    """One covering program: rows that several columns reach, and each column's own weight."""

    def __init__(self, rows: Rows, columns: Sequence[int]) -> None:
        self.columns = list(columns)
        self.own = np.zeros(len(columns))
        at = {column: number for number, column in enumerate(columns)}
        several: Rows = {}
        for key, weight in rows.items():
            if len(key) == 1:
                self.own[at[key[0]]] += weight
            else:
                several[tuple(at[column] for column in key)] = weight
        self.weights = np.fromiter(several.values(), dtype=float)
        self.matrix = shrinking.matrix(several, len(columns))
        self.by_column = self.matrix.tocsc()

    def exchange(self, begin: Sequence[int]) -> tuple[list[int], float]:
        """Exchange the chosen columns one by one for the best other until none helps."""
        chosen = list(begin)
        times = np.zeros(len(self.weights), dtype=np.int64)
        for column in chosen:
            times[self._rows_of(column)] += 1
        moved = True
        while moved:
            moved = False
            for at, column in enumerate(chosen):
                times[self._rows_of(column)] -= 1
                gains = self.by_column.T @ (self.weights * (times == 0)) + self.own
                stays = gains[column]
                gains[chosen] = -1.0
                other = int(gains.argmax())
                if gains[other] > stays * (1 + 1e-9) + 1e-9:
                    chosen[at], moved = other, True
                times[self._rows_of(chosen[at])] += 1
        return chosen, float(self.weights[times > 0].sum() + self.own[chosen].sum())

    def relaxed(self, how_many: int, seconds: float) -> _Relaxed:
        """The linear relaxation by HiGHS. Out of time, everything is possible."""
        told = linprog(
            -np.concatenate([self.own, self.weights]),
            A_ub=self._constraints(),
            b_ub=np.concatenate([np.zeros(len(self.weights)), [float(how_many)]]),
            bounds=(0, 1),
            method="highs-ipm" if self.matrix.nnz > LARGE else "highs-ds",
            options={"time_limit": seconds},
        )
        columns = len(self.own)
        if told.status != 0:
            nothing = np.zeros(columns)
            return _Relaxed(float(self.weights.sum() + self.own.sum()), nothing, nothing, nothing)
        return _Relaxed(
            -float(told.fun),
            np.clip(told.x[:columns], 0.0, 1.0),
            told.lower.marginals[:columns],
            -told.upper.marginals[:columns],
        )

    def _rows_of(self, column: int) -> NDArray[np.int32]:
        start, end = self.by_column.indptr[column : column + 2]
        found: NDArray[np.int32] = self.by_column.indices[start:end]
        return found

    def _constraints(self) -> Any:
        rows, columns = self.matrix.shape
        covered = sparse.hstack([-self.matrix, sparse.identity(rows)])
        number = sparse.csr_matrix(np.concatenate([np.ones(columns), np.zeros(rows)]))
        return sparse.vstack([covered, number]).tocsc()

"""How many operators it takes: Erlang B and C exactly, and Erlang A, where callers lose patience.

A `Queue` keeps to one unit of time throughout, seconds or any other: so many calls in one
unit, each held for `handling` units on average, and given up after `patience` units.
Methods, sources and what was checked: docs/methods/erlang.md.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

NEVER = math.inf  # patience that never ends: Erlang C
NEGLIGIBLE = 1e-18  # what a further state would add, beside the whole
MOST_STATES = 5_000_000


class NotAQueue(ValueError):
    """Rates and times are positive and finite, operators a whole number from nought."""


class NeverEnough(ValueError):
    """No number of operators up to the most that was asked about meets the target."""


def erlang_b(operators: int, load: float) -> float:
    """The chance that all operators are busy where nobody waits. `load` in erlangs.

    Source: Erlang 1917, by the recursion B(n) = aB(n-1) / (n + aB(n-1)), whose terms are all
    positive. Ten erlangs on ten operators give 0.214582.
    """
    _check(operators, load)
    busy = 1.0
    for n in range(1, operators + 1):
        busy = load * busy / (n + load * busy)
    return busy


def erlang_c(operators: int, load: float) -> float:
    """The chance that somebody who calls must wait, when all wait as long as it takes.

    1 when the load is more than the operators can carry.
    """
    _check(operators, load)
    if load >= operators:
        return 1.0 if load > 0 or operators == 0 else 0.0
    busy = erlang_b(operators, load)
    return operators * busy / (operators - load * (1 - busy))


def _check(operators: int, load: float) -> None:
    if operators < 0 or operators != int(operators) or not 0 <= load < math.inf:
        raise NotAQueue(f"{operators} operators, {load} erlangs")


@dataclass(frozen=True)
class Queue:
    """A line as mathematics sees it. Raises NotAQueue."""

    calls: float  # per unit of time
    handling: float  # mean time a call is held
    operators: int
    patience: float = NEVER  # mean time until somebody who waits gives up

    def __post_init__(self) -> None:
        _check(self.operators, self.calls)
        if not (0 < self.handling < math.inf and self.patience > 0):
            raise NotAQueue(f"held {self.handling}, patience {self.patience}")

    @property
    def load(self) -> float:
        """Calls at once if each were answered: in erlangs."""
        return self.calls * self.handling

    @property
    def overloaded(self) -> bool:
        """The queue grows without end: more comes than is carried, and nobody gives up."""
        return self.patience == NEVER and self.load >= self.operators and self.calls > 0

    @cached_property
    def chances(self) -> list[float]:
        """How likely it is that a caller finds 0, 1, 2 ... others in service and waiting.

        In logarithms about the largest, so that neither a crowd nor an idle line overflows.
        """
        logs = list(self._log_weights())
        top = max(logs)
        weights = [math.exp(each - top) for each in logs]
        whole = math.fsum(weights)
        return [each / whole for each in weights]

    def _log_weights(self) -> Iterator[float]:
        weight, top, total = 0.0, 0.0, 1.0
        yield weight
        if not self.calls:
            return
        for state in range(1, MOST_STATES):
            departures = self._departures(state)
            ratio = self.calls / departures
            weight += math.log(ratio)
            if weight > top:
                total, top = total * math.exp(top - weight), weight
            total += math.exp(weight - top)
            yield weight
            rest = math.exp(weight - top) * ratio / max(1 - ratio, 1e-6)
            if state >= self.operators and ratio < 1 and rest < NEGLIGIBLE * total:
                return
        raise NotAQueue("so many wait for so long that they cannot be counted")

    def _departures(self, state: int) -> float:
        """How many leave per unit of time, served or not, while `state` are here."""
        waiting = max(0, state - self.operators)
        return min(state, self.operators) / self.handling + waiting / self.patience

    @property
    def wait_chance(self) -> float:
        """The chance that somebody must wait at all."""
        if self.patience == NEVER:
            return erlang_c(self.operators, self.load)
        return math.fsum(self.chances[self.operators :])

    @property
    def abandoned(self) -> float:
        """The share of callers who give up before they are answered."""
        if self.patience == NEVER:
            return 0.0
        if not self.calls:
            return float(self.operators == 0)
        return min(1.0, self._waiting / (self.patience * self.calls))

    @property
    def mean_wait(self) -> float:
        """How long a caller waits on average, whether answered in the end or not."""
        if self.overloaded:
            return math.inf
        if not self.calls:
            return 0.0 if self.operators else self.patience
        if self.patience == NEVER:
            return self.wait_chance * self.mean_wait_of_waiting
        return self._waiting / self.calls  # Little's law

    @property
    def mean_wait_of_waiting(self) -> float:
        """How long those wait who must wait at all."""
        if self.overloaded:
            return math.inf
        if self.patience == NEVER:
            return self.handling / (self.operators - self.load) if self.operators else math.inf
        return self.mean_wait / self.wait_chance if self.wait_chance else 0.0

    @property
    def _waiting(self) -> float:
        """How many wait, on average."""
        return math.fsum(n * chance for n, chance in enumerate(self.chances[self.operators :]))

    @property
    def occupancy(self) -> float:
        """The share of an operator's time that is spent with callers."""
        if not self.operators:
            return 0.0
        return min(1.0, self.load * (1 - self.abandoned) / self.operators)

    def answered_within(self, time: float) -> float:
        """The share of all callers who are answered within `time`; who gave up was not.

        With `patience`, somebody who finds i waiting and all operators busy is answered in
        time when i + 1 departures at rates n/handling + k/patience (k = i ... 0) come first:
        a regularized incomplete beta function, here summed as a negative binomial tail.
        """
        if time < 0 or not self.operators:
            return 0.0
        if self.patience == NEVER:
            return self._answered_by_patient(time)
        at_once = math.fsum(self.chances[: self.operators])
        waiting = self.chances[self.operators :]
        tails = _tails(self.operators / self.handling, self.patience, time, len(waiting))
        busy = self.operators * self.patience / self.handling
        stays = (busy / (busy + i + 1) for i in range(len(waiting)))
        return min(
            1.0, at_once + math.fsum(map(math.prod, zip(waiting, stays, tails, strict=True)))
        )

    def _answered_by_patient(self, time: float) -> float:
        if self.overloaded:
            return 0.0
        spare = (self.operators - self.load) / self.handling
        return 1 - self.wait_chance * math.exp(-spare * time)

    def with_operators(self, operators: int) -> "Queue":
        """The same line, with so many."""
        return replace(self, operators=operators)


def _tails(served: float, patience: float, time: float, many: int) -> Iterator[float]:
    """I_y(i + 1, c + 1) for i = 0, 1, ...: y = 1 - exp(-time/patience), c = served × patience.

    Each is the last less a positive term, so what is lost by rounding stays below 1e-12.
    """
    y = -math.expm1(-time / patience)
    shape = served * patience + 1
    term = math.exp(-time / patience * shape)
    tail = 1.0
    for i in range(many):
        tail -= term
        yield max(0.0, tail)
        term *= y * (i + shape) / (i + 1)


@dataclass(frozen=True)
class Target:
    """A share of calls answered within a time, such as 0.9 within 15 s."""

    share: float
    within: float


def operators_needed(queue: Queue, target: Target, *, most: int = 1000) -> int:
    """The fewest operators with whom the target is met; those of `queue` do not matter.

    Nought when nobody calls. Raises NeverEnough.
    """
    if not queue.calls:
        return 0
    for operators in range(1, most + 1):
        if queue.with_operators(operators).answered_within(target.within) >= target.share:
            return operators
    raise NeverEnough(f"{most} operators answer fewer than {target.share:.0%}")


def on_the_rota(operators: int, *, away_share: float) -> int:
    """How many must be on the rota when this share of everybody's time is spent elsewhere."""
    return math.ceil(round(operators / (1 - away_share), 9))

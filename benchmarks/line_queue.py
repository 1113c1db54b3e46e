"""A queue with impatient callers, simulated call by call: the judge of the Erlang A formulas."""

import heapq
import math
import random
from dataclasses import dataclass

from beside.line.core.erlang import Queue


@dataclass(frozen=True)
class Simulated:
    """Shares of all callers, and their mean wait."""

    answered_in_time: float
    abandoned: float
    mean_wait: float
    errors: tuple[float, float, float]  # standard errors, by batches


def simulate(queue: Queue, within: float, calls: int, seed: int) -> Simulated:
    """First come, first served, from an empty line; the first twentieth is not counted.

    Patience is drawn for everybody; who finds no free operator in it has given up.
    """
    rng = random.Random(seed)
    free = [0.0] * queue.operators  # when each operator is next free
    at, warm, batches = 0.0, calls // 20, 40
    size = max(1, (calls - warm) // batches)
    found: list[tuple[float, float, float]] = []
    for n in range(warm + size * batches):
        at += rng.expovariate(queue.calls)
        patience = rng.expovariate(1 / queue.patience)
        wait = max(0.0, free[0] - at) if free else math.inf
        answered = wait <= patience and bool(free)
        if answered:
            heapq.heapreplace(free, at + wait + rng.expovariate(1 / queue.handling))
        if n >= warm:
            found.append((float(answered and wait <= within), float(not answered),
                          wait if answered else patience))  # fmt: skip
    means = [
        [sum(row[i] for row in found[b * size : (b + 1) * size]) / size for b in range(batches)]
        for i in range(3)
    ]
    whole = [sum(each) / batches for each in means]
    errors = [
        math.sqrt(sum((m - w) ** 2 for m in each) / (batches - 1) / batches)
        for each, w in zip(means, whole, strict=True)
    ]
    return Simulated(whole[0], whole[1], whole[2], (errors[0], errors[1], errors[2]))

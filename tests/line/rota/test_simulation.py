"""Erlang A against a simulation, with fixed seeds. A thousand cases: benchmarks/line_erlang.py."""

import pytest
from benchmarks.line_queue import simulate

from beside.line.core.erlang import Queue


@pytest.mark.parametrize(
    ("queue", "within"),
    [
        (Queue(2.5, 1, 3, patience=0.5), 0.1),
        (Queue(1.2, 1, 1, patience=2), 0.3),
        (Queue(0.4, 3, 4, patience=0.2), 0.02),
    ],
    ids=["three busy", "one overloaded", "four idle"],
)
def test_the_formula_is_within_a_point_of_a_simulation(queue, within):
    seen = simulate(queue, within, calls=60_000, seed=7)

    assert queue.answered_within(within) == pytest.approx(seen.answered_in_time, abs=0.01)
    assert queue.abandoned == pytest.approx(seen.abandoned, abs=0.01)
    assert queue.mean_wait == pytest.approx(seen.mean_wait, abs=0.01 * queue.patience)

"""Erlang's formulas against what others have published, and against themselves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc

from beside.line.core.erlang import (
    NEVER,
    NeverEnough,
    NotAQueue,
    Queue,
    Target,
    erlang_b,
    erlang_c,
    on_the_rota,
    operators_needed,
)

NINETY, NINETY_FIVE = Target(0.9, 15), Target(0.95, 20)
WEEK_S = 168 * 3600


def closed_c(n: int, a: float) -> float:
    """Erlang C as textbooks write it, with factorials."""
    top = a**n / math.factorial(n) * n / (n - a)
    return top / (sum(a**k / math.factorial(k) for k in range(n)) + top)


@given(st.integers(1, 60), st.floats(0.01, 0.99))
def test_erlang_c_is_the_closed_form_to_a_billionth(n, share):
    assert erlang_c(n, n * share) == pytest.approx(closed_c(n, n * share), abs=1e-9, rel=1e-9)


def test_the_example_of_pyworkforce_comes_out_the_same():
    """100 calls in 30 minutes of 3 minutes, 80 % within 20 s, 30 % shrinkage: its own output."""
    queue = Queue(calls=100 / 30, handling=3, operators=0)
    raw = operators_needed(queue, Target(0.8, 20 / 60))
    found = queue.with_operators(raw)

    assert raw == 14
    assert on_the_rota(raw, away_share=0.3) == 20
    assert found.answered_within(20 / 60) == pytest.approx(0.8883500191794669, abs=1e-12)
    assert found.wait_chance == pytest.approx(0.1741319335950498, abs=1e-12)
    assert found.occupancy == pytest.approx(0.7142857142857143, abs=1e-12)


@pytest.mark.parametrize(
    ("a_week", "minutes", "load", "ninety", "ninety_five", "busy", "wait"),
    [
        (275, 15, 0.82, 3, 4, 20, 4.7),
        (275, 25, 1.36, 4, 5, 27, 6.9),
        (160, 15, 0.48, 2, 3, 16, 5.9),
        (160, 25, 0.79, 3, 3, 26, 11.3),
        (30, 15, 0.09, 1, 2, 4, 7.9),
        (30, 25, 0.15, 2, 2, 7, 13.5),
    ],
)
def test_the_table_of_lines_at_their_peak(a_week, minutes, load, ninety, ninety_five, busy, wait):
    """The peak hour brings twice the week's mean."""
    queue = Queue(2 * a_week / WEEK_S, minutes * 60, 0)
    staffed = queue.with_operators(operators_needed(queue, NINETY_FIVE))

    assert round(queue.load, 2) == load
    assert operators_needed(queue, NINETY) == ninety
    assert staffed.operators == ninety_five
    assert round(100 * staffed.occupancy) == busy
    assert round(staffed.mean_wait_of_waiting / 60, 1) == wait


def test_erlang_b_of_ten_on_ten():
    """Tables of Erlang B: 21.46 % are lost."""
    assert erlang_b(10, 10) == pytest.approx(0.2146, abs=5e-5)


def test_fifty_agents_with_and_without_patience():
    """The example of Garnett, Mandelbaum and Reiman: 48 calls a minute of 1 minute, patience 2."""
    impatient, patient = Queue(48, 1, 50, patience=2), Queue(48, 1, 50)

    assert round(100 * impatient.abandoned, 1) == 3.1
    assert round(60 * impatient.mean_wait, 1) == 3.7
    assert round(100 * impatient.occupancy) == 93
    assert round(60 * patient.mean_wait, 1) == 20.8
    assert round(100 * patient.occupancy) == 96


@given(st.integers(1, 12), st.floats(0.05, 0.95), st.floats(0, 3))
def test_with_endless_patience_erlang_a_is_erlang_c(n, share, time):
    """θ → 0."""
    patient, nearly = Queue(n * share, 1, n), Queue(n * share, 1, n, patience=1e7)

    assert nearly.answered_within(time) == pytest.approx(patient.answered_within(time), abs=2e-4)
    assert nearly.wait_chance == pytest.approx(patient.wait_chance, abs=2e-4)
    assert nearly.abandoned == pytest.approx(0, abs=1e-4)


@given(
    st.floats(0.05, 8), st.floats(0.2, 3), st.integers(0, 12), st.floats(0.05, 50), st.floats(0, 5)
)
def test_answered_in_time_is_the_incomplete_beta_function(calls, handling, n, patience, time):
    """Against SciPy's, for the sum that `answered_within` makes term by term."""
    queue = Queue(calls, handling, n, patience)
    c, y = n * patience / handling, -math.expm1(-time / patience)
    waits = sum(
        chance * c / (c + i + 1) * betainc(i + 1, c + 1, y)
        for i, chance in enumerate(queue.chances[n:])
    )

    assert queue.answered_within(time) == pytest.approx(sum(queue.chances[:n]) * (n > 0) + waits,
                                                        abs=1e-11)  # fmt: skip


@given(st.floats(0.05, 8), st.floats(0.2, 3), st.integers(1, 12), st.floats(0.05, 50))
def test_everybody_is_answered_or_gives_up_in_the_end(calls, handling, n, patience):
    queue = Queue(calls, handling, n, patience)
    answered = queue.answered_within(60 * max(patience, handling))

    assert answered + queue.abandoned == pytest.approx(1, abs=1e-9)


@given(st.floats(0.05, 8), st.floats(0.2, 3), st.integers(0, 12), st.floats(0.05, 50))
def test_one_more_operator_never_makes_it_worse(calls, handling, n, patience):
    few = Queue(calls, handling, n, patience)
    more = few.with_operators(n + 1)

    assert more.answered_within(0.3) >= few.answered_within(0.3) - 1e-12
    assert more.abandoned <= few.abandoned + 1e-12


def test_with_nobody_there_everybody_gives_up_after_their_patience():
    queue = Queue(3, 1, 0, patience=2)

    assert (queue.answered_within(9), queue.abandoned, queue.wait_chance) == (0, 1, 1)
    assert queue.mean_wait == pytest.approx(2)
    assert queue.occupancy == 0


def test_with_nobody_there_and_endless_patience_the_wait_is_endless():
    queue = Queue(3, 1, 0)

    assert queue.mean_wait == math.inf
    assert queue.answered_within(1e9) == 0


def test_nobody_calls():
    queue = Queue(0, 1, 2, patience=1)

    assert (queue.answered_within(0), queue.abandoned, queue.mean_wait) == (1, 0, 0)
    assert operators_needed(Queue(0, 1, 0), NINETY) == 0


def test_more_than_can_be_carried_waits_for_ever_or_gives_up():
    assert Queue(5, 1, 4).mean_wait == math.inf
    assert Queue(5, 1, 4).answered_within(100) == 0
    crowd = Queue(1000, 1, 10, patience=50)
    assert crowd.abandoned == pytest.approx(0.99, abs=1e-6)  # all but what ten can carry


@pytest.mark.parametrize("wrong", [(-1, 1, 2), (1, 0, 2), (1, 1, -2), (math.nan, 1, 2)])
def test_what_is_no_queue_is_refused(wrong):
    with pytest.raises(NotAQueue):
        Queue(*wrong)


def test_a_target_nobody_can_meet_is_said_to_be_one():
    with pytest.raises(NeverEnough):
        operators_needed(Queue(100, 1, 0, patience=NEVER), Target(0.9, 1), most=5)

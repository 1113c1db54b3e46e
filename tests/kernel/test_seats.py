"""Of several workers one goes first; the others hold back, and no longer than they must."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import psycopg
import pytest

from beside.kernel import wake
from beside.kernel.seats import HOLD_BACK, Seat

pytestmark = pytest.mark.django_db

AT_ONCE = timedelta()


class Row:
    """Workers as the seats see them: a connection each."""

    def __init__(self, opened: ExitStack) -> None:
        self._opened = opened

    def sit_down(self) -> tuple[Seat, wake.Ears]:
        ears = psycopg.connect(**wake.connection_words(), autocommit=True)
        self._opened.enter_context(ears)
        seat = Seat()
        seat.look(ears)
        return seat, ears


@pytest.fixture
def row() -> Iterator[Row]:
    with ExitStack() as opened:
        yield Row(opened)


def test_a_single_worker_does_everything_at_once(row):
    seat, _ = row.sit_down()

    assert seat.number == 1
    assert (seat.deadlines_wait, seat.effects_wait) == (AT_ONCE, AT_ONCE)


def test_of_two_one_keeps_deadlines_and_the_other_delivers(row):
    first, ears = row.sit_down()
    second, _ = row.sit_down()
    first.look(ears)

    assert (first.deadlines_wait, first.effects_wait) == (AT_ONCE, HOLD_BACK)
    assert (second.deadlines_wait, second.effects_wait) == (HOLD_BACK, AT_ONCE)


def test_a_third_stands_by_for_both(row):
    row.sit_down(), row.sit_down()
    third, _ = row.sit_down()

    assert (third.deadlines_wait, third.effects_wait) == (2 * HOLD_BACK, HOLD_BACK)


def test_when_the_first_dies_the_second_moves_up_and_does_everything(row):
    _, ears_of_the_dead = row.sit_down()
    seat, ears = row.sit_down()

    ears_of_the_dead.close()
    for _ in range(100):  # its end reaches the server a moment later
        seat.look(ears)
        if seat.number == 1:
            break

    assert seat.number == 1
    assert (seat.deadlines_wait, seat.effects_wait) == (AT_ONCE, AT_ONCE)


def test_who_looks_again_keeps_the_seat(row):
    seat, ears = row.sit_down()
    seat.look(ears)

    assert seat.number == 1


def test_who_lost_the_connection_holds_nothing_back_and_sits_down_anew(row):
    row.sit_down()
    seat, ears = row.sit_down()
    seat.lose()
    assert (seat.deadlines_wait, seat.effects_wait) == (AT_ONCE, AT_ONCE)

    ears.execute("SELECT pg_advisory_unlock_all()")
    seat.look(ears)
    assert seat.number == 2

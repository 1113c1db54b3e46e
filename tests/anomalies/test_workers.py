"""Real workers, really killed, hung, raced, cut off, and under a clock that was stepped."""

from datetime import timedelta
from signal import SIGKILL, SIGSTOP

import pytest

from beside.kernel import dispatch, outbox
from beside.kernel.models import Effect, Heartbeat, Receipt
from tests.anomalies.conftest import House, wait_until

SOON = timedelta(milliseconds=300)


@pytest.mark.parametrize(("place", "times_told"), [("claimed", 1), ("delivered", 2)])
def test_a_worker_killed_between_claim_and_receipt_leaves_its_effect_to_the_next(
    house: House, place, times_told
):
    house.put("anomaly.world", "a")
    assert house.start_worker(KILLED_AT=f"delivery.{place}").killed_by() == SIGKILL
    assert house.waiting() == 1

    house.start_worker()
    wait_until(lambda: house.waiting() == 0)

    assert house.told() == {"a": times_told}  # the second time with the same key
    assert Receipt.objects.filter(source="anomaly.world", key="a").count() == 1


def test_a_worker_killed_before_its_commit_leaves_the_deadline_to_the_next(house: House):
    house.promise(1, due_in=timedelta())
    assert house.start_worker(KILLED_AT="deadlines.before_commit").killed_by() == SIGKILL
    assert house.kept() == {}

    house.start_worker()
    wait_until(lambda: house.kept() == {1: 1})


def test_handlers_that_hang_beyond_their_lease_are_left_and_their_effects_delivered(house: House):
    """More hang than may hang at once: without new lanes they would never move again."""
    hung = [f"hung-{number}" for number in range(dispatch.MOST_OF_A_KIND)]
    for key in hung:
        house.put("anomaly.hangs", key)
    house.start_worker()
    kept_free = 1 + len(outbox.kinds(share="many"))  # for our own, and for what goes many at once
    wait_until(lambda: Effect.objects.filter(attempts=1).count() >= dispatch.LANES - kept_free)

    house.put("anomaly.world", "sound")
    wait_until(lambda: house.waiting() == 0)

    assert set(house.told()) == {"sound", *hung}


def test_two_workers_that_race_for_the_same_deadlines_keep_each_once(house: House):
    house.start_worker()
    house.start_worker()
    for number in range(40):
        house.promise(number, due_in=SOON)

    wait_until(lambda: len(house.kept()) == 40)

    assert set(house.kept().values()) == {1}


@pytest.mark.parametrize("hours", [1, -1])
def test_a_worker_begun_under_a_stepped_wall_clock_keeps_the_promised_moments(house: House, hours):
    house.promise(1, due_in=SOON)
    house.promise(2, due_in=timedelta(minutes=30))  # early, if an hour forward were believed
    house.start_worker(WALL_STEPPED=str(hours * 3600))

    wait_until(lambda: house.kept()[1] == 1)
    wait_until(lambda: Heartbeat.objects.filter(name="deadlines").exists())

    assert house.kept() == {1: 1}


def test_a_worker_whose_connections_all_break_goes_on(house: House):
    house.start_worker()
    house.put("anomaly.world", "before")
    wait_until(lambda: house.waiting() == 0)

    house.ask("SELECT pg_terminate_backend(pid)::int FROM pg_stat_activity"
              " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
    house.put("anomaly.world", "after")
    house.promise(1, due_in=timedelta())

    wait_until(lambda: house.waiting() == 0 and house.kept() == {1: 1})
    assert house.told() == {"before": 1, "after": 1}


def test_one_who_stands_by_takes_over_from_a_worker_that_is_killed_or_hangs(house: House):
    """A hung one keeps its seat: who stands by acts on whatever is overdue nevertheless."""
    active = house.start_worker()
    wait_until(lambda: house.seats_taken() == 1)
    house.start_worker()
    wait_until(lambda: house.seats_taken() == 2)

    active.send_signal(SIGSTOP)
    house.promise(1, due_in=timedelta())
    wait_until(lambda: house.kept() == {1: 1})

    active.send_signal(SIGKILL)
    wait_until(lambda: house.seats_taken() == 1)
    house.promise(2, due_in=timedelta())
    house.put("anomaly.world", "after")
    wait_until(lambda: house.kept() == {1: 1, 2: 1} and house.waiting() == 0)
    assert house.told() == {"after": 1}

"""The lane of ordinary jobs runs what is queued, gives back what died, and ends when told."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from beside.kernel import job_lane, jobs
from beside.kernel.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20.0
ran: list[int] = []


def note_that_it_ran(number: int) -> None:
    if number < 0:
        raise ValueError("a fault in the room's code")
    ran.append(number)


@pytest.fixture
def job() -> Iterator[Any]:
    ran.clear()
    declared = jobs.job(tries=1)(note_that_it_ran)
    yield declared
    del app.tasks[declared.name]


@pytest.fixture
def lane() -> Iterator[threading.Event]:
    """The lane at work in a thread of its own; yields what stops it."""
    stopping = threading.Event()
    thread = threading.Thread(target=job_lane.run, args=[stopping])
    thread.start()
    yield stopping
    stopping.set()
    thread.join(PATIENCE)
    assert not thread.is_alive(), "it did not end when it was told to"


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.02)


def test_a_queued_job_is_run_and_then_gone(job, lane):
    job.defer(number=7)

    wait_until(lambda: not ProcrastinateJob.objects.exists())

    assert ran == [7]


def test_a_job_that_fails_stays_to_be_seen_and_the_next_one_runs(job, lane):
    job.defer(number=-1)
    job.defer(number=7)

    wait_until(lambda: ran == [7])
    left = ProcrastinateJob.objects.values_list("status", flat=True)
    wait_until(lambda: list(left.all()) == ["failed"])


def test_a_job_whose_worker_died_is_run_again(job, request):
    job.defer(number=7)
    with connection.cursor() as cursor:  # a worker took it, and has not beaten for an hour
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead"
        )
    request.getfixturevalue("lane")

    wait_until(lambda: ran == [7])


def test_it_beats(lane):
    wait_until(lambda: Heartbeat.objects.filter(name="jobs").exists())

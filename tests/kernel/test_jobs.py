"""Ordinary jobs are rows: they run if and only if the transaction commits."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from beside.kernel import clock, jobs
from beside.kernel.models import Effect

pytestmark = pytest.mark.django_db


def import_rows(import_id: int) -> None: ...


@pytest.fixture
def import_job() -> Iterator[object]:
    declared = jobs.job(tries=3, queue=jobs.BULK, alone="imports")(import_rows)
    yield declared
    del app.tasks[declared.name]


def test_a_job_is_named_by_its_room_and_kept_apart(import_job):
    import_job.defer(import_id=7)

    job = ProcrastinateJob.objects.get()
    assert job.task_name.endswith("test_jobs.import_rows")
    assert (job.queue_name, job.lock, job.args) == ("bulk", "imports", {"import_id": 7})


def test_a_job_of_a_transaction_that_fails_never_was(import_job):
    def defer_and_fail() -> None:
        with transaction.atomic():
            import_job.defer(import_id=7)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        defer_and_fail()

    assert not ProcrastinateJob.objects.exists()


def test_work_for_the_hours_is_called_with_the_moment_it_runs():
    called: list[datetime] = []

    def sweep(at: datetime) -> None:
        called.append(at)

    task = jobs.every("15 3 * * *")(sweep)
    before = clock.now()
    task(timestamp=0)

    assert before <= called[0] <= clock.now()
    app.periodic_registry.periodic_tasks.pop((task.name, ""))
    del app.tasks[task.name]


def test_the_kernel_prunes_itself_every_hour():
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Effect.objects.create(kind="old", key="a", put_at=long_ago, due_at=long_ago, next_at=long_ago,
                          state=Effect.State.DONE, ended_at=long_ago)  # fmt: skip

    jobs.prune_the_kernel(timestamp=0)

    assert not Effect.objects.exists()
    assert connection.is_usable()

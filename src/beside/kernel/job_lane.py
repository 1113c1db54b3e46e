"""The thread that runs ordinary jobs, and gives back those whose worker died."""

import asyncio
import contextlib
import logging
import threading
from typing import cast

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from beside.kernel import clock, heartbeats

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds; NOTIFY is faster, this is for when it is lost
SILENT_FOR = 30.0  # a worker that has not beaten for so long is dead
CONCURRENCY = 2
GRACE = 10.0


def run(stopping: threading.Event) -> None:
    """Run jobs until stopping. A fault ends it; the lane that called begins it again."""
    asyncio.run(_run(stopping))


async def _run(stopping: threading.Event) -> None:
    # An app of its own for the worker's asynchronous connections. The rooms keep the
    # other one, so that a job queued within a job still commits with its transaction.
    ours = app.with_connector(cast(DjangoConnector, app.connector).get_worker_connector())
    async with ours.open_async():
        work = asyncio.create_task(
            ours.run_worker_async(
                install_signal_handlers=False,
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=LOOK_EVERY,
                delete_jobs="successful",
                shutdown_graceful_timeout=GRACE,
            )
        )
        try:
            await _watch(ours, work, stopping)
        finally:
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work


async def _watch(ours: App, work: asyncio.Task[None], stopping: threading.Event) -> None:
    rounds = 0
    while not stopping.is_set() and not work.done():
        if rounds % 20 == 0:
            words = {"name": "jobs", "at": clock.now(), "is_alone": True}
            await ours.connector.execute_query_async(heartbeats.BEAT, **words)
        if rounds % 100 == 0:
            await _give_back_stalled(ours)
        rounds += 1
        await asyncio.sleep(0.1)


async def _give_back_stalled(ours: App) -> None:
    """Queue again what a dead worker held. Not itself a job: that one could stall too."""
    stalled = await ours.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR)
    for job in stalled:
        log.warning("job %s %s is given back: its worker died", job.task_name, job.id)
        await ours.job_manager.retry_job(job)

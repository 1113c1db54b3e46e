"""A server that may be stopped: the whole story in a process of its own, apart from the tests'."""

import os
import subprocess
import sys
import time

from benchmarks import throwaway

PATIENCE = 60.0


def run() -> "subprocess.CompletedProcess[str]":
    words = {"PYTHONPATH": os.pathsep.join([str(throwaway.CHECKOUT / "src"), "."])}
    return subprocess.run(
        [sys.executable, "-m", "tests.anomalies.server_of_its_own"],
        env=os.environ | words, capture_output=True, text=True, cwd=throwaway.CHECKOUT,
        timeout=300,
    )  # fmt: skip


def main() -> None:
    """Print what reached the world: one effect put before the restart, one after."""
    with throwaway.house(durable=False, rooms=("kernel",)) as home:
        from django.db import connection

        from beside.kernel import clock, outbox, postgres

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE anomaly_promise"
                           " (id int, is_armed boolean, deadline_at timestamptz)")  # fmt: skip
        world = home / "world"
        worker = throwaway.child("tests.anomalies.worker_process", WORLD=str(world))
        assert worker.stdout is not None
        assert worker.stdout.readline() == "up\n"
        cluster = postgres.Cluster.at(home, durable=False)
        for key in ("before", "after"):
            outbox.put("anomaly.world", {}, about="anomaly:1", due_at=clock.now(), key=key)
            connection.close()
            _wait_for(lambda key=key: world.exists() and key in world.read_text().split())
            if key == "before":
                postgres.stop(cluster, home)
                time.sleep(1)
                postgres.start(cluster, home)
        assert worker.poll() is None
        worker.kill()
        worker.communicate()
        sys.stdout.write(world.read_text())


def _wait_for(holds) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)


if __name__ == "__main__":
    main()

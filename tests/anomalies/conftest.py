"""Real worker processes over the tests' own database, each with a home and a clock of its own."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from beside.kernel import clock, deadlines, outbox, seats
from beside.kernel.models import Effect

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # for a machine that is busy with other things; a quiet one needs a second or two


class House:
    """Starts workers, gives them something to do, and looks what became of it."""

    def __init__(self, home: Path) -> None:
        self.home, self.world = home, home / "world"
        self._workers: list[subprocess.Popen[str]] = []
        clock.Timeline(lambda: home / "clock").keep(quiet=False)

    def start_worker(self, **environment: str) -> "subprocess.Popen[str]":
        path = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
        home = {"BESIDE_HOME": str(self.home), "DATABASE_URL": _url(), "PYTHONPATH": path}
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.anomalies.worker_process", str(self.world)],
            env=os.environ | home | environment, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, cwd=CHECKOUT,
        )  # fmt: skip
        self._workers.append(worker)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "up\n"
        return worker

    def put(self, kind: str, key: str, *, urgent: bool = False) -> None:
        at = clock.now()
        outbox.put(kind, {}, about="anomaly:1", due_at=at, key=key, urgent=urgent)

    def promise(self, number: int, *, due_in: timedelta) -> None:
        deadline_at = clock.now() + due_in
        self.ask("INSERT INTO anomaly_promise VALUES (%s, true, %s)", number, deadline_at)
        deadlines.armed(deadline_at)

    def kept(self) -> "Counter[int]":
        """How often each promise was acted on."""
        return Counter(row[0] for row in self.ask("SELECT id FROM anomaly_kept"))

    def told(self) -> "Counter[str]":
        """How often each key reached the outside."""
        return Counter(self.world.read_text().split())

    def waiting(self) -> int:
        return Effect.objects.filter(state=Effect.State.WAITING).count()

    def seats_taken(self) -> int:
        locked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
        return self.ask(locked, seats._LOCK)[0][0]

    def ask(self, statement: str, *words: int | bool | str | datetime) -> list[tuple[int, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, words)
            return cursor.fetchall() if cursor.description else []

    def dismiss(self) -> None:
        for worker in self._workers:
            worker.kill()
            worker.communicate()


def _url() -> str:
    settings = connection.settings_dict
    host = quote(str(settings["HOST"]), safe="")
    secret = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    return f"postgresql://{settings['USER']}{secret}@/{settings['NAME']}?host={host}"


def wait_until(holds: Callable[[], bool]) -> None:
    """Look every few milliseconds; fail when patience ends."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.02)


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    house.ask("CREATE TABLE anomaly_promise"
              " (id int PRIMARY KEY, is_armed boolean, deadline_at timestamptz)")  # fmt: skip
    house.ask("CREATE TABLE anomaly_kept (id int, worker int)")
    yield house
    house.dismiss()
    house.ask("DROP TABLE anomaly_promise, anomaly_kept")

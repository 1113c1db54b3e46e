"""Real worker processes over the tests' own database, each with a home and a clock of its own."""

import os
import signal
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
from beside.kernel.serve.child import Child, Role, begin

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # for a machine that is busy with other things; a quiet one needs a second or two


class Worker:
    """A worker that the nursery bore, and what it prints."""

    def __init__(self, nursery: Child, environment: dict[str, str]) -> None:
        role = Role("worker", (), entry="tests.anomalies.worker_process:main",
                    environment=environment)  # fmt: skip
        assert nursery.ask is not None
        self._child = begin(role, "worker", nursery=nursery.ask)

    def is_up(self) -> bool:
        """Whether it has said so; its last words if it died instead."""
        try:
            said = os.read(self._child.output, 4096)
        except BlockingIOError:
            return False
        assert said.startswith(b"up\n"), said.decode()
        return True

    def killed_by(self) -> signal.Signals:
        """Waits for its end; must be a signal."""
        wait_until(lambda: self._child.process.poll() is not None)
        return signal.Signals(-(self._child.process.returncode or 0))

    def send_signal(self, which: signal.Signals) -> None:
        self._child.process.send_signal(which)

    def dismiss(self) -> None:
        self._child.kill()
        self._child.process.wait()
        self._child.close()


class House:
    """Starts workers, gives them something to do, and looks what became of it."""

    def __init__(self, home: Path, nursery: Child) -> None:
        self.home, self.world, self._nursery = home, home / "world", nursery
        self._workers: list[Worker] = []
        clock.Timeline(lambda: home / "clock").keep(quiet=False)

    def start_worker(self, **environment: str) -> Worker:
        ours = {"BESIDE_HOME": str(self.home), "WORLD": str(self.world)}
        worker = Worker(self._nursery, ours | environment)
        self._workers.append(worker)
        wait_until(worker.is_up)
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
            worker.dismiss()


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


@pytest.fixture(scope="package")
def nursery(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    """It has read the code of a worker once, and bears each in no time, as in the product."""
    command = (sys.executable, "-m", "beside.kernel.serve.nursery_process")
    home = {"BESIDE_HOME": str(tmp_path_factory.mktemp("nursery")), "DATABASE_URL": _url()}
    path = {"PYTHONPATH": os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])}
    role = Role("nursery", (*command, "tests.anomalies.worker_process"),
                environment=home | path, is_nursery=True)  # fmt: skip
    nursery = begin(role, "nursery")
    wait_until(lambda: nursery.hear() and nursery.ready)
    yield nursery
    nursery.kill()
    nursery.process.wait()
    nursery.close()


@pytest.fixture
def house(transactional_db: None, tmp_path: Path, nursery: Child) -> Iterator[House]:
    house = House(tmp_path, nursery)
    house.ask("CREATE TABLE anomaly_promise"
              " (id int PRIMARY KEY, is_armed boolean, deadline_at timestamptz)")  # fmt: skip
    house.ask("CREATE TABLE anomaly_kept (id int, worker int)")
    yield house
    house.dismiss()
    house.ask("DROP TABLE anomaly_promise, anomaly_kept")

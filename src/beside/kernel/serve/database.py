"""Our own PostgreSQL below the supervisor: begun or adopted, begun again, stopped last."""

from collections.abc import Callable
from pathlib import Path

from beside.kernel import postgres
from beside.kernel.serve.backoff import Backoff


class EmbeddedDatabase:
    """The server of one home. It is a daemon of its own: a supervisor that dies leaves it whole."""

    def __init__(self, home: Path, say: Callable[[str, str], None]) -> None:
        self._home = home
        self._cluster = postgres.Cluster.at(home)
        self._say = say
        self._backoff = Backoff()
        self._begun = 0.0
        self._begin_at = 0.0

    def keep(self, now: float) -> None:
        if self._cluster.is_running or now < self._begin_at:
            return
        if self._begun:
            self._say("error", "The database ended; it starts again.")
        try:
            postgres.start(self._cluster, self._home)
        except (postgres.ServerFailed, postgres.NoServerPrograms, OSError) as error:
            self._say("error", str(error))
        self._backoff = self._backoff.after_a_death(now - self._begun)
        self._begun, self._begin_at = now, now + max(self._backoff.wait, 0.5)

    def stop(self) -> None:
        postgres.stop(self._cluster, self._home)

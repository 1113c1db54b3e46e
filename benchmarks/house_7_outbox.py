"""The outbox under kill -9: real workers, a real and durable database, nothing pretended.

Effects are put in transactions, some of which are rolled back on purpose, while
workers are killed at random moments and replaced. Afterwards every committed effect
must have happened: those in our own database exactly once; those outside at least
once, always with the same key, so that the outside can tell a repetition.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from benchmarks import throwaway
from benchmarks.show import Result, alone

WORKERS = 3
ROLLED_BACK = 0.05
PATIENCE = 90.0  # seconds until everything must have settled


@dataclass(frozen=True)
class Outcome:
    """What was found when all had settled."""

    effects: int
    kills: int
    lost: int
    twice: int
    phantoms: int
    told_again: int
    seconds: float
    per_second: float

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.twice or self.phantoms)

    def __str__(self) -> str:
        return (
            f"{self.effects:,} effects, {self.kills} kill -9: {self.lost} lost, "
            f"{self.twice} effective twice, {self.phantoms} of rolled-back transactions; "
            f"{self.told_again} told to the outside again with the same key; "
            f"{self.seconds:.0f} s; undisturbed {self.per_second:,.0f} effects/s on one worker"
        )


class Crew:
    """Workers, kept at their number; any of them is killed at any moment."""

    def __init__(self, world: Path, pause: float, size: int = WORKERS) -> None:
        self._words = (str(world), str(pause))
        self._workers = [self._begin() for _ in range(size)]

    def _begin(self) -> "Popen[str]":
        return throwaway.child("benchmarks.outbox_worker", *self._words)

    def wait_until_up(self) -> None:
        for worker in self._workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "up\n"

    def kill_one(self) -> None:
        """The one that has lived longest, so that it is surely at work. kill -9."""
        victim = self._workers.pop(0)
        victim.kill()
        victim.wait()
        self._workers.append(self._begin())

    def dismiss(self) -> None:
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.wait(30)


def _put(first: int, count: int, chance: random.Random) -> tuple[list[str], list[str]]:
    """Put effects, ten to a transaction; return the keys committed and those rolled back."""
    from django.db import transaction

    from beside.kernel import clock, outbox

    kept: list[str] = []
    undone: list[str] = []
    for start in range(first, first + count, 10):
        keys = [f"{number:06d}" for number in range(start, min(start + 10, first + count))]
        undoes = chance.random() < ROLLED_BACK
        with transaction.atomic():
            for key in keys:
                kind = "bench.own" if int(key) % 2 else "bench.world"
                outbox.put(kind, {"n": int(key)}, about="bench:1", due_at=clock.now(), key=key)
            transaction.set_rollback(undoes)
        (undone if undoes else kept).extend(keys)
    return kept, undone


def _settle() -> None:
    from beside.kernel.models import Effect

    until = time.monotonic() + PATIENCE
    while Effect.objects.filter(state=Effect.State.WAITING).exists():
        if time.monotonic() > until:
            return
        time.sleep(0.05)


def _happened(world: Path) -> tuple["Counter[str]", "Counter[str]"]:
    """How often each key happened: in our own database, and outside."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM bench_effective")
        own = Counter(row[0] for row in cursor.fetchall())
    return own, Counter(world.read_text().split())


def _undisturbed(home: Path, effects: int) -> float:
    """Effects a second from put to done: one worker, no kills, handlers that do next to nothing."""
    crew = Crew(home / "undisturbed", 0.0, size=1)
    crew.wait_until_up()
    time.sleep(0.5)
    began = time.monotonic()
    kept, _ = _put(900_000, effects, random.Random(1))
    _settle()
    seconds = time.monotonic() - began
    crew.dismiss()
    return len(kept) / seconds


def _disturbed(home: Path, effects: int, kills: int) -> Outcome:
    from beside.kernel.models import Receipt

    chance, world = random.Random(7), home / "world"
    world.touch()
    crew = Crew(world, 0.002)
    crew.wait_until_up()
    began = time.monotonic()
    kept: list[str] = []
    undone: list[str] = []
    share = -(-effects // kills)
    for number in range(kills):
        more, never = _put(number * share, min(share, effects - number * share), chance)
        kept, undone = kept + more, undone + never
        time.sleep(chance.uniform(0, 0.5))
        crew.kill_one()
    _settle()
    seconds = time.monotonic() - began
    crew.dismiss()
    own, outside = _happened(world)
    return Outcome(
        effects=len(kept),
        kills=kills,
        lost=sum(not (own[key] or outside[key]) for key in kept)
        + len(kept) - Receipt.objects.filter(key__in=kept).count(),
        twice=sum(times > 1 for times in own.values()),
        phantoms=sum(bool(own[key] or outside[key]) for key in undone),
        told_again=sum(times - 1 for times in outside.values()),
        seconds=seconds,
        per_second=0.0,
    )  # fmt: skip


def run(quick: bool) -> Result:
    effects, kills = (500, 5) if quick else (10_000, 50)
    with throwaway.house() as home:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_effective (key text NOT NULL)")
        outcome = _disturbed(home, effects, kills)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE bench_effective")
        per_second = _undisturbed(home, 300 if quick else 3000)
        connection.close()
    outcome = Outcome(**{**outcome.__dict__, "per_second": per_second})
    return Result("7", str(outcome), "none lost, effective once", outcome.is_whole)


if __name__ == "__main__":
    alone(run)

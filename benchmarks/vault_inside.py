"""The work of house_6_vault, in a process of its own. Prints its figures as JSON."""

import contextlib
import json
import shutil
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import throwaway, vault_search

STEM = b"Zebedee Quillfeather"
CONTROL = b"Obadiah Controlsworth"
EVERY_KEY = 100


def plaintext(number: int) -> bytes:
    return STEM + b", 12 Elm Street, Berea, number %06d" % number


class Watch:
    """Keeps every data key that is made, so that they can be searched for afterwards."""

    def __init__(self) -> None:
        from beside.privacy.core import envelope

        self.keys: list[bytes] = []
        self._make = envelope.new_key
        envelope.new_key = self._made

    def _made(self) -> bytes:
        self.keys.append(self._make())
        return self.keys[-1]


def register() -> None:
    from beside.privacy import vault

    vault.register_kind("bench", what="Test", why="Test", longest=timedelta(days=60))
    vault.register_purpose("bench.read", says="Test", kinds={"bench"})


def seal(first: int, count: int, until: Any, at: Any) -> list[Any]:
    from beside.privacy import vault

    numbers = range(first, first + count)
    secrets = [vault.Secret(plaintext(n), (STEM.decode() + f" {n}",)) for n in numbers]
    return vault.seal_many(secrets, kind="bench", retain_until=until, at=at)


def median_ms(work: Any, times: int) -> float:
    taken = []
    for number in range(times):
        began = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def backup(home: Path, copy: Path) -> None:
    """The data folder of the running server, as its manual says; the keys are no part of it."""
    import psycopg

    from beside.kernel.postgres import Cluster

    cluster = Cluster.at(home)
    where = {"host": str(cluster.socket_folder), "user": "beside", "dbname": "beside"}
    with psycopg.connect(**where, autocommit=True) as line:
        line.execute("SELECT pg_backup_start('bench', true)")
        shutil.copytree(cluster.data, copy / "postgres")
        label = line.execute("SELECT labelfile FROM pg_backup_stop(false)").fetchone()
    assert label is not None
    (copy / "postgres" / "backup_label").write_text(label[0])
    (copy / "postgres" / "postmaster.pid").unlink(missing_ok=True)
    shutil.copytree(cluster.data / "pg_wal", copy / "postgres" / "pg_wal", dirs_exist_ok=True)


def rows_of(home: Path) -> list[tuple[Any, ...]]:
    """Every sealed row of a database that is started for it and stopped again."""
    import psycopg

    from beside.kernel import postgres

    cluster = postgres.Cluster.at(home)
    _own(cluster.data)
    postgres.start(cluster, home)
    try:
        where = {"host": str(cluster.socket_folder), "user": "beside", "dbname": "beside"}
        with psycopg.connect(**where) as line:
            asked = "SELECT id, kind, span_id, wrapped_key, ciphertext FROM privacy_sealed"
            return list(line.execute(asked).fetchall())
    finally:
        postgres.stop(cluster, home)


def _own(data: Path) -> None:
    """Give the copy to the account that runs the server, when we are root."""
    from beside.kernel.postgres import server_account

    if account := server_account():
        for path in [data, *data.rglob("*")]:
            shutil.chown(path, account.pw_uid, account.pw_gid)


def opened_by_what_remains(rows: list[tuple[Any, ...]], keys: Any) -> int:
    """How many rows open: each tried with its own span's key, a hundred with every key there is."""
    from beside.privacy.core.envelope import Forged, Label, unlock
    from beside.privacy.ports import KeyMissing

    opened = 0
    spans = set(keys.spans())
    for number, (row_id, kind, span, wrapped, ciphertext) in enumerate(rows):
        label = Label(row_id, kind, span)
        for other in [span, *spans] if number < EVERY_KEY else [span]:
            with contextlib.suppress(Forged, KeyMissing):
                key = keys.unwrap(other, bytes(wrapped), label.bound("key"))
                opened += STEM in unlock(key, bytes(ciphertext), label.bound("record"))
                break
    return opened


def measure(home: Path, *, quick: bool) -> dict[str, float]:
    from django.db import connection

    from benchmarks import vault_kills
    from beside.accounts.models import User
    from beside.kernel import clock
    from beside.privacy import keys, vault
    from beside.privacy.models import Sealed
    from beside.privacy.services.asking import ask_about
    from beside.privacy.services.spans import destroy_span, prepare_spans

    register()
    at, many = clock.now(), 200 if quick else 5_000
    by = User.objects.create_user(email="olive@example.org", name="Olive")
    prepare_spans(at=at)
    watch = Watch()
    until, later = at + timedelta(days=20), at + timedelta(days=40)
    sealed = seal(0, many, until, at)
    seal(many, 20, later, at)  # another span, whose key remains
    found: dict[str, float] = {"sealed": many}

    def one(number: int) -> None:
        sealed.append(vault.seal(plaintext(number), kind="bench", retain_until=until, at=at))

    found["seal_ms"] = median_ms(one, 40 if quick else 500)
    found["open_ms"] = median_ms(
        lambda n: vault.open(sealed[n], by=by, purpose="bench.read", at=at), 40 if quick else 500
    )
    assert len(ask_about(identifier=f"{STEM.decode()} 7", by=by, at=at).held) == 1
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_control (said text)")
        cursor.execute("INSERT INTO bench_control VALUES (%s)", [CONTROL.decode()])
        cursor.execute("CHECKPOINT")
    copy = home / "backup"
    backup(home, copy)
    copy.chmod(0o711)
    rows = rows_of(copy)
    found["control_opened"] = opened_by_what_remains(
        [row for row in rows if row[2] == Sealed.objects.get(id=sealed[0]).span_id], keys.store()
    )
    vault.destroy(sealed[5], at=at)
    span = Sealed.objects.get(id=sealed[0]).span
    span_file = home / "keys" / f"{span.name}.key"
    span_key = span_file.read_bytes()[13:45]
    found["control_keys"] = vault_search.found([span_key], home / "keys")
    destroy_span(name=span.name, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM privacy_sealed")
        cursor.execute("CHECKPOINT")
    secret = [span_key, *watch.keys[: 2 if quick else 20]]
    return found | _search(home, rows, span.name, secret) | vault_kills.kill_between(home)


def _search(
    home: Path, rows: list[tuple[Any, ...]], span: str, secret: list[bytes]
) -> dict[str, float]:
    from beside.privacy import keys

    needles = vault_search.writings(STEM)
    key_needles = {each for key in secret for each in {key, *vault_search.as_text(key)}}
    dead = [row for row in rows if row[2] == span]
    return {
        "megabytes": vault_search.size(home) / 1e6,
        "writings": len(needles),
        "plaintexts": vault_search.found(needles, home),
        "control_found": vault_search.found([CONTROL], home / "postgres", home / "backup"),
        "keys": vault_search.found(key_needles, home),
        "tried": len(dead),
        "opened": opened_by_what_remains(dead, keys.store()),
    }


if __name__ == "__main__":
    with throwaway.house(rooms=("kernel", "accounts", "privacy")) as house:
        print(json.dumps(measure(house, quick="--quick" in sys.argv)))
        from django.db import connections

        connections.close_all()

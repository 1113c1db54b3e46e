"""The database into one file, and back."""

import os
from datetime import datetime
from pathlib import Path

from beside.kernel.backup.programs import BackupFailed, Database, ours, run

NOT_DATA = ("django_session",)
"""Tables kept empty: whoever signed in signs in again."""


def back_up(target: Path) -> Path:
    """Write `target`, readable by us alone, whole or not at all. Raises BackupFailed."""
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        left_out = [f"--exclude-table-data={table}" for table in NOT_DATA]
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *left_out,
            f"--file={unfinished}", database=ours())  # fmt: skip
        check(unfinished)
        _to_disk(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def check(archive: Path) -> int:
    """How many tables' rows the archive holds. Raises BackupFailed if it cannot be read."""
    listed = run("pg_restore", "--list", archive, database=ours())
    tables = sum(" TABLE DATA " in line for line in listed.splitlines())
    if not tables:
        raise BackupFailed(f"{archive} holds no table of ours.")
    return tables


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def restore(archive: Path, at: datetime) -> str:
    """Put the archive in the database's place; the name under which the old one is kept.

    The archive is restored beside the living database and takes its name only
    when all of it is there. Nobody else may be connected.
    """
    check(archive)
    database = ours()
    fresh = database.named(f"{database.name}_restored")
    kept = f"{database.name}_before_{at:%Y%m%d_%H%M%S}"
    _sql(database, f'DROP DATABASE IF EXISTS "{fresh.name}"')
    _sql(database, f'CREATE DATABASE "{fresh.name}" TEMPLATE template0')
    try:
        run("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges",
            f"--dbname={fresh.name}", archive, database=fresh)  # fmt: skip
    except BackupFailed:
        _sql(database, f'DROP DATABASE "{fresh.name}"')
        raise
    _sql(database, f'ALTER DATABASE "{database.name}" RENAME TO "{kept}"')
    _sql(database, f'ALTER DATABASE "{fresh.name}" RENAME TO "{database.name}"')
    return kept


def _sql(database: Database, words: str) -> None:
    """From the server's own database, so that ours can be renamed."""
    run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", words,
        database=database.named("postgres"))  # fmt: skip

"""`beside backup` and `beside restore`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from beside import env
from beside.kernel import clock, postgres
from beside.kernel.backup import data as database
from beside.kernel.backup import diary
from beside.kernel.backup import keys as keystore
from beside.kernel.backup.programs import BackupFailed
from beside.kernel.serve import only_one


@click.group()
def backup() -> None:
    """Copy the data, or the keys that open it: never both into one place."""


@backup.command(name="data")
@click.argument("target", type=click.Path(path_type=Path))
def back_up_data(target: Path) -> None:
    """Write the database to TARGET: a file, or a folder in which it is named by the day."""
    at = clock.now()
    if target.is_dir():
        target /= f"beside-{at:%Y%m%d-%H%M%S}.dump"
    with _server(), _plainly():
        written = database.back_up(target.absolute())
    diary.note(env.home(), "data", at)
    click.echo(f"{written} ({written.stat().st_size / 1_000_000:.1f} MB). The keys are not in it.")


@backup.command(name="keys")
@click.argument("folder", type=click.Path(path_type=Path))
def back_up_keys(folder: Path) -> None:
    """Keep the newest copy of the keys in FOLDER, which no backup of the data may reach."""
    with _plainly():
        keystore.back_up(env.home(), folder.absolute())
    diary.note(env.home(), "keys", clock.now())
    click.echo(f"{folder}: the newest copy, and the only one.")


@click.group()
def restore() -> None:
    """Bring back the data, or the keys. Beside must be stopped."""


@restore.command(name="data")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_data(archive: Path) -> None:
    """Put ARCHIVE in the database's place. The old one is kept under another name."""
    home = env.home()
    with _stopped(home), _server(), _plainly():
        kept = database.restore(archive.absolute(), clock.now())
    (home / "prepared").unlink(missing_ok=True)
    click.echo(f"Restored. What was there before is the database {kept}.")
    click.echo("Now: beside prepare && beside doctor && beside record verify")


@restore.command(name="keys")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore_keys(folder: Path) -> None:
    """Put the copied keys into a home that has none."""
    with _stopped(env.home()), _plainly():
        keystore.restore(folder.absolute(), env.home())
    click.echo("The keys are back. Now: beside doctor")


@contextmanager
def _stopped(home: Path) -> Iterator[None]:
    try:
        with only_one.take(home):
            yield
    except only_one.AlreadyRunning as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _server() -> Iterator[None]:
    """Our own server for as long as we need it, if nobody runs it."""
    home = env.home()
    cluster = postgres.Cluster.at(home)
    starts = not env.text("DATABASE_URL") and not cluster.is_running
    if starts:
        postgres.start(cluster, home)
    try:
        yield
    finally:
        if starts:
            postgres.stop(cluster, home)


@contextmanager
def _plainly() -> Iterator[None]:
    os.umask(0o077)
    try:
        yield
    except (BackupFailed, OSError) as error:
        raise click.ClickException(str(error)) from error

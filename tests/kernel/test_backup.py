"""Rehearsed: a house is filled, backed up, lost, and restored, by the commands people type."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home():
    folder = Path(tempfile.mkdtemp(prefix="beside-backup-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    from beside.kernel import postgres

    postgres.stop(postgres.Cluster.at(folder), folder)
    shutil.rmtree(folder, ignore_errors=True)


def beside(home, *words, expect=0):
    environment = {**os.environ, "BESIDE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "beside", *map(str, words)],
        env=environment, capture_output=True, text=True, cwd="/",
    )  # fmt: skip
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


def sql(home, words):
    import psycopg

    from beside.kernel import postgres

    cluster = postgres.Cluster.at(home)
    postgres.start(cluster, home)
    with psycopg.connect(
        host=str(cluster.socket_folder), user="beside", dbname="beside", autocommit=True
    ) as connection:
        done = connection.execute(words)
        return done.fetchall() if done.description else None


def test_what_was_backed_up_comes_back_whole_and_what_came_later_is_kept_aside(home, tmp_path):
    (home / "keys").mkdir(mode=0o700)
    (home / "keys" / "span").write_text("a key of one span")
    sql(home, "CREATE TABLE kit (lot text); INSERT INTO kit VALUES ('A1'), ('A2')")
    sql(home, "CREATE TABLE django_session (secret text); INSERT INTO django_session VALUES ('s')")
    archive, keys = tmp_path / "data.dump", tmp_path / "keys-copy"

    beside(home, "backup", "data", archive)
    beside(home, "backup", "keys", keys)
    sql(home, "DELETE FROM kit; INSERT INTO kit VALUES ('later')")
    said = beside(home, "restore", "data", archive)

    assert sql(home, "SELECT lot FROM kit ORDER BY 1") == [("A1",), ("A2",)]
    assert sql(home, "SELECT count(*) FROM django_session") == [(0,)]
    kept = [name for (name,) in sql(home, "SELECT datname FROM pg_database") if "before" in name]
    assert kept[0] in said
    assert archive.stat().st_mode & 0o077 == 0
    assert b"a key of one span" not in archive.read_bytes()

    shutil.rmtree(home / "keys")
    (home / "secret-key").unlink(missing_ok=True)
    beside(home, "restore", "keys", keys)
    assert (home / "keys" / "span").read_text() == "a key of one span"
    assert (home / "keys" / "span").stat().st_mode & 0o077 == 0


def test_a_copy_of_the_keys_forgets_what_was_destroyed(tmp_path):
    from beside.kernel.backup import keys

    home, copy = tmp_path / "home", tmp_path / "copy"
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "old").write_text("1")
    keys.back_up(home, copy)

    (home / "keys" / "old").unlink()
    (home / "keys" / "new").write_text("2")
    keys.back_up(home, copy)

    assert [path.name for path in (copy / "keys").iterdir()] == ["new"]
    assert not list(tmp_path.glob("copy.*"))


def test_keys_that_are_there_are_never_overwritten(tmp_path):
    from beside.kernel.backup import keys

    home, copy = tmp_path / "home", tmp_path / "copy"
    (home / "keys").mkdir(parents=True)
    keys.back_up(home, copy)

    with pytest.raises(FileExistsError, match="already holds keys"):
        keys.restore(copy, home)


def test_a_file_that_is_no_backup_changes_nothing(home, tmp_path):
    sql(home, "CREATE TABLE kit (lot text); INSERT INTO kit VALUES ('A1')")
    (tmp_path / "x.dump").write_text("not a dump")

    said = beside(home, "restore", "data", tmp_path / "x.dump", expect=1)

    assert "pg_restore" in said
    assert sql(home, "SELECT lot FROM kit") == [("A1",)]


def test_a_running_house_is_not_restored(home, tmp_path):
    from beside.kernel.serve import only_one

    (tmp_path / "x.dump").write_text("x")
    with only_one.take(home):
        said = beside(home, "restore", "data", tmp_path / "x.dump", expect=1)

    assert "already running" in said

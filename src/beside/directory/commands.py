"""`beside directory`: bring lists in, take the directory away."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click


@click.group()
def commands() -> None:
    """The directory: organizations, services and places."""
    from django.db import connection

    from beside.directory.models import Batch

    with connection.cursor() as cursor:
        if Batch._meta.db_table not in connection.introspection.table_names(cursor):
            raise click.ClickException("This house has no tables yet. Run 'beside start' once.")


@commands.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--map", "map_name", help="A saved mapping, by name, or a mapping file (JSON).")
@click.option("--list-name", help="Whose list this is. Ids are made from it; keep it the same.")
@click.option("--year", type=int, help="The year the list is of.")
@click.option("--day-first", is_flag=True, help="1/2/2026 is the first of February.")
@click.option("--set-aside", is_flag=True, help="Leave faulty rows out instead of refusing all.")
@click.option("--contacts", is_flag=True, help="Bring personal names in too, for staff only.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Write every fault here as CSV.")
def import_(path: Path, dry_run: bool, rejects: Path | None, **said: Any) -> None:
    """Import a file, folder or zip: HSDS JSON or tables, Ohana CSV, or any table with --map."""
    from beside.directory.imports import batches, files
    from beside.directory.imports.mapped import BadMapping
    from beside.directory.imports.sheets import NotReadable
    from beside.kernel import clock

    at = clock.now()
    try:
        given = files.from_path(path)
        chosen = _choices(path, at=at, **said)
        seen = batches.look(given, chosen)
    except files.NeedsMapping as error:
        headers = ", ".join(error.sheet.headers)
        raise click.ClickException(f"{error} (--map). Columns: {headers}") from error
    except (NotReadable, BadMapping) as error:
        raise click.ClickException(str(error)) from error
    _tell_faults(seen.verdict.faults)
    if rejects:
        from beside.directory.imports.rejects import write

        rejects.write_text(write(seen.verdict.faults), "utf-8")
    if seen.verdict.refused():
        raise click.ClickException("Nothing was imported: mend the faults, or use --set-aside.")
    _tell_counts(seen.plan.counts())
    if not dry_run:
        batch = batches.bring_in(given, chosen, at=at, seen=seen)
        click.echo(f"Imported. To take it back: beside directory undo {batch.pk}")


def _choices(
    path: Path,
    *,
    at: Any,
    map_name: str | None,
    list_name: str | None,
    year: int | None,
    day_first: bool,
    set_aside: bool,
    contacts: bool,
) -> Any:
    from beside.directory.imports.batches import Choices, ListOf
    from beside.directory.imports.saved import mapping_named

    mapping = mapping_named(map_name, at=at) if map_name else None
    source = dict(mapping.columns.get("source", {})) if mapping else {}
    source["name"] = list_name or source.get("name") or path.name.split(".")[0]
    if year:
        source["year"] = year
    return Choices(ListOf(**source), mapping, day_first, set_aside, contacts)


def _tell_faults(faults: list[Any]) -> None:
    shown = Counter[tuple[str, str]]()
    for fault in faults:
        shown[fault.kind, fault.column] += 1
        if shown[fault.kind, fault.column] <= 10:
            mark = "fault" if fault.hard else "note"
            row = f"row {fault.place.row}" if fault.place.row else fault.place.path
            where = ", ".join(part for part in (fault.place.file, row, fault.column) if part)
            click.echo(f"{mark}: {where}: {fault.reason} {fault.mend}", err=True)
    for (kind, column), count in shown.items():
        if count > 10:
            click.echo(f"… and {count - 10} more of {kind} in {column or 'rows'}", err=True)


def _tell_counts(counts: dict[str, dict[str, int]]) -> None:
    for table, found in counts.items():
        told = ", ".join(f"{count} {name}" for name, count in found.items() if count)
        click.echo(f"{table.replace('_', ' '):24} {told}")


@commands.command()
@click.argument("batch_id", type=click.UUID)
def undo(batch_id: Any) -> None:
    """Take an import back, within 30 days."""
    from beside.directory.imports import batches
    from beside.directory.imports.apply import ChangedSince
    from beside.kernel import clock

    try:
        batches.undo(batch_id=batch_id, at=clock.now())
    except batches.TooLate as error:
        raise click.ClickException("It is not applied, or it is more than 30 days old.") from error
    except ChangedSince as error:
        raise click.ClickException(str(error)) from error
    click.echo("Taken back.")


@commands.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(["json", "ndjson", "package", "csv", "xlsx"]),
    default="package",
    show_default=True,
)
@click.option("--all", "everything", is_flag=True, help="Hidden places and staff fields too.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
def export(kind: str, everything: bool, path: Path) -> None:
    """Write the public directory (or, with --all, everything) to PATH; `-` is standard output."""
    from beside.directory.exports import formats

    if str(path) == "-":
        formats.write(kind, sys.stdout.buffer, public=not everything)
        return
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as out:
            formats.write(kind, out, public=not everything)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@commands.command("import-nation")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--list", "list_name", help="Which list the file is, when its name does not say.")
@click.option("--dry-run", is_flag=True)
def import_nation(paths: tuple[Path, ...], list_name: str | None, dry_run: bool) -> None:
    """Import whole federal lists, each by the mapping shipped for a file of its name."""
    from beside.directory.imports.mapped import BadMapping
    from beside.directory.imports.sheets import NotReadable
    from beside.directory.starting import nation, region, terms
    from beside.kernel import clock

    at = clock.now()
    terms.load(at)
    region.ship_mappings(at)
    try:
        found, skipped = nation.lists_of(paths, list_name)
        for path, why in skipped.items():
            click.echo(f"{path.name}: skipped. {why}")
        for name, path in found.items():
            _import_list(path, name, at=at, dry_run=dry_run)
    except (nation.Unsure, NotReadable, BadMapping) as error:
        raise click.ClickException(str(error)) from error


def _import_list(path: Path, name: str, *, at: Any, dry_run: bool) -> None:
    from beside.directory.imports import batches
    from beside.directory.starting import nation

    given, chosen = nation.opened(path, name)
    seen = batches.look(given, chosen)
    click.echo(f"{path.name}: {name}, {len(seen.verdict.faults)} rows or values aside")
    _tell_counts(seen.plan.counts())
    if not dry_run:
        batches.bring_in(given, chosen, at=at, seen=seen)

"""`beside training …`: courses, codes, and lists of sessions."""

from pathlib import Path

import click

from beside.kernel import clock, house


@click.group()
def commands() -> None:
    """Courses, completion codes, group sessions."""


@commands.command("list")
def list_courses() -> None:
    """List the courses people may take, and those that must be looked over."""
    from beside.training import queries

    on = house.today(clock.now())
    for course in queries.offered():
        late = "  REVIEW OVERDUE" if course.overdue(on) else ""
        audiences = ", ".join(course.content.tracks)
        click.echo(
            f"{course.slug:<20} version {course.version.number}, next review "
            f"{course.next_review or 'not set'}{late}\n{'':<20} {audiences}"
        )


@commands.command()
@click.argument("code", nargs=-1, required=True)
def check(code: tuple[str, ...]) -> None:
    """Say what a code proves. Spaces, hyphens and small letters do not matter."""
    from beside.training import checking

    try:
        proof = checking.check(" ".join(code), on=house.today(clock.now()))
    except checking.NotACode as why:
        raise click.ClickException(f"Not one of our codes: {why}.") from None
    except checking.NotKnown:
        raise click.ClickException("Nobody was given this code, or it is good no more.") from None
    group = " (a group session)" if proof.in_a_group else ""
    click.echo(
        f"{proof.code}: {proof.course} version {proof.version.number}, {proof.audience}, "
        f"{proof.language}, on {proof.on}{group}"
    )


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "email", required=True, help="Who brings it in: a sign-in address.")
@click.option("--keep", is_flag=True, help="Keep it; without this it is only judged.")
def import_sessions(file: Path, email: str, keep: bool) -> None:
    """Bring in sessions from CSV or XLSX: all of them, or none and every reason why not."""
    from beside.accounts.access import may
    from beside.accounts.core.roles import Permission
    from beside.accounts.models import User
    from beside.partners.adapters import sheets
    from beside.training.core.rows import judge
    from beside.training.known import what_stands
    from beside.training.services import importing

    by = User.objects.filter(email=email.strip().lower()).first()
    if by is None or not may(by, Permission.HOLD_TRAINING):
        raise click.ClickException("This person may not bring in sessions.")
    at = clock.now()
    try:
        header, rows = sheets.read(file.name, file.read_bytes())
    except sheets.Unreadable as why:
        raise click.ClickException(f"It could not be read: {why}.") from None
    judged = judge(header, rows, what_stands(house.today(at)))
    for fault in judged.faults:
        click.echo(f"row {fault.row}, {fault.column}: {fault.value!r} {fault.reason}", err=True)
    if judged.faults:
        raise click.ClickException(f"Nothing was kept: {len(judged.faults)} to mend.")
    if not keep:
        click.echo(f"{len(judged.rows)} rows without a fault. Add --keep to keep them.")
        return
    kept = importing.import_sessions(held=[held for _, held in judged.rows], by=by, at=at)
    click.echo(
        f"{kept.added} added, {kept.same} here already. To take back: training undo {kept.batch.pk}"
    )


@commands.command()
@click.argument("batch")
@click.option("--by", "email", required=True, help="Who takes it back: a sign-in address.")
def undo(batch: str, email: str) -> None:
    """Take back a list that was brought in."""
    from django.core.exceptions import ValidationError

    from beside.accounts.access import may
    from beside.accounts.core.roles import Permission
    from beside.accounts.models import User
    from beside.training.models import Batch
    from beside.training.services import importing

    by = User.objects.filter(email=email.strip().lower()).first()
    if by is None or not may(by, Permission.HOLD_TRAINING):
        raise click.ClickException("This person may not take back sessions.")
    try:
        found = Batch.objects.get(pk=batch)
        gone = importing.undo_import(batch=found, by=by, at=clock.now())
    except (Batch.DoesNotExist, ValidationError):
        raise click.ClickException("No list was brought in by that number.") from None
    except importing.AlreadyUndone:
        raise click.ClickException("It was taken back before.") from None
    click.echo(f"{gone} sessions called off.")

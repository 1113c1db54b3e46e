"""`beside privacy …`: what is kept, what is held about a person, and the sweep."""

import click

from beside.kernel import clock


@click.group()
def commands() -> None:
    """Sealed records and how long things are kept."""


@commands.command()
@click.option("--by", "email", required=True, help="Who asks: the address you sign in with.")
def search(email: str) -> None:
    """Say what is held about a person. Whom is asked for, so that no shell remembers it."""
    from beside.accounts.core.roles import Permission
    from beside.accounts.models import User
    from beside.privacy.services.asking import NothingAsked, ask_about

    by = User.objects.filter(email=email.strip().lower()).first()
    if by is None or not by.has_permission(Permission.SEARCH_PRIVACY):
        raise click.ClickException(f"{email} may not ask this. Its role must be privacy officer.")
    identifier = click.prompt("Name, number or address (not shown)", hide_input=True)
    try:
        answer = ask_about(identifier=identifier, by=by, at=clock.now())
    except NothingAsked:
        raise click.ClickException("Type letters or digits.") from None
    for thing in answer.held:
        until = f"until {thing.until:%Y-%m-%d %H:%M} UTC" if thing.until else "while on staff"
        click.echo(f"- {thing.what}\n    why: {thing.why}\n    {until}")
        for opening in thing.opened_by:
            click.echo(
                f"    opened by {opening.who}, {opening.at:%Y-%m-%d %H:%M}: {opening.purpose}"
            )
    if answer.unanswered:
        places = ", ".join(answer.unanswered)
        raise click.ClickException(f"Not complete: {places} could not be searched.")
    click.echo(f"{len(answer.held)} found." if answer.held else "Nothing.")


@commands.command()
def kept() -> None:
    """List what is kept, how long, how much of it, and what is late."""
    from beside.privacy import queries
    from beside.privacy.templatetags.privacy import in_words

    at = clock.now()
    for sealed in queries.kept_sealed():
        click.echo(f"sealed  {sealed.kind.name}: {sealed.held} now, {sealed.destroyed} destroyed; "
                   f"at most {in_words(sealed.kind.longest)}")  # fmt: skip
    for row in queries.kept_by_rule(at):
        held = "" if row.held is None else f"{row.held} now, "
        destroyed = row.turn.ever_destroyed if row.turn else 0
        click.echo(f"rule    {row.rule.name}: {held}{destroyed} destroyed; "
                   f"{in_words(row.rule.keep)}{'  LATE' if row.late else ''}")  # fmt: skip


@commands.command()
def sweep() -> None:
    """Destroy now whatever is due. The workers do the same by themselves."""
    from beside.privacy.queries import due_spans
    from beside.privacy.services import keeping
    from beside.privacy.services.spans import destroy_span

    at = clock.now()
    for name in due_spans(at):
        click.echo(f"span {name}: {destroy_span(name=name, at=at)} destroyed with its key")
    for rule, count in keeping.sweep(at=at).items():
        click.echo(f"{rule}: {count} destroyed")

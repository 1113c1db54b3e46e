"""The command line: `beside ROOM VERB`. Each room adds its own in `commands.py`."""

import os

import click

from beside import env
from beside.design.commands import messages


@click.group()
def main() -> None:
    """Beside: what a community coalition runs to prevent overdose deaths."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")


main.add_command(messages)


@main.command()
def serve() -> None:
    """Run the database, the web processes and the workers, and restart what dies."""
    from beside.web import running

    running.serve(env.home(), prepares=False)


@main.command()
def run() -> None:
    """Prepare the house, then serve it, on this machine."""
    from beside.web import running

    running.serve(env.home(), prepares=True)


@main.command()
def prepare() -> None:
    """Bring tables, catalogues, static files and starting data up to date with the code."""
    import django

    from beside.web import prepare as preparing
    from beside.web import running

    running.with_database(env.home())
    django.setup()
    preparing.prepare(env.home(), say=lambda what: click.echo(f"  {what}"))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `beside django makemigrations`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["beside django", *words])

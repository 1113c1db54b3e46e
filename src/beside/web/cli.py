"""The command line: `beside ROOM VERB`. Each room adds its own in `commands.py`."""

import os

import click


@click.group()
def main() -> None:
    """Beside: what a community coalition runs to prevent overdose deaths."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `beside django makemigrations`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["beside django", *words])

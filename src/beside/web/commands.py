"""`beside run`, `serve`, `demo`, `prepare` and `django`."""

import os

import click

from beside import env


@click.command()
def serve() -> None:
    """Run the database, the web processes and the workers, and restart what dies."""
    from beside.web import running

    running.serve(env.home(), prepares=False)


@click.command()
def run() -> None:
    """Prepare the house, then serve it, on this machine."""
    from beside.web import running

    running.serve(env.home(), prepares=True)


@click.command()
def demo() -> None:
    """Serve a demonstration, with invented people and places, in a home of its own."""
    home = env.home().with_name(f"{env.home().name}-demo")
    os.environ |= {"BESIDE_DEMO": "yes", "BESIDE_HOME": str(home)}
    from beside.web import running

    running.serve(home, prepares=True)


@click.command()
def prepare() -> None:
    """Bring tables, words, static files and starting data up to date with the code."""
    from beside.web import prepare as preparing
    from beside.web import running

    running.with_django()
    preparing.prepare(env.home(), say=click.echo)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `beside django makemigrations`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["beside django", *words])

"""The command line: `beside serve`, or `beside ROOM VERB` for what a room adds in `commands.py`.

Nothing is imported before it is asked for: the supervisor must stay small, and
`beside doctor` must speak when Django cannot even start.
"""

import os
from importlib import import_module
from importlib.util import find_spec

import click

OWN = {
    "run": "beside.web.commands",
    "serve": "beside.web.commands",
    "demo": "beside.web.commands",
    "prepare": "beside.web.commands",
    "django": "beside.web.commands",
    "doctor": "beside.kernel.doctor.commands",
    "backup": "beside.kernel.backup.commands",
    "restore": "beside.kernel.backup.commands",
    "transports": "beside.kernel.transports.commands",
    "worker": "beside.kernel.memory_commands",
    "record": "beside.kernel.memory_commands",
    "outbox": "beside.kernel.memory_commands",
    "messages": "beside.design.commands",
}
"""Commands that see to Django and the database themselves, as far as they need them."""

ROOMS = ("accounts", "places", "privacy", "partners", "directory", "training")


class House(click.Group):
    """Finds a command by name, and a room's commands in the room."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [*OWN, *(room for room in ROOMS if find_spec(f"beside.{room}.commands"))]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in OWN:
            command = getattr(import_module(OWN[name]), name)
        elif name in self.list_commands(context):
            from beside.web import running

            running.with_django()
            command = import_module(f"beside.{name}.commands").commands
        else:
            return None
        return command if isinstance(command, click.Command) else None

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Rooms by their promise, so that `--help` starts nothing."""
        rows = []
        for name in self.list_commands(context):
            command = self.get_command(context, name) if name in OWN else None
            words = command.get_short_help_str(80) if command else _promise(name)
            rows.append((name, words))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _promise(room: str) -> str:
    return (import_module(f"beside.{room}").__doc__ or "").strip().split("\n", 1)[0]


@click.command(cls=House)
def main() -> None:
    """Beside: what a community coalition runs to prevent overdose deaths."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.settings")

"""The console's places in the house: its deadlines, its news, its menu, what is said across pages."""


from beside.accounts.access import may
from beside.accounts.core.roles import Permission
from beside.kernel import deadlines, live
from beside.line.models import Presence
from beside.line.services import moving, presence


def register() -> None:
    """Called once, when the house starts."""
    _promises()
    live.topic(
        moving.CONSOLE,
        words="whoever answers the line",
        may=lambda scope, topic: may(scope["user"], Permission.ANSWER_LINE),
    )


def _promises() -> None:
    at_a_console = Presence.objects.filter(until_at=None, on_call_only=False)
    deadlines.register(
        name="line.presence",
        rows=deadlines.rows(at_a_console, "deadline_at"),
        act=lambda presence_id, missed, at: presence.miss_beat(
            presence_id=presence_id, missed=missed, at=at
        ),
    )

"""The console's places in the house: its deadlines, its news, its menu, its banner."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beside.accounts.access import may
from beside.accounts.core.roles import Permission
from beside.design import banners, navigation
from beside.design.banners import Banner
from beside.kernel import clock, deadlines, live
from beside.line import moving
from beside.line.console import watch
from beside.line.models import Practice, Presence
from beside.line.services import practising, presence


def register() -> None:
    """Called once, when the house starts."""
    _promises()
    _menu()
    live.topic(
        moving.CONSOLE,
        words="whoever answers the line",
        may=lambda scope, topic: may(scope["user"], Permission.ANSWER_LINE),
    )
    banners.register("line_sweep", _late)


def _promises() -> None:
    at_a_console = Presence.objects.filter(until_at=None, on_call_only=False)
    deadlines.register(
        name="line.presence",
        rows=deadlines.rows(at_a_console, "deadline_at"),
        act=lambda presence_id, missed, at: presence.miss_beat(
            presence_id=presence_id, missed=missed, at=at
        ),
    )
    deadlines.register(
        name="line.practice",
        rows=deadlines.rows(Practice.objects.exclude(due_at=None), "due_at"),
        act=lambda session_id, missed, at: practising.tell_next(
            session_id=session_id, missed=missed, at=at
        ),
    )


def _menu() -> None:
    answers = Permission.ANSWER_LINE
    for name, label, url, order, note in (
        ("line", _("The line"), "line:console", 30, _("Who waits, and who is with you.")),
        ("line_practice", _("Practice"), "line:practice", 32, _("Invented callers, to learn on.")),
        ("line_follow_ups", _("Follow-ups"), "line:follow_ups", 33,
         _("What remains after an emergency.")),
    ):  # fmt: skip
        navigation.staff(name, label, url, order=order, group="line", permission=answers, note=note)


def _late(request: HttpRequest) -> Banner | None:
    """On every page of those who answer; the console has its own, drawn anew each second."""
    user = request.user
    if not user.is_authenticated or not user.has_permission(Permission.ANSWER_LINE):
        return None
    if watch.lateness(clock.now()) is None:
        return None
    return Banner(
        "danger",
        _("The line’s clock does not answer. Check-ins may not be kept: stay with people by hand."),
    )

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

CABINETS = ("caller", "phone", "voice", "console", "dispatch", "rota")


class LineConfig(AppConfig):
    name = "beside.line"
    label = "line"

    def ready(self) -> None:
        """Arm the deadlines, declare the effects, take the room's places in the menus."""
        from beside.line import clocks, doctor, due, particulars, topics  # noqa: F401 - doctor adds its check

        particulars.register()
        clocks.register()
        topics.register()
        due.register()
        for cabinet in CABINETS:
            if find_spec(f"beside.line.{cabinet}.face"):
                import_module(f"beside.line.{cabinet}.face").register()

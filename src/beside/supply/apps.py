from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

CABINETS = ("stock", "mail", "agency", "hand", "reversals", "law", "need")


class SupplyConfig(AppConfig):
    name = "beside.supply"
    label = "supply"

    def ready(self) -> None:
        """Each cabinet takes its places in the menus, the outbox, the deadlines and the vault."""
        for cabinet in CABINETS:
            if find_spec(f"beside.supply.{cabinet}.face"):
                import_module(f"beside.supply.{cabinet}.face").register()

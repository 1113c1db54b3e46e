from importlib import import_module

from django.apps import AppConfig

STORIES = ("restock_a_peer", "kit_was_used", "after_a_call")


class JourneysConfig(AppConfig):
    name = "beside.journeys"
    label = "journeys"

    def ready(self) -> None:
        """Each story begins to listen."""
        for story in STORIES:
            import_module(f"beside.journeys.{story}")

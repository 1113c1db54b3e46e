from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "beside.places"
    label = "places"

    def ready(self) -> None:
        """Stand in the menus."""
        from beside.design import navigation

        navigation.public(
            "map_data", _("About the map data"), "places:sources", slot="footer", order=80
        )
        navigation.action("map_sources", _("Where our maps come from"), "places:sources")

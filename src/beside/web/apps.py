from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from beside.design.banners import Banner


class WebConfig(AppConfig):
    name = "beside.web"
    label = "web"

    def ready(self) -> None:
        from beside.design import banners, navigation

        navigation.public("about", _("About this site"), "about", slot="about")
        navigation.staff("staff_home", _("Start"), "staff_home", order=0)
        banners.register("demo", _demo_banner)
        navigation.staff("gallery", _("Components"), "gallery", hidden=True)


def _demo_banner(request: HttpRequest) -> "Banner | None":
    from beside.design.banners import Banner

    said = _("This is a demonstration. People and places called Example do not exist.")
    return Banner("warn", said) if settings.DEMO else None

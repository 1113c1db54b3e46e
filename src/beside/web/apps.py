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
        _other_help()
        navigation.staff("staff_home", _("Start"), "staff_home", order=0)
        banners.register("demo", _demo_banner)
        navigation.staff("gallery", _("Components"), "gallery", hidden=True)


def _demo_banner(request: HttpRequest) -> "Banner | None":
    from beside.design.banners import Banner

    said = _("This is a demonstration. People and places called Example do not exist.")
    return Banner("warn", said) if settings.DEMO else None


def _other_help() -> None:
    """The front page's short list: the finder, already asking for one kind of help."""
    from beside.design import navigation

    for order, (what, label, note) in enumerate(OTHER_HELP):
        navigation.public(
            f"find_{what}", label, "directory:find", order=order, note=note, query=f"?what={what}"
        )


OTHER_HELP = (
    (
        "buprenorphine",
        _("Medicine for opioid use"),
        _("Buprenorphine or methadone, often the same day."),
    ),
    ("syringe_services", _("New syringes and supplies"), _("And a place to leave used ones.")),
    ("detox", _("Detox and treatment"), _("Somewhere to stop, with people beside you.")),
    ("recovery_housing", _("A place to live in recovery"), _("Shared homes.")),
    ("food", _("Food and showers"), _("Drop-in places.")),
)

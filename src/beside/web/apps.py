from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "beside.web"
    label = "web"

    def ready(self) -> None:
        from beside.design import navigation

        navigation.public("about", _("About this site"), "about", slot="about")
        navigation.staff("staff_home", _("Start"), "staff_home", order=0)
        navigation.staff("gallery", _("Components"), "gallery", hidden=True)

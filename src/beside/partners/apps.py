from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "beside.partners"
    label = "partners"

    def ready(self) -> None:
        from beside.design import navigation
        from beside.partners import hearing  # noqa: F401 - it registers itself

        navigation.staff("partners", _("Partners"), "partners:list", order=69, group="house",
                         note=_("Organizations of the coalition, and who works there."),
                         )  # fmt: skip

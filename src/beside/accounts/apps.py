from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "beside.accounts"
    label = "accounts"

    def ready(self) -> None:
        from beside.accounts import jobs, listening  # noqa: F401 - they register themselves
        from beside.accounts.adapters import mail  # noqa: F401
        from beside.accounts.core.roles import Permission
        from beside.design import navigation

        navigation.staff(
            "people", _("People"), "accounts:people", order=80,
            permission=Permission.VIEW_ACCOUNTS, group="house",
            note=_("Who works here, with which roles."),
        )  # fmt: skip
        navigation.staff(
            "invitations", _("Invitations"), "accounts:invitations", order=81,
            permission=Permission.MANAGE_ACCOUNTS, group="house",
            note=_("Links for people who are to join."),
        )  # fmt: skip
        navigation.staff("roles", _("Roles"), "accounts:roles", order=82, group="house",
                         note=_("Who may do what."))  # fmt: skip
        navigation.staff("own", _("Your account"), "accounts:own", order=90, group="house",
                         note=_("Your password, second factor and open sittings."))  # fmt: skip
        navigation.group("house", _("The house"))

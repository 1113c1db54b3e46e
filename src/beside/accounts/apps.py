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
            permission=Permission.VIEW_ACCOUNTS, group="accounts",
        )  # fmt: skip
        navigation.staff(
            "invitations", _("Invitations"), "accounts:invitations", order=81,
            permission=Permission.MANAGE_ACCOUNTS, group="accounts",
        )  # fmt: skip
        navigation.staff("roles", _("Roles"), "accounts:roles", order=82, group="accounts")
        navigation.staff("own", _("Your account"), "accounts:own", order=90)

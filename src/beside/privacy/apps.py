from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "beside.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Say what is kept and for how long, and what falls due."""
        from beside.privacy import checks, deadlines, finders, rules  # noqa: F401 - checks adds its own

        rules.register_rules()
        finders.register_finders()
        _register_pages()
        deadlines.register()
        post_migrate.connect(_enroll, sender=self)


def _enroll(**about: Any) -> None:
    """After the tables stand, at every start: each rule has its row, and sealing its keys."""
    from django.conf import settings
    from django.db import connection

    from beside.kernel import clock
    from beside.privacy.models import Keeping
    from beside.privacy.services.keeping import enroll_rules

    stands = Keeping._meta.db_table in connection.introspection.table_names()
    if stands and not settings.TESTING:
        enroll_rules(at=clock.now())


def _register_pages() -> None:
    from beside.accounts.core.roles import Permission
    from beside.design import navigation

    navigation.public("keep", _("What we keep"), "privacy:what_we_keep", slot="keep")
    for order, (name, label, permission, note) in enumerate(
        (
            ("kept", _("What is kept"), Permission.VIEW_PRIVACY,
             _("Everything held about people, why, until when.")),
            ("openings", _("Openings"), Permission.VIEW_PRIVACY,
             _("Who opened a sealed record, and for what.")),
            ("ask", _("Ask about a person"), Permission.SEARCH_PRIVACY,
             _("What we hold about somebody, on one page.")),
        ),
        start=70,
    ):  # fmt: skip
        navigation.staff(
            name, label, f"privacy:{name}", order=order, permission=permission, group="house",
            note=note,
        )  # fmt: skip

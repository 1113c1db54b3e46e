from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    name = "beside.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Say what is kept and for how long, and what falls due."""
        from beside.privacy import deadlines, rules

        rules.register_rules()
        deadlines.register()
        post_migrate.connect(_enroll, sender=self)


def _enroll(**_: Any) -> None:
    """After the tables stand, at every start: each rule has its row, and sealing its keys."""
    from django.conf import settings

    from beside.kernel import clock
    from beside.privacy.services.keeping import enroll_rules

    if not settings.TESTING:
        enroll_rules(at=clock.now())

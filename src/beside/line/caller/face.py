"""What the caller's pages tell the house when it starts."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.design import navigation, offline
from beside.line.models import Plan
from beside.line.services import chatting, planning
from beside.privacy import retention, vault

A_YEAR = timedelta(days=365)


def _destroy_plans(before: datetime, at: datetime) -> int:
    return planning.destroy_unused(before=before, at=at)


def _count_plans(at: datetime) -> int:
    return Plan.objects.count()


def register() -> None:
    """The card on the front page, the page phones keep, what is sealed, how long plans are kept."""
    navigation.public(
        "line", _("Stay with me while I use"), "line:start", slot="card", order=10,
        note=_("By timer, chat or phone. No name."),
    )  # fmt: skip
    offline.keep("line:start")
    vault.register_kind(
        chatting.KIND,
        what=_("What somebody and an operator of the line write to each other"),
        why=_("So that both can read it while they talk"),
        longest=timedelta(days=8),
    )
    vault.register_purpose(
        chatting.READ, says=_("The person or the operator reads the talk"), kinds={chatting.KIND}
    )
    retention.register(
        retention.Rule(
            name="line.plans",
            what=_("Plans for the line that callers keep under words only they know"),
            why=_("A plan nobody opens any more helps nobody"),
            keep=A_YEAR,
            destroy=_destroy_plans,
            count=_count_plans,
        )
    )

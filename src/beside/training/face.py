"""What the room puts into the menus."""

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation


def register() -> None:
    """Courses for everyone; courses, sessions, requirements and figures for staff."""
    navigation.public(
        "learn",
        _("Learn to help in an overdose"),
        "training:courses",
        order=15,
        note=_("Short lessons with pictures. No name, no sign-up."),
    )
    edit, hold = Permission.EDIT_TRAINING, Permission.HOLD_TRAINING
    navigation.group("training", _("Training"))
    navigation.staff(
        "training", _("Courses"), "training:desk", order=65, permission=edit, group="training",
        note=_("Lessons and questions, written and published."),
    )  # fmt: skip
    navigation.staff(
        "sessions", _("Group sessions"), "training:sessions", order=64, permission=hold,
        group="training", note=_("Set a day, say who came."),
    )  # fmt: skip
    navigation.staff(
        "trained", _("People trained"), "training:figures", order=66,
        permission=Permission.VIEW_TRAINING_FIGURES, group="training",
        note=_("How many, by month and course."),
    )  # fmt: skip
    navigation.staff(
        "required", _("Required courses"), "training:requirements", order=67, permission=edit,
        group="training", note=_("What must be learned before a role may act."),
    )  # fmt: skip
    navigation.action("plan", _("Set a group session"), "training:plan", permission=hold)
    navigation.action("check_code", _("Check a training code"), "training:code")

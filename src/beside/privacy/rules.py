"""Retention rules for this room and for the rooms below it, which may not import us."""

import re
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.accounts.models import Invitation, Salt, Sitting
from beside.accounts.services.invitations import forget_invitations
from beside.accounts.services.sittings import forget_sittings
from beside.accounts.services.slips import forget_slips
from beside.design.navigation import Words
from beside.kernel import keeping
from beside.privacy.models import Destroyed, Opening, Span
from beside.privacy.retention import Rule, register
from beside.privacy.services.forgetting import (
    forget_counts,
    forget_openings,
    forget_spans,
)
from beside.privacy.services.spans import destroy_orphan_keys, prepare_spans

YEAR = timedelta(days=365)


def _look_after_keys(before: datetime, at: datetime) -> int:
    """Make the keys that will be needed, and destroy those that never were."""
    prepare_spans(at=at)
    return destroy_orphan_keys(at=at)


def register_rules() -> None:
    """Every rule this room answers for."""
    _register_sign_in()
    _register_kernel()
    _register_vault()


def _register_sign_in() -> None:
    register(Rule(
        name="accounts.sittings",
        what=_("When somebody on staff signed in, and on what sort of device."),
        why=_("So that they can see who has been in their account and sign out elsewhere."),
        keep=timedelta(days=30),
        destroy=lambda before, at: forget_sittings(before=before, at=at),
        count=lambda at: Sitting.objects.count(),
    ))  # fmt: skip
    register(Rule(
        name="accounts.invitations",
        what=_("Invitations to join the staff, once they are answered or have run out."),
        why=_("So that whoever invited can see what became of it."),
        keep=timedelta(days=90),
        destroy=lambda before, at: forget_invitations(before=before, at=at),
        count=lambda at: Invitation.objects.filter(settled_at__isnull=False).count(),
    ))  # fmt: skip
    register(Rule(
        name="accounts.slips",
        what=_("How many wrong passwords were tried, without whose they were."),
        why=_("So that nobody can guess passwords for long."),
        keep=timedelta(days=1),
        destroy=lambda before, at: forget_slips(before=before, at=at),
        count=lambda at: Salt.objects.count(),
    ))  # fmt: skip


KERNEL_WORDS: dict[str, tuple[Words, Words]] = {
    "effects": (
        _("Messages and other deliveries that are done: what kind, when, and whether."),
        _("So that staff can answer what was sent, and when."),
    ),
    "given-up effects": (
        _("Deliveries that never succeeded."),
        _("So that somebody can try them again."),
    ),
    "receipts": (
        _("That a delivery was confirmed, by its number alone."),
        _("So that a repeated message is not acted on twice."),
    ),
    "live events": (
        _("Notices to staff screens that something changed: numbers only, no names."),
        _("So that a screen that was away for a moment can catch up."),
    ),
    "progress": (
        _("How far a long task, such as reading in a list, has come."),
        _("So that whoever started it can see how it ended."),
    ),
}


def _register_kernel() -> None:
    """The kernel says how long it keeps its own rows; here they get words in two languages."""
    for kept in keeping.RULES:
        what, why = KERNEL_WORDS.get(kept.name, (kept.what, kept.why))
        name = "kernel." + re.sub(r"[^a-z]+", "_", kept.name)
        register(Rule(name=name, what=what, why=why, keep=kept.keep, destroy=kept.destroy))


def _register_vault() -> None:
    register(Rule(
        name="privacy.openings",
        what=_("Who on staff opened a sealed record, what kind, for what purpose and when."),
        why=_("So that whoever it is about can ask who looked. United States health privacy law "
              "asks for six years."),
        keep=6 * YEAR,
        destroy=lambda before, at: forget_openings(before=before, at=at),
        count=lambda at: Opening.objects.count(),
        every=timedelta(days=1),
    ))  # fmt: skip
    register(Rule(
        name="privacy.spans",
        what=_("That a key existed and was destroyed, and how many records went with it."),
        why=_("So that anyone can check that destruction happened."),
        keep=2 * YEAR,
        destroy=lambda before, at: forget_spans(before=before, at=at),
        count=lambda at: Span.objects.filter(state=Span.State.GONE).count(),
        every=timedelta(days=1),
    ))  # fmt: skip
    register(Rule(
        name="privacy.counts",
        what=_("How many sealed records of each kind were destroyed on each day."),
        why=_("So that this page can say how many."),
        keep=6 * YEAR,
        destroy=lambda before, at: forget_counts(before=before, at=at),
        count=lambda at: Destroyed.objects.count(),
        every=timedelta(days=1),
    ))  # fmt: skip
    register(Rule(
        name="privacy.unused_keys",
        what=_("Keys under which nothing was ever sealed."),
        why=_("They are left over when the machine stops at the wrong moment."),
        keep=timedelta(0),
        destroy=_look_after_keys,
    ))  # fmt: skip

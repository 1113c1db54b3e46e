"""How long an import's leavings are kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.directory.imports.batches import UNDO_FOR
from beside.directory.models import Batch, Change, Made
from beside.privacy import retention

UPLOAD_KEPT = timedelta(days=2)


def forget_uploads(before: datetime, at: datetime) -> int:
    """Remove files that were looked at and not imported."""
    old = Batch.objects.filter(made_at__lt=before).exclude(upload=None)
    return old.update(upload=None)


def forget_journals(before: datetime, at: datetime) -> int:
    """Remove what undo would have needed, once undo is over."""
    return sum(
        model._default_manager.filter(batch__made_at__lt=before).delete()[0]
        for model in (Change, Made)
    )


def register() -> None:
    """Both rules."""
    retention.register(
        retention.Rule(
            name="directory.uploads",
            what=_("Files uploaded for the directory and not imported"),
            why=_("So that whoever uploaded one can look at it and decide."),
            keep=UPLOAD_KEPT,
            destroy=forget_uploads,
        )
    )
    retention.register(
        retention.Rule(
            name="directory.import_journals",
            what=_("What listings held before an import changed them"),
            why=_("So that an import can be taken back."),
            keep=UNDO_FOR,
            destroy=forget_journals,
        )
    )

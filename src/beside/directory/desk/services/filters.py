"""Keep and forget the filters somebody wants again."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.directory.models import SavedFilter
from beside.kernel import record


class NoSuchFilter(LookupError):
    """It was forgotten already, or belongs to somebody else."""


@transaction.atomic
def save_filter(*, name: str, query: str, by: User, at: datetime) -> SavedFilter:
    """Keep `query` under `name`; the same name again replaces it."""
    saved, _made = SavedFilter.objects.update_or_create(
        user=by, name=name, defaults={"query": query}
    )
    record.act("directory_filter_saved", on=saved, by=by, at=at)
    return saved


@transaction.atomic
def forget_filter(*, filter_id: str, by: User, at: datetime) -> None:
    """Raises NoSuchFilter."""
    saved = SavedFilter.objects.filter(pk=filter_id, user=by).first()
    if saved is None:
        raise NoSuchFilter(filter_id)
    record.act("directory_filter_forgotten", on=saved, by=by, at=at)
    saved.delete()

"""A lot may be used longer than its carton says, when a paper names that very lot.

Nothing is extended by product: in 2020 two public bodies told people opposite things about
old boxes. The printed date stays known; boxes with another date are another lot.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.models import Document, Extension, Lot


class NotLonger(ValueError):
    """The new date is not after the one that holds now."""


class Undone(Exception):
    """That extension was taken back before."""


@transaction.atomic
def extend_lots(
    *, lots: Sequence[Lot], until: date, document: Document, at: datetime, by: User
) -> list[Extension]:
    """Each of these may be used until that day. Raises NotLonger; then none is extended."""
    made = []
    for lot in (
        Lot.objects.select_for_update().filter(pk__in=[lot.pk for lot in lots]).order_by("pk")
    ):
        if lot.expires_date is None or until <= lot.expires_date:
            raise NotLonger(str(lot.pk))
        made.append(
            Extension.objects.create(lot=lot, until_date=until, document=document, at=at, by=by)
        )
        Lot.objects.filter(pk=lot.pk).update(expires_date=until)
        record.act("expiry_extended", on=lot, by=by, at=at, detail={"until": until})
    return made


@transaction.atomic
def take_back_extension(*, extension: Extension, at: datetime, by: User) -> date | None:
    """As if it had not been; the date that holds now. Raises Undone."""
    lot = Lot.objects.select_for_update().get(pk=extension.lot_id)
    standing = Extension.objects.filter(pk=extension.pk, undone_at=None)
    if not standing.update(undone_at=at, undone_by=by):
        raise Undone(str(extension.pk))
    dates = lot.extensions.filter(undone_at=None).values_list("until_date", flat=True)
    lot.expires_date = max([day for day in (lot.printed_date, *dates) if day], default=None)
    lot.save(update_fields=["expires_date"])
    record.act("extension_taken_back", on=lot, by=by, at=at)
    return lot.expires_date

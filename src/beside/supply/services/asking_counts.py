"""A shelf asks to be counted when more left it than the ledger says it held."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.models import CountMe, Place, Product


@transaction.atomic
def ask_to_count(*, place: Place, product: Product, short: int, at: datetime) -> CountMe:
    """Mark the shelf: more left it than it held by the ledger."""
    asked, _ = CountMe.objects.select_for_update().get_or_create(
        place=place, product=product, settled_at=None,
        defaults={"short_units": 0, "since_at": at},
    )  # fmt: skip
    asked.short_units += short
    asked.save(update_fields=["short_units"])
    record.act("count_asked", on=place, at=at, detail={"short": asked.short_units})
    return asked


@transaction.atomic
def settle_count(*, place: Place, by: User, at: datetime) -> int:
    """The shelf was counted: it no longer asks. How many products asked."""
    settled = CountMe.objects.filter(place=place, settled_at=None).update(settled_at=at)
    if settled:
        record.act("count_settled", on=place, by=by, at=at, detail={"count": settled})
    return settled

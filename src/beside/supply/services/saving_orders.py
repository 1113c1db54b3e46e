"""Somebody keeps a filter of the list of orders, or takes the list away."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.models import SavedOrders


@transaction.atomic
def keep_filter(*, name: str, query: str, by: User, at: datetime) -> SavedOrders:
    """Under a name of their own; the same name again is the new filter."""
    kept, _new = SavedOrders.objects.update_or_create(
        user=by, name=name[:40], defaults={"query": query[:400]}
    )
    record.act("order_filter_kept", on=kept, by=by, at=at)
    return kept


@transaction.atomic
def forget_filter(*, filter_id: int, by: User, at: datetime) -> int:
    """One of their own; how many were forgotten (0 or 1)."""
    gone, _by_model = SavedOrders.objects.filter(pk=filter_id, user=by).delete()
    record.act("order_filter_forgotten", on=("supply.saved_orders", str(filter_id)), by=by, at=at)
    return gone


@transaction.atomic
def note_list_taken(*, count: int, kind: str, by: User, at: datetime) -> None:
    """A list of this cabinet left the house as a file."""
    record.act("orders_taken", on=("supply.agency", "orders"), by=by, at=at,
               detail={"rows": count, "kind": kind})  # fmt: skip


@transaction.atomic
def note_papers_printed(*, order_id: str, what: str, by: User, at: datetime) -> None:
    """A label, a slip or a pick list was printed."""
    record.act("order_paper_printed", on=("supply.order", order_id), by=by, at=at,
               detail={"what": what})  # fmt: skip

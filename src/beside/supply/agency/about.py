"""By what the ledger knows for whom stock stands aside."""

from beside.supply.models import Order, Outing


def of_order(order: Order) -> tuple[str, object]:
    """An agency's order."""
    return ("supply.order", order.pk)


def of_outing(outing: Outing) -> tuple[str, object]:
    """Kits that are out for an event."""
    return ("supply.outing", outing.pk)

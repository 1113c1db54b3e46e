"""The nouns of supply. No name and no address stands here: those are sealed, or not asked."""

from beside.supply.models.law import LawFact
from beside.supply.models.ledger import Balance, Entry, Movement, Quarantine
from beside.supply.models.products import Document, Extension, Lot, Product
from beside.supply.models.programs import KeyCopy, Offered, PackingKey, Place, Program
from beside.supply.models.stock import (
    Aid,
    AidLot,
    Alarm,
    Awaited,
    Count,
    CountLine,
    Reordering,
    Told,
)

__all__ = [
    "Aid", "AidLot", "Alarm", "Awaited", "Balance", "Count", "CountLine", "Document", "Entry", "Extension", "KeyCopy", "LawFact", "Lot", "Movement", "Offered",
    "PackingKey", "Place", "Product", "Program", "Quarantine", "Reordering", "Told",
]  # fmt: skip

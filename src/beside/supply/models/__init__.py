"""The nouns of supply. No name and no address stands here: those are sealed, or not asked."""

from beside.supply.models.ledger import Balance, Entry, Movement, Quarantine
from beside.supply.models.products import Document, Extension, Lot, Product
from beside.supply.models.programs import KeyCopy, Offered, PackingKey, Place, Program

__all__ = [
    "Balance", "Document", "Entry", "Extension", "KeyCopy", "Lot", "Movement", "Offered",
    "PackingKey", "Place", "Product", "Program", "Quarantine",
]  # fmt: skip

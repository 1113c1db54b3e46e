"""The nouns of peers. No table has two references to cards; only money has one (decision 0140)."""

from beside.peers.models.cards import Card, CardKey
from beside.peers.models.figures import Tally, Town
from beside.peers.models.money import Fund, FundMonth, Purse, Stipend
from beside.peers.models.notices import Notice
from beside.peers.models.waiting import Bag, Point, Terms

__all__ = [
    "Bag", "Card", "CardKey", "Fund", "FundMonth", "Notice", "Point", "Purse", "Stipend", "Tally",
    "Terms", "Town",
]  # fmt: skip

"""The nouns of supply. No name and no address stands here: those are sealed, or not asked."""

from beside.supply.models.agency import (
    Agency,
    AgencyImport,
    AgencyLink,
    AgencyReversal,
    Order,
    OrderLine,
    OrderStep,
    OrderTerms,
    Recurrence,
    RecurringLine,
    SavedOrders,
)
from beside.supply.models.agency_listed import AgencyListing
from beside.supply.models.hand import CodeKey, CountMe, Encounter, Handed
from beside.supply.models.law import LawFact
from beside.supply.models.ledger import Balance, Entry, Movement, Quarantine
from beside.supply.models.mail import Batch, Parcel, Picked, Request, RequestLine, TextTalk
from beside.supply.models.need import (
    AllocatedPlace,
    Allocation,
    Placement,
    PlanningNumber,
    PlanningTable,
    TablePlace,
)
from beside.supply.models.outside import (
    LeftBehind,
    Machine,
    Outing,
    OutingLine,
    Visit,
    VisitLine,
)
from beside.supply.models.products import Document, Extension, Lot, Product
from beside.supply.models.programs import KeyCopy, Offered, PackingKey, Place, Program
from beside.supply.models.reversals import Reversal
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
    "Agency", "AgencyImport", "AgencyLink", "AgencyListing", "AgencyReversal", "Aid", "AidLot",
    "Alarm", "AllocatedPlace", "Allocation", "Awaited", "Balance", "Batch", "CodeKey", "Count",
    "CountLine", "CountMe", "Document", "Encounter", "Entry", "Extension", "Handed", "KeyCopy",
    "LawFact", "LeftBehind", "Lot", "Machine", "Movement", "Offered", "Order", "OrderLine",
    "OrderStep", "OrderTerms", "Outing", "OutingLine", "PackingKey", "Parcel", "Picked",
    "Place", "Placement", "PlanningNumber", "PlanningTable", "Product", "Program", "Quarantine",
    "Recurrence", "RecurringLine", "Reordering", "Request", "RequestLine", "Reversal",
    "SavedOrders", "TablePlace", "TextTalk", "Told", "Visit", "VisitLine",
]  # fmt: skip

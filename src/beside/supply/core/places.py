"""Where stock can be, and in which sense it is there."""

from enum import StrEnum


class PlaceKind(StrEnum):
    """A kind of place on the ledger. Labels are in templates."""

    WAREHOUSE = "warehouse"
    SITE = "site"
    VEHICLE = "vehicle"
    MACHINE = "machine"  # a vending machine or a box on a wall
    AGENCY = "agency"
    PEERS = "peers"  # one place a program: never one a person
    SET_ASIDE = "set_aside"  # picked for somebody, still on the shelf it was picked from
    IN_TRANSIT = "in_transit"
    GIVEN = "given"
    LOST = "lost"
    DESTROYED = "destroyed"
    RECEIVED_FROM = (
        "received_from"  # where stock comes from: its balance is what ever came, negative
    )
    CORRECTED = "corrected"  # the other side of a count that found more or fewer


SHELVES = (PlaceKind.WAREHOUSE, PlaceKind.SITE, PlaceKind.VEHICLE, PlaceKind.MACHINE)
HOLDERS = (*SHELVES, PlaceKind.AGENCY, PlaceKind.PEERS)
EDGES = (PlaceKind.GIVEN, PlaceKind.LOST, PlaceKind.DESTROYED, PlaceKind.RECEIVED_FROM,
         PlaceKind.CORRECTED, PlaceKind.IN_TRANSIT)  # fmt: skip
ONCE = "supply.form"  # the subject of what a form posted: the same form sent again moves nothing
TO_PEERS = "peers.restock"  # the subject of what goes to peers, by whatever way
BOUNDLESS = (PlaceKind.RECEIVED_FROM, PlaceKind.CORRECTED)  # these alone may stand below nought


class Movement(StrEnum):
    """Why stock moved."""

    RECEIVED = "received"
    MOVED = "moved"
    SET_ASIDE = "set_aside"
    PUT_BACK = "put_back"
    POSTED = "posted"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    GIVEN = "given"
    LOST = "lost"
    DESTROYED = "destroyed"
    COUNTED = "counted"
    CORRECTED = "corrected"
    TRANSFERRED = "transferred"  # to another program
    UNDONE = "undone"

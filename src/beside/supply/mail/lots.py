"""Where the lots of a request stand on the ledger, and how they are carried on."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db.models import Sum

from beside.accounts.models import User
from beside.kernel import house
from beside.supply import shelves
from beside.supply.core import request as table
from beside.supply.core.places import TO_PEERS, PlaceKind
from beside.supply.core.places import Movement as Why
from beside.supply.core.request import State
from beside.supply.models import Entry, Lot, Movement, Parcel, Place, Request
from beside.supply.posting import Leg, post
from beside.supply.services import moving

KIND = "supply.request"
_EDGES = {
    State.POSTED: PlaceKind.IN_TRANSIT, State.DELIVERED: PlaceKind.GIVEN,
    State.COLLECTED: PlaceKind.GIVEN, State.LOST: PlaceKind.LOST,
}  # fmt: skip


def about(request: Request) -> tuple[str, object]:
    """How the ledger names what was set aside for it."""
    return KIND, request.pk


def standing_at(state: State, request: Request) -> Place:
    """The place where its lots are while it is in that state."""
    if kind := _EDGES.get(state):
        return shelves.edge(request.program, _given_to(request, kind))
    return shelves.aside_of(_shelf(request))


def lots_at(place: Place, request: Request) -> dict[int, int]:
    """Units of each lot (by its id) of its last parcel that are there."""
    found = Entry.objects.filter(
        place=place, movement__about_kind=KIND, movement__about_id=str(request.pk)
    )
    if parcel := request.parcels.order_by("taken_at").last():
        found = found.filter(movement__at__gte=parcel.taken_at)
    sums = found.values("lot").annotate(total=Sum("units")).filter(total__gt=0).order_by("lot")
    return {row["lot"]: row["total"] for row in sums}


def aside_for(parcels: Iterable[Parcel]) -> dict[int, Counter[int]]:
    """For each of these parcels (by its id): units of each lot (by its id) that stand aside.

    Asked all at once. A parcel is the last one of its request.
    """
    taken = {str(parcel.request_id): parcel for parcel in parcels}
    found = Entry.objects.filter(
        place__kind=PlaceKind.SET_ASIDE, movement__about_kind=KIND, movement__about_id__in=taken
    ).values_list("movement__about_id", "movement__at", "place__of", "lot", "units")
    sums: dict[int, Counter[int]] = {parcel.pk: Counter() for parcel in taken.values()}
    for request_id, at, shelf_id, lot, units in found:
        parcel = taken[request_id]
        if shelf_id == parcel.request.shelf_id and at >= parcel.taken_at:
            sums[parcel.pk][lot] += units
    return {pk: +lots for pk, lots in sums.items()}


def carry_out(
    effect: str, *, request: Request, before: State, at: datetime, by: User | None
) -> None:
    """What an effect of the table does with the stock, in the transaction of the step."""
    target, why = _AIMS[effect](request)
    carry(request, standing_at(before, request), target, why, at=at, by=by)


def carry(
    request: Request, source: Place, target: Place, why: Why, *, at: datetime, by: User | None
) -> None:
    """All its lots from one place to the other. Nothing there: nothing is carried."""
    shelves.alone_with(about(request))
    found = lots_at(source, request)
    if not found or source == target:
        return
    lots = Lot.objects.in_bulk(list(found))
    legs = [Leg(lots[lot], units, source, target) for lot, units in found.items()]
    post(legs, why=why, at=at, on_date=house.today(at), by=by, about=about(request))


def unsay(request: Request, *, at: datetime, by: User | None) -> None:
    """Undo every movement since it left, the last first. Raises NotThere: its kits moved on."""
    kind, pk = about(request)
    shelves.alone_with((kind, pk))
    there = Movement.objects.filter(about_kind=kind, about_id=str(pk), undoes=None, undone_by=None)
    left = there.filter(why=Why.POSTED).order_by("pk").last()
    if left is None:
        return
    for movement in there.filter(pk__gt=left.pk).order_by("-pk"):
        moving.undo(movement=movement, at=at, by=by)


def _given_to(request: Request, kind: PlaceKind) -> PlaceKind:
    """What a peer asked for is with the peers once it came; the ledger knows no more of it."""
    is_peers = kind is PlaceKind.GIVEN and request.about_kind == TO_PEERS
    return PlaceKind.PEERS if is_peers else kind


def _shelf(request: Request) -> Place:
    if request.shelf is None:
        raise Parcel.DoesNotExist(str(request.pk))
    return request.shelf


def _to(kind: PlaceKind, why: Why) -> Callable[[Request], tuple[Place, Why]]:
    return lambda request: (shelves.edge(request.program, _given_to(request, kind)), why)


_AIMS: Mapping[str, Callable[[Request], tuple[Place, Why]]] = {
    table.PUT_BACK: lambda request: (_shelf(request), Why.PUT_BACK),
    table.SHIP: _to(PlaceKind.IN_TRANSIT, Why.POSTED),
    table.UNSHIP: lambda request: (shelves.aside_of(_shelf(request)), Why.UNDONE),
    table.UNGIVE: lambda request: (shelves.aside_of(_shelf(request)), Why.UNDONE),
    table.GIVE: _to(PlaceKind.GIVEN, Why.DELIVERED),
    table.LOSE: _to(PlaceKind.LOST, Why.LOST),
    table.RECEIVE: lambda request: (_shelf(request), Why.RETURNED),
}

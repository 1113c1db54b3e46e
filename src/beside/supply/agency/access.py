"""The only way a view gets an agency, an order, a box, a count or an event."""

from uuid import UUID

from django.db.models import QuerySet

from beside.accounts.models import User
from beside.kernel import codes
from beside.supply.access import NotYours, only, scoped
from beside.supply.agency import links
from beside.supply.models import (
    Agency,
    AgencyLink,
    LeftBehind,
    Machine,
    Order,
    Outing,
    Visit,
)


def agency_behind(token: str) -> Agency:
    """Whose link this is, while it holds. Raises NotYours, whatever is wrong with it."""
    found = AgencyLink.objects.select_related("agency__program", "agency__place").filter(
        digest=links.digest(token), revoked_at=None, agency__state=Agency.State.OPEN
    )
    if (link := found.first()) is None:
        raise NotYours("link")
    return link.agency


def order_behind(agency: Agency, order_id: UUID) -> Order:
    """One of its own orders. Raises NotYours."""
    return only(_orders().filter(agency=agency), order_id)


def box_behind(code: str) -> Machine:
    """The box of a short address, however it was typed. Raises NotYours."""
    try:
        parsed = codes.parse(code, 6)
    except codes.NotACode:
        raise NotYours("box") from None
    found = Machine.objects.select_related("place__program").filter(
        code=parsed, place__closed_at=None
    )
    if (machine := found.first()) is None:
        raise NotYours("box")
    return machine


def agencies(user: User) -> QuerySet[Agency]:
    """Those of the programs somebody works for."""
    return scoped(Agency.objects.select_related("program", "place"), user)


def orders(user: User) -> QuerySet[Order]:
    """Those of the programs somebody works for."""
    return scoped(_orders(), user, through="agency__program")


def _orders() -> QuerySet[Order]:
    return Order.objects.select_related(
        "agency__program", "agency__place", "shelf__program", "pick_up_at", "decided_by"
    )


def machines(user: User) -> QuerySet[Machine]:
    """Boxes of the programs somebody works for."""
    return scoped(Machine.objects.select_related("place__program"), user, through="place__program")


def visits(user: User) -> QuerySet[Visit]:
    """Visits to those boxes."""
    return scoped(Visit.objects.select_related("machine__place"), user,
                  through="machine__place__program")  # fmt: skip


def left_behind(user: User) -> QuerySet[LeftBehind]:
    """What crews of those programs' agencies left."""
    found = LeftBehind.objects.select_related("agency", "product", "movement")
    return scoped(found, user, through="agency__program")


def outings(user: User) -> QuerySet[Outing]:
    """Events of the programs somebody works for."""
    return scoped(Outing.objects.select_related("program", "shelf__program"), user)

"""The only way a page of staff gets a row of peers. Cards are got by their words alone."""

from uuid import UUID

from beside.accounts.models import User
from beside.peers import queries
from beside.peers.models import Bag, Fund, Notice, Point
from beside.supply.access import only, scoped


def bag_for(user: User, bag_id: UUID) -> Bag:
    """A bag of their programs. Raises NotYours."""
    return only(queries.bags(user), bag_id)


def notice_for(user: User, notice_id: UUID) -> Notice:
    """What was noticed, of their programs. Raises NotYours."""
    return only(queries.notices(user), notice_id)


def fund_for(user: User, fund_id: UUID) -> Fund:
    """A fund of their programs. Raises NotYours."""
    return only(queries.funds(user), fund_id)


def point_for(user: User, point_id: UUID) -> Point:
    """A point of their programs. Raises NotYours."""
    return only(scoped(Point.objects.select_related("program", "shelf"), user), point_id)

"""The filter of the list of orders: read from the address, written back to it, applied to rows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from beside.kernel import codes
from beside.partners.core.kinds import Kind
from beside.supply.core.order import OPEN, TO_SHIP, State
from beside.supply.models import Order, OrderLine

GROUPS: Mapping[str, tuple[State, ...]] = {
    "open": OPEN,
    "to_decide": (State.ASKED,),
    "to_ship": TO_SHIP,
    "on_the_way": (State.SHIPPED, State.READY),
}
SORTS: Mapping[str, tuple[str | OrderBy, ...]] = {
    "runs_out": (F("runs_out_date").asc(nulls_last=True), "answer_by_date", "placed_at"),
    "due": ("answer_by_date", "placed_at"),
    "newest": ("-placed_at",),
    "agency": ("agency__plain_name", "-placed_at"),
}


@dataclass(frozen=True)
class Filter:
    """What is asked for. An empty field asks nothing; all that is asked must hold."""

    q: str = ""
    state: str = ""
    kind: str = ""
    product: str = ""
    program: str = ""
    sort: str = "runs_out"

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        """From an address; what cannot be understood is not asked. Nothing asked: what is open."""
        given = {field.name: asked.get(field.name, "").strip()[:80] for field in fields(cls)}
        if given["state"] not in {*GROUPS, *State, "all"}:
            given["state"] = "open"
        if given["kind"] not in set(Kind):
            given["kind"] = ""
        if given["sort"] not in SORTS:
            given["sort"] = "runs_out"
        return cls(**given)

    @property
    def query(self) -> str:
        """As a query string, without what is not asked."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        usual = {("sort", "runs_out"), ("state", "open")}
        return urlencode({k: v for k, v in plain.items() if v and (k, v) not in usual})

    @property
    def said(self) -> dict[str, str]:
        """By field, for the form."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def apply(self, orders: "QuerySet[Order]") -> "QuerySet[Order]":
        """Those for which all that is asked holds, in the order asked."""
        if self.state != "all":
            orders = orders.filter(state__in=GROUPS.get(self.state) or (self.state,))
        if self.q:
            orders = orders.filter(_words(self.q))
        if self.kind:
            orders = orders.filter(agency__kind=self.kind)
        if self.program:
            orders = orders.filter(agency__program__slug=self.program)
        if self.product:
            lines = OrderLine.objects.filter(order=OuterRef("pk"), product__slug=self.product)
            orders = orders.filter(Exists(lines.filter(asked__gt=0)))
        return orders.order_by(*SORTS[self.sort], "pk")


def _words(text: str) -> Q:
    """A name, or the code that was said on the phone."""
    try:
        return Q(code=codes.parse(text))
    except codes.NotACode:
        return Q(agency__name__icontains=text)

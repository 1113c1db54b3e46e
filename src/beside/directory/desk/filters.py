"""The filter of the staff list: read from the address, written back to it, applied to rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from beside.directory.models import Address, Phone, Service, ServiceAtLocation, Visibility

SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "id"),
    "organization": ("organization__name", "name", "id"),
    "changed": ("-last_modified", "id"),
    "oldest": ("last_modified", "id"),
}
MISSING = ("phone", "hours", "offers", "point")
ANSWERS = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True)
class Filter:
    """What is asked for. An empty field asks nothing; all that is asked must hold."""

    q: str = ""
    offer: str = ""
    state: str = ""
    status: str = ""
    visibility: str = ""
    source: str = ""
    walk_in: str = ""
    missing: str = ""
    sort: str = "name"

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        """From an address; what cannot be understood is not asked."""
        given = {field.name: asked.get(field.name, "").strip()[:120] for field in fields(cls)}
        allowed = {
            "sort": SORTS, "missing": MISSING, "walk_in": ANSWERS,
            "status": Service.Status.values, "visibility": Visibility.values,
        }  # fmt: skip
        for name, values in allowed.items():
            if given[name] not in values:
                given[name] = ""
        return cls(**(given | {"sort": given["sort"] or "name"}))

    @property
    def query(self) -> str:
        """The filter as a query string, without what is not asked."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({k: v for k, v in plain.items() if v and (k, v) != ("sort", "name")})

    @property
    def asks(self) -> bool:
        """Whether anything is asked beyond an order."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")

    def apply(self, services: "QuerySet[Service]") -> "QuerySet[Service]":
        """Those of `services` for which all that is asked holds, in the order asked."""
        for name, condition in CONDITIONS.items():
            if value := getattr(self, name):
                services = services.filter(condition(value))
        return services.order_by(*SORTS[self.sort])


def _words(text: str) -> Q:
    found = Q()
    for word in text.split():
        in_town = Address.objects.filter(
            location__service_at_locations__service=OuterRef("pk"), city__icontains=word
        )
        found &= (
            Q(name__icontains=word) | Q(organization__name__icontains=word) | Q(Exists(in_town))
        )
    return found


def _in_state(state: str) -> Q:
    return Q(
        Exists(
            Address.objects.filter(
                location__service_at_locations__service=OuterRef("pk"),
                state_province__iexact=state,
            )
        )
    )


def _missing(what: str) -> Q:
    at = ServiceAtLocation.objects.filter(service=OuterRef("pk"))
    own_phone = Phone.objects.filter(
        Q(service=OuterRef("pk")) | Q(service_at_location__service=OuterRef("pk"))
    )
    conditions = {
        "phone": ~Exists(own_phone) & ~Exists(at.filter(location__phones__isnull=False)),
        "hours": Q(schedules=None) & ~Exists(at.filter(location__schedules__isnull=False))
        & ~Exists(at.filter(schedules__isnull=False)),
        "offers": Q(offers=[]),
        "point": ~Exists(at.filter(location__latitude__isnull=False)),
    }  # fmt: skip
    return Q(conditions[what])


CONDITIONS: Mapping[str, Callable[[str], Q]] = {
    "q": _words,
    "offer": lambda value: Q(offers__contains=[value]),
    "state": _in_state,
    "status": lambda value: Q(status=value),
    "visibility": lambda value: Q(visibility=value),
    "source": lambda value: Q(source__name=value),
    "walk_in": lambda value: Q(walk_in=ANSWERS[value]),
    "missing": _missing,
}

"""One flat list a person can open: a line for each service at each place."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import IO, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from beside.directory import access
from beside.directory.hsds.among import among
from beside.directory.models import Address, Phone, ServiceAtLocation

HEADERS = (
    "service_id",
    "organization",
    "service",
    "offers",
    "status",
    "address",
    "city",
    "state",
    "zip",
    "latitude",
    "longitude",
    "phone",
    "website",
    "walk_in",
    "no_id_needed",
    "free",
    "from_list",
    "year",
    "caution",
)
CAUTION = "Do not rely on this without checking."
AT_ONCE = 1000


@dataclass(frozen=True)
class Beside:
    """What is written beside the pairs of one chunk: an address by place, a number by parent."""

    addresses: Mapping[UUID, Address]
    numbers: Mapping[UUID, str]

    @classmethod
    def of(cls, pairs: list[ServiceAtLocation], *, public: bool) -> "Beside":
        """Two queries, however many pairs."""
        places = {pair.location_id for pair in pairs}
        found = Address.objects.filter(among("location_id", places))
        addresses: dict[UUID, Address] = {}
        for one in found.order_by("-address_type", "id"):
            addresses.setdefault(one.location_id, one)
        return cls(addresses, _numbers(pairs, public))

    def number(self, pair: ServiceAtLocation) -> str:
        """The nearest number: of the service here, of the service, of the place."""
        keys = (pair.pk, pair.service_id, pair.location_id)
        return next((self.numbers[key] for key in keys if key in self.numbers), "")


def _numbers(pairs: list[ServiceAtLocation], public: bool) -> dict[UUID, str]:
    parents = {
        "service_at_location_id": {pair.pk for pair in pairs},
        "service_id": {pair.service_id for pair in pairs},
        "location_id": {pair.location_id for pair in pairs},
    }
    kept: QuerySet[Any] = access.public_rows(Phone) if public else Phone.objects.all()
    of_any = reduce(or_, (Q(among(name, keys)) for name, keys in parents.items()))
    numbers: dict[UUID, str] = {}
    for *keys, number in kept.filter(of_any).order_by("id").values_list(*parents, "number"):
        for key in keys:
            if key is not None and number:
                numbers.setdefault(key, number)
    return numbers


def lines(*, public: bool) -> Iterator[list[str]]:
    """Header and rows."""
    yield list(HEADERS)
    rows = (
        access.public_services_at_locations() if public else ServiceAtLocation.objects.all()
    ).select_related("service__organization", "service__source", "location")
    pairs = rows.order_by("service__name", "id").iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(pairs, AT_ONCE)):
        beside = Beside.of(chunk, public=public)
        for pair in chunk:
            yield _line(pair, beside.addresses.get(pair.location_id), beside.number(pair))


def _line(pair: ServiceAtLocation, address: Address | None, phone: str) -> list[str]:
    service, place, source = pair.service, pair.location, pair.service.source
    return [
        str(service.pk),
        service.organization.name,
        service.name,
        ", ".join(service.offers),
        service.status,
        address.address_1 if address else "",
        address.city if address else "",
        address.state_province if address else "",
        address.postal_code if address else "",
        _text(place.latitude),
        _text(place.longitude),
        phone,
        service.url or service.organization.website,
        _text(service.walk_in),
        _text(service.no_id_needed),
        _text(service.free),
        source.name if source else "",
        _text(source.year if source else None),
        CAUTION if source and source.unreliable else "",
    ]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def write_csv(out: IO[bytes], *, public: bool) -> None:
    """As CSV; a cell that a spreadsheet would run as a formula is quoted with an apostrophe."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    for line in lines(public=public):
        writer.writerow([_harmless(cell) for cell in line])
    text.detach()


def _harmless(cell: str) -> str:
    numeric = cell[:1] == "-" and cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell and not numeric else cell


def write_xlsx(out: IO[bytes], *, public: bool) -> None:
    """As a workbook, in constant memory."""
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Directory")
    sheet.freeze_panes(1, 0)
    for number, line in enumerate(lines(public=public)):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    book.close()

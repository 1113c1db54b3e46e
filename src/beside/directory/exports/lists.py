"""One flat list a person can open: a line for each service at each place."""

import csv
import io
from collections.abc import Iterator
from typing import IO, Any

from django.db.models import QuerySet

from beside.directory import access
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


def lines(*, public: bool) -> Iterator[list[str]]:
    """Header and rows."""
    yield list(HEADERS)
    rows = (
        access.public_services_at_locations() if public else ServiceAtLocation.objects.all()
    ).select_related("service__organization", "service__source", "location")
    for pair in rows.order_by("service__name", "id").iterator(chunk_size=AT_ONCE):
        yield _line(pair, public)


def _line(pair: ServiceAtLocation, public: bool) -> list[str]:
    service, place, source = pair.service, pair.location, pair.service.source
    address = Address.objects.filter(location=place).order_by("-address_type", "id").first()
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
        _phone(pair, public),
        service.url or service.organization.website,
        _text(service.walk_in),
        _text(service.no_id_needed),
        _text(service.free),
        source.name if source else "",
        _text(source.year if source else None),
        CAUTION if source and source.unreliable else "",
    ]


def _phone(pair: ServiceAtLocation, public: bool) -> str:
    numbers: QuerySet[Any] = access.public_rows(Phone) if public else Phone.objects.all()
    for field, key in (
        ("service_at_location", pair.pk),
        ("service", pair.service_id),
        ("location", pair.location_id),
    ):
        found = numbers.filter(**{field: key}).values_list("number", flat=True).first()
        if found:
            return str(found)
    return ""


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

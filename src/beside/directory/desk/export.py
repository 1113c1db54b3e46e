"""The staff list as a file: CSV or XLSX, one line per service and place."""

import csv
import io
from collections.abc import Iterator

from django.db.models import QuerySet

from beside.directory.models import Service, ServiceAtLocation
from beside.kernel import house

COLUMNS = (
    "service_id", "service", "organization", "offers", "status", "visibility", "walk_in",
    "no_id_needed", "free", "street", "city", "state", "zip", "latitude", "longitude", "phone",
    "hours", "last_modified", "source",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(services: "QuerySet[Service]") -> Iterator[str]:
    """Lines of a CSV file, header first."""
    for line in _lines(services):
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_safe(value) for value in line])
        yield buffer.getvalue()


def xlsx_file(services: "QuerySet[Service]") -> bytes:
    """A workbook of one sheet, written in constant memory."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("listings")
    for number, line in enumerate(_lines(services)):
        sheet.write_row(number, 0, [str(value) if value is not None else "" for value in line])
    book.close()
    return buffer.getvalue()


def _safe(value: object) -> str:
    """A cell that no spreadsheet will run as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _lines(services: "QuerySet[Service]") -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    wanted = services.select_related("organization", "source").prefetch_related(
        "phones", "schedules", "service_at_locations__schedules",
        "service_at_locations__location__addresses", "service_at_locations__location__phones",
        "service_at_locations__location__schedules",
    )  # fmt: skip
    for service in wanted.iterator(chunk_size=500):
        pairs: list[ServiceAtLocation | None] = list(service.service_at_locations.all())
        for pair in pairs or [None]:
            yield _line(service, pair)


def _line(service: Service, pair: ServiceAtLocation | None) -> tuple[object, ...]:
    location = pair.location if pair else None
    addresses = list(location.addresses.all()) if location else []
    address = addresses[0] if addresses else None
    phones = [*service.phones.all(), *(location.phones.all() if location else [])]
    return (
        service.id, service.name, service.organization.name, " ".join(service.offers),
        service.status, service.visibility, *map(_said, (service.walk_in, service.no_id_needed)),
        _said(service.free),
        address.address_1 if address else "", address.city if address else "",
        address.state_province if address else "", address.postal_code if address else "",
        location.latitude if location else None, location.longitude if location else None,
        phones[0].number if phones else "",
        "; ".join(_hours(service, pair)), house.today(service.last_modified).isoformat(),
        str(service.source) if service.source else "",
    )  # fmt: skip


def _hours(service: Service, pair: ServiceAtLocation | None) -> Iterator[str]:
    """ "MO,TU 09:00-17:00", "2026-12-24 closed": every opening time, as it stands in HSDS."""
    at_place = [*pair.schedules.all(), *pair.location.schedules.all()] if pair else []
    for row in [*at_place, *service.schedules.all()]:
        season = "/".join(day.isoformat() for day in (row.valid_from, row.valid_to) if day)
        times = (
            f"{row.opens_at:%H:%M}-{row.closes_at:%H:%M}" if row.opens_at and row.closes_at
            else "closed" if row.exception else ""
        )  # fmt: skip
        yield " ".join(part for part in (row.byday, season, times, row.description) if part)


def _said(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[answer]

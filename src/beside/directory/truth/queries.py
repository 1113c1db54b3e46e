"""What pages and the finder ask about truth."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from beside.directory.models import Edit, Report, Touch, Verification
from beside.directory.truth.freshness import Checked, Method
from beside.kernel import house

Finding = Verification.Finding
# A place was reached when somebody found it right, or learned what changed there.
REACHED = (Finding.RIGHT, Finding.CHANGED)


def standing_checks() -> "QuerySet[Verification]":
    """Checks that nobody withdrew."""
    return Verification.objects.filter(withdrawn_at=None)


def last_checked(locations: Iterable[UUID] | None = None) -> dict[UUID, Checked]:
    """For each place the last check that reached it. A day of the house."""
    rows = standing_checks().filter(finding__in=REACHED)
    if locations is not None:
        rows = rows.filter(location__in=locations)
    latest = rows.order_by("location_id", "-checked_at").distinct("location_id")
    return {
        place: Checked(house.today(at), Method(method))
        for place, at, method in latest.values_list("location_id", "checked_at", "method")
    }


def from_list(year: int) -> Checked:
    """Known from a list of that year and nothing since; taken as the middle of the year."""
    return Checked(date(year, 7, 1), Method.LIST)


def closed_places(among: Collection[UUID] | None = None) -> set[UUID]:
    """Places whose last look found them closed for good; all of them, or those among these."""
    checks = standing_checks()
    latest = (
        (checks if among is None else checks.filter(location_id__in=among))
        .exclude(finding=Finding.NO_ANSWER)
        .order_by("location_id", "-checked_at")
        .distinct("location_id")
    )
    return {
        place for place, finding in latest.values_list("location_id", "finding")
        if finding == Finding.CLOSED
    }  # fmt: skip


def field_checks(location_id: UUID) -> list[Verification]:
    """For each field of a place its latest standing check."""
    return list(
        standing_checks()
        .filter(location=location_id, finding__in=REACHED)
        .order_by("field", "-checked_at")
        .distinct("field")
    )


WHAT_EDITS_CHANGE: Mapping[Verification.Field, Q] = {
    Verification.Field.ADDRESS: Q(table="address")
    | Q(table="location", field__in=["latitude", "longitude"]),
    Verification.Field.PHONE: Q(table="phone"),
    Verification.Field.HOURS: Q(table="schedule"),
    Verification.Field.OFFERS: Q(table="service", field__in=["offers", "naloxone_products"]),
    Verification.Field.ACCESS: Q(table="accessibility")
    | Q(table="service", field__in=["walk_in", "no_id_needed", "free", "first_visit_medication"]),
}
WRITTEN_DOWN_BY = timedelta(days=1)
"""What a check found is written into the listing within a day; a later edit is not what it saw."""


def changed_since(check: Verification) -> datetime | None:
    """When staff last changed, after this check, what it had looked at. None: it still stands."""
    edits = Edit.objects.filter(
        WHAT_EDITS_CHANGE[Verification.Field(check.field)],
        service__service_at_locations__location=check.location_id,
        at__gt=check.checked_at + WRITTEN_DOWN_BY,
    )
    last: datetime | None = edits.aggregate(last=Max("at"))["last"]
    return last


def history(location_id: UUID) -> "QuerySet[Verification]":
    """Every check of a place, withdrawn ones included, newest first."""
    rows = Verification.objects.filter(location=location_id).select_related("by")
    return rows.order_by("-checked_at", "field")


def believed_reports(location_id: UUID) -> list[Report]:
    """Reports we believe and have not looked into since."""
    last = (
        standing_checks().filter(location=location_id, finding__in=REACHED)
        .aggregate(last=Max("checked_at"))["last"]
    )  # fmt: skip
    rows = Report.objects.filter(location=location_id, state=Report.State.ACCEPTED)
    if last is not None:
        rows = rows.filter(decided_at__gt=last)
    return list(rows.order_by("-received_on"))


def waiting_reports() -> "QuerySet[Report]":
    """Reports nobody has judged, oldest first."""
    rows = Report.objects.filter(state=Report.State.WAITING).select_related("location")
    return rows.order_by("received_on", "id")


def decided_reports(since: datetime) -> "QuerySet[Report]":
    """Reports judged since, newest first: what can still be taken back."""
    rows = Report.objects.exclude(state=Report.State.WAITING).filter(decided_at__gte=since)
    return rows.select_related("location", "decided_by").order_by("-decided_at")


def directory_version() -> tuple[int, int]:
    """Changes whenever a transaction that touched the directory commits."""
    return Touch.objects.count(), Touch.objects.aggregate(last=Max("id"))["last"] or 0

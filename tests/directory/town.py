"""Berea, Kentucky, and a few places that help there. For the tests of finder and truth."""

from datetime import UTC, datetime, time, timedelta

from beside.directory.models import (
    Accessibility,
    Address,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    Verification,
)
from beside.kernel import ids

# Friday, 20 November 2026, noon in Kentucky.
FRIDAY_NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
BEREA = (37.5687, -84.2963)


def place(name: str, *offers: str, north: float = 0.0, **facts: object) -> Location:
    """A place `north` degrees north of Berea that gives `offers`, Monday to Friday 9 to 5."""
    service_facts = {
        key: facts.pop(key)
        for key in ("walk_in", "no_id_needed", "free", "first_visit_medication", "status")
        if key in facts
    }
    hours = facts.pop("hours", ("MO,TU,WE,TH,FR", time(9), time(17)))
    organization = Organization.objects.create(
        name=name, visibility=facts.pop("organization_visibility", "public")
    )
    location = Location.objects.create(
        name=name, latitude=BEREA[0] + north, longitude=BEREA[1], organization=organization, **facts
    )
    service = Service.objects.create(
        organization=organization, name=f"{name} service", offers=list(offers), **service_facts
    )
    ServiceAtLocation.objects.create(service=service, location=location)
    Address.objects.create(
        location=location, address_1="1 Main Street", city="Berea", state_province="KY",
        postal_code="40403", country="US",
    )  # fmt: skip
    Phone.objects.create(location=location, number="(859) 555-0100")
    if hours:
        days, opens, closes = hours
        Schedule.objects.create(
            location=location, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes
        )
    return location


def checked(location: Location, *, days_ago: int, method: str = "phone", finding: str = "right"):
    """Somebody looked into every field that many days before Friday noon."""
    check = ids.uuid7()
    for field in Verification.Field.values:
        Verification.objects.create(
            check_id=check, location=location, field=field, finding=finding, method=method,
            checked_at=FRIDAY_NOON - timedelta(days=days_ago),
        )  # fmt: skip
    return check


def from_list(location: Location, year: int) -> None:
    """The place is known from an old list only."""
    location.source = Source.objects.create(name="SAMHSA", year=year, unreliable=True)
    location.save()


def speaks(location: Location, name: str, code: str) -> None:
    Language.objects.create(location=location, name=name, code=code)


def has_ramp(location: Location) -> None:
    Accessibility.objects.create(location=location, description="Wheelchair ramp at the door")

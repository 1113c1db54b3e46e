"""Pages that need something in the house before they can be looked at."""

from collections.abc import Iterator
from datetime import datetime

from beside.kernel import clock, house
from tests.pages.registry import Page

CSV = (
    "Name,Street,Town,State,ZIP,Phone,Hours\n"
    "Example Street Clinic,1 Example St,Berea,KY,40403,859-555-0100,Mon-Fri 9-5\n"
    "Example Nowhere,,Nowhere,KY,99999,12,sometimes\n"
)
KNOWN = (
    "name,address_1,city,state_province,postal_code,phone,latitude,longitude\n"
    "Example Street Clinic,1 Example St,Berea,KY,40403,859-555-0100,37.57,-84.29\n"
    "Example Nowhere,2 Example St,Nowhere,KY,99999,12,1000,1000\n"
)


def pages() -> list[Page]:
    """Put one of everything into the house, and name the pages that show it."""
    at = clock.now()
    return [*_public(), *_directory(at), *_people(), *_partners(), *_line(at), *_training(at)]


def _public() -> Iterator[Page]:
    from beside.directory.finder.listing import key_of
    from beside.directory.models import ServiceAtLocation

    shown = ServiceAtLocation.objects.order_by("location__name").first()
    key = key_of(shown.location_id) if shown else "nothing"
    yield Page("now", "/en/now/", keeps_offline=True, requests=6)
    yield Page("found near", "/en/find/?near=40403")
    yield Page("found in a city", "/en/find/?near=Louisville,+KY&what=naloxone&miles=50")
    yield Page("found nothing", "/en/find/?near=99501&miles=5")
    yield Page("place not known", "/en/find/?near=zzzzzz", status=404)
    yield Page("list on paper", "/en/find/print/?near=40403")
    yield Page("card for a zip", "/en/find/card/40403/")
    for name, tail in (("a place", ""), ("card for a place", "card/"), ("wrong", "wrong/"),
                       ("thanks", "thanks/")):  # fmt: skip
        yield Page(name, f"/en/find/at/{key}/{tail}")
    for name in ("sign-in", "forgotten", "inactive"):
        yield _staff(name, f"account/{name}/", entrance=True)


def _staff(name: str, tail: str, *, entrance: bool = False) -> Page:
    """A page for staff, or of their door."""
    path = f"/en/staff/{tail}"
    return Page(name, path, not entrance, budget=120_000, requests=12, entrance=entrance)


def _directory(at: datetime) -> Iterator[Page]:
    from beside.directory.imports import batches, files
    from beside.directory.models import Location, Report, Service, ServiceCapacity, Unit

    location = Location.objects.order_by("name").first()
    service = Service.objects.order_by("name").first()
    if location is None or service is None:
        return
    for about, words in (("hours", "Closed at 3 when I came."), ("closed", "")):
        Report.objects.create(
            location=location, about=about, words=words, language="en", received_on=house.today(at)
        )
    chosen = batches.Choices(batches.ListOf("Example list"), set_aside=True)
    given = files.from_bytes("locations.csv", KNOWN.encode())
    beds = Unit.objects.create(name="Beds")
    ServiceCapacity.objects.create(service=service, unit=beds, available=3, maximum=12, updated=at)
    yield _staff("one listing", f"directory/listings/{service.pk}/")
    yield _staff("free places asked", f"directory/listings/{service.pk}/?add=capacity&to=")
    yield _staff("one check", f"directory/check/{location.pk}/")
    yield _staff("listings asked", "directory/?q=clinic&state=KY")
    waits = batches.wait_for_mapping(
        files.from_bytes("list.csv", CSV.encode()), CSV.encode(), chosen, at=at, by=_anyone()
    )
    yield _staff("a mapping", f"directory/imports/{waits.pk}/mapping/")
    try:
        batch, _ = batches.preview(given, KNOWN.encode(), chosen, at=at, by=_anyone())
    except files.NeedsMapping:
        return
    yield _staff("an import", f"directory/imports/{batch.pk}/")


def _anyone():
    from tests.pages.signing_in import walker

    return walker()


def _people() -> Iterator[Page]:
    from tests.accounts import samples

    yield _staff("a person", f"accounts/{samples._person()['user_id']}/")
    yield _staff("an invitation", f"accounts/invitations/{samples._invitation().pk}/")
    token = samples._accept()["token"]
    yield _staff("accepting", f"account/invitation/{token}/", entrance=True)


def _partners() -> Iterator[Page]:
    from tests.partners import samples

    partner = samples.partner()
    samples.member(partner)
    samples.partner("Harm Reduction Coalition of the Upper Kentucky River Valley")
    yield _staff("a partner", f"partners/{partner.pk}/")
    yield _staff("changing a partner", f"partners/{partner.pk}/change/")


def _line(at: datetime) -> Iterator[Page]:
    from tests.line.caller import pages

    yield from pages.furnished(at)


def _training(at: datetime) -> Iterator[Page]:
    from tests.training import pages

    yield from pages.furnished(at)

"""Real arguments for the doors of the directory's finder and truth."""

from beside.directory.finder.listing import key_of
from beside.directory.models import Location, Report, Verification
from beside.kernel import clock, house
from tests.directory import town
from tests.rules import samples


def _place() -> Location:
    return Location.objects.filter(name="Sample House").first() or town.place(
        "Sample House", "naloxone"
    )


def _key() -> dict[str, object]:
    return {"key": key_of(_place().pk)}


for name in ("place", "card_for_place", "wrong", "wrong_thanks"):
    samples.of(f"directory:{name}")(_key)


@samples.of("directory:card_for_zip")
def _card_for_zip():
    return {"zip_code": "40403"}


@samples.of("directory:check")
def _check():
    return {"location_id": _place().pk}


@samples.of("directory:withdraw")
def _withdraw():
    found = Verification.objects.filter(withdrawn_at=None).first()
    return {"check_id": found.check_id if found else town.checked(_place(), days_ago=1)}


@samples.of("directory:judge")
def _judge():
    report = Report.objects.filter(state="waiting").first() or Report.objects.create(
        location=_place(), about="hours", language="en", received_on=house.today(clock.now())
    )
    return {"report_id": report.pk}

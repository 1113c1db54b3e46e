"""Real sites for measuring the finder: national public lists, beside the checkout or shipped.

    python -m benchmarks.finder_sites 20000      (into the database of BESIDE_HOME)

Names, addresses and points are real. The lists tell no hours, so every second
site is given one of some common timetables: searching must do its whole work.
"""

import csv
import gzip
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import cycle, islice
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "directory"
TIMETABLES = (
    (("MO,TU,WE,TH,FR", time(8), time(16, 30)),),
    (("MO,TU,WE,TH,FR", time(9), time(17)), ("SA", time(9), time(12))),
    (("MO,WE,FR", time(5, 30), time(13)), ("TU,TH", time(12), time(20))),
    (("MO,TU,WE,TH,FR,SA,SU", time(0), time(0)),),
    (("TH,FR,SA", time(20), time(2)),),
)
OFFERS = (
    ("outpatient",), ("naloxone", "outpatient"), ("buprenorphine", "naloxone"), ("detox",),
    ("recovery_housing",), ("naloxone", "test_strips", "syringe_services"), ("peer_support",),
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """One line of a list."""

    name: str
    street: str
    city: str
    state: str
    zip: str
    latitude: float
    longitude: float
    offers: tuple[str, ...]
    year: int


def real_sites() -> list[Site]:
    """SAMHSA facilities 2020, opioid treatment programmes 2021, federally funded clinics 2020."""
    if not SHARED.exists():
        return []
    return [*_facilities(), *_programmes(), *_clinics()]


def _facilities() -> Iterator[Site]:
    kinds = cycle(OFFERS)
    for row in _rows("samhsa_sud_facilities_2020.csv.gz"):
        yield Site(
            row["name1"], row["street1"], row["city"], row["state"], row["zip"].zfill(5),
            float(row["latitude"]), float(row["longitude"]), next(kinds), 2020,
        )  # fmt: skip


def _programmes() -> Iterator[Site]:
    for row in _rows("samhsa_otp_directory_2021.csv", "latin-1"):
        if row["Latitude"] not in {"", "NA"}:
            yield Site(
                row["ID"], row["ADDRESS"], row["CITY"], row["STATE"], row["POSTAL"][:5],
                float(row["Latitude"]), float(row["Longitude"]), ("methadone",), 2021,
            )  # fmt: skip


def _clinics() -> Iterator[Site]:
    for row in _rows("hrsa_fqhc_sites_2020.csv.gz"):
        yield Site(
            row["name"], row["address"], row["city"], row["st_abbr"], "",
            float(row["lat"]), float(row["lon"]), ("health_center",), 2020,
        )  # fmt: skip


def _rows(name: str, encoding: str = "utf-8") -> Iterator[dict[str, str]]:
    path = SHARED / name
    raw = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    yield from csv.DictReader(raw.decode(encoding).splitlines())


def some(count: int) -> list[Site]:
    """That many sites; beyond the lists they are repeated a mile or so away."""
    real = real_sites() or _shipped()
    random.Random(4).shuffle(real)
    drift = random.Random(5)
    found = real[:count]
    while len(found) < count:
        found += [_moved(site, drift) for site in islice(real, count - len(found))]
    return found


def _moved(site: Site, drift: random.Random) -> Site:
    facts = dict(vars(site))
    facts["latitude"] += drift.uniform(-0.05, 0.05)
    facts["longitude"] += drift.uniform(-0.05, 0.05)
    return Site(**facts)


def _shipped() -> list[Site]:
    """What a new house begins with, for those who have no national lists at hand."""
    from beside.directory.finder import reading

    return [
        Site(
            one.name, one.street, one.city, one.state, one.zip, one.latitude, one.longitude,
            tuple(sorted(one.offers)), one.year or 2020,
        )
        for one in reading.listings()
    ]  # fmt: skip


def fill(count: int) -> None:
    """Replace the directory by that many sites."""
    from django.db import transaction

    from beside.directory.models import Location, Organization, Service

    sites = some(count)
    with transaction.atomic():
        for model in (Service, Location, Organization):
            model.objects.all().delete()
        for start in range(0, len(sites), 5000):
            _write(sites[start : start + 5000], start)


def _write(sites: list[Site], start: int) -> None:
    from beside.directory.models import (
        Address,
        Location,
        Organization,
        Phone,
        Schedule,
        Service,
        ServiceAtLocation,
        Source,
    )

    sources = {
        year: Source.objects.get_or_create(
            name="National list", year=year, defaults={"unreliable": True}
        )[0]
        for year in (2020, 2021)
    }
    organizations = Organization.objects.bulk_create(Organization(name=s.name) for s in sites)
    locations = Location.objects.bulk_create(
        Location(name=s.name, latitude=s.latitude, longitude=s.longitude, organization=o,
                 source=sources.get(s.year))
        for s, o in zip(sites, organizations, strict=True)
    )  # fmt: skip
    services = Service.objects.bulk_create(
        Service(organization=o, name="Services", offers=list(s.offers), free=n % 3 == 0 or None,
                walk_in=n % 4 == 0 or None)
        for n, (s, o) in enumerate(zip(sites, organizations, strict=True))
    )  # fmt: skip
    ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(service=s, location=place)
        for s, place in zip(services, locations, strict=True)
    )
    Address.objects.bulk_create(
        Address(location=place, address_1=s.street, city=s.city, state_province=s.state,
                postal_code=s.zip, country="US")
        for s, place in zip(sites, locations, strict=True)
    )  # fmt: skip
    Phone.objects.bulk_create(Phone(location=p, number="555-0100") for p in locations)
    Schedule.objects.bulk_create(
        Schedule(location=place, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes)
        for n, place in enumerate(locations, start)
        if n % 2
        for days, opens, closes in TIMETABLES[n // 2 % len(TIMETABLES)]
    )


if __name__ == "__main__":
    from beside.web.running import with_django

    with_django()
    fill(int(sys.argv[1]))

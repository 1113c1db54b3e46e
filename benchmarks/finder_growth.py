"""How long one answer takes in the process, by number of sites.

`python -m benchmarks.finder_growth 1000 20000`. The whole answer:
address read, place found, search, list, map, page, compression.
"""

import random
import sys
import time
from uuid import UUID

from benchmarks.finder_sites import TIMETABLES, Site, some

ASKED = 400
WHATS = ("any", "naloxone", "methadone", "buprenorphine", "outpatient", "detox")
EXTRAS = ("", "&when=now", "&free=1", "&miles=10", "&walk_in=1")


def listings(sites: list[Site]) -> list[object]:
    """Sites as the finder holds them, without a database."""
    from beside.directory.core.opening import Hours, Rule
    from beside.directory.core.recurrence import Recurrence
    from beside.directory.core.schedules import read_byday
    from beside.directory.finder.listing import Listing, Offering
    from beside.directory.truth.queries import from_list

    tables = [
        tuple(Rule(opens, closes, Recurrence("WEEKLY", read_byday(days)))
              for days, opens, closes in table)
        for table in TIMETABLES
    ]  # fmt: skip
    made: list[object] = []
    for n, site in enumerate(sites):
        rules = tables[n // 2 % len(tables)] if n % 2 else ()
        offering = Offering(
            UUID(int=n), "Services", frozenset(site.offers), Hours(rules, "America/New_York"),
            free=n % 3 == 0 or None, walk_in=n % 4 == 0 or None,
        )  # fmt: skip
        made.append(
            Listing(
                UUID(int=n),
                site.name,
                site.name,
                site.street,
                site.city,
                site.state,
                site.zip,
                site.latitude,
                site.longitude,
                (offering,),
                phone="555-0100",
                checked=from_list(site.year),
                year=site.year,
                unreliable=True,
            )
        )
    return made


def measure(count: int) -> tuple[float, float]:
    """p95 of one answer, and the processor time of a mean one, in milliseconds."""
    from django.test import Client

    from benchmarks.house_4_finder import p95
    from beside.directory.finder import standing
    from beside.directory.finder.index import Index
    from beside.kernel import clock

    sites = some(count)
    at = clock.now()
    standing.use(Index(listings(sites), at), at)  # type: ignore[arg-type]
    draw = random.Random(7)
    zips = [site.zip for site in sites if len(site.zip) == 5 and site.zip.isdigit()]
    client = Client(headers={"Accept-Encoding": "br"}, SERVER_NAME="127.0.0.1")
    taken, worked = [], time.process_time()
    for n in range(ASKED * 2):
        query = f"near={draw.choice(zips)}&what={draw.choice(WHATS)}{draw.choice(EXTRAS)}"
        began = time.perf_counter()
        client.get(f"/en/find/?{query}")
        if n >= ASKED:
            taken.append(1000 * (time.perf_counter() - began))
    worked = 1000 * (time.process_time() - worked) / (2 * ASKED)
    return p95(taken), worked


if __name__ == "__main__":
    from beside.web.running import with_django

    with_django()
    for size in map(int, sys.argv[1:]):
        slowest, worked = measure(size)
        print(f"{size} sites: p95 {slowest:.2f} ms, work {worked:.2f} ms", flush=True)

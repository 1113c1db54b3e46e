"""Where numbers are added up. Nothing else of what a peer said or did is kept."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import F

from beside.peers.core.cards import Span, start_of
from beside.peers.models import Tally, Town
from beside.supply.models import Program


def add(
    program: Program, day: date, counts: Mapping[str, int], *, new_in: Collection[Span] = ()
) -> None:
    """Add to the sums of the month, the quarter and the year; `new_in`: a peer's first there."""
    for span in Span:
        more = {**counts, **({"peers": 1} if span in new_in else {})}
        row, _ = Tally.objects.get_or_create(
            program=program, span=span.value, first_date=start_of(span, day)
        )
        Tally.objects.filter(pk=row.pk).update(**{name: F(name) + n for name, n in more.items()})


def add_town(
    program: Program, day: date, *, name: str, county_fips: str, kits: int, is_first: bool
) -> None:
    """Kits that went to a town in this quarter."""
    row, _ = Town.objects.get_or_create(
        program=program, quarter=start_of(Span.QUARTER, day), name=name[:80],
        defaults={"county_fips": county_fips},
    )  # fmt: skip
    Town.objects.filter(pk=row.pk).update(kits=F("kits") + kits, peers=F("peers") + int(is_first))
